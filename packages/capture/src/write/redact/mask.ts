import type { Span } from './patterns.ts';

const star = 0x2a;
const nul = 0;

/** A copy with `*` in place of the spans, and how many there were, those that touch or overlap counted once. */
export function mask(
  bytes: Uint8Array,
  spans: readonly Span[],
): { readonly masked: Uint8Array; readonly count: number } {
  const masked = bytes.slice();
  let count = 0;
  let reached = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (count === 0 || start > reached) count += 1;
    for (let at = Math.max(start, reached); at < end; at += 1) if (masked[at] !== nul) masked[at] = star;
    reached = Math.max(reached, end);
  }
  return { masked, count };
}

/** Where the texts lie that end in a NUL each; the last one's may be missing. */
export function textsOf(bytes: Uint8Array): Span[] {
  const spans: Span[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(nul, start);
    const end = found < 0 ? bytes.length : found;
    spans.push({ start, end });
    start = end + 1;
  }
  return spans;
}
