import type { Rejection } from './intake-kind.ts';

/** Records that were not parsed and items that were not stored, by their position among the records. */
export function allRejected(
  unparsed: readonly Rejection[],
  unstored: readonly Rejection[],
): readonly Rejection[] {
  if (unstored.length === 0) return unparsed;
  const all = [...unparsed];
  const before = unparsed.map(({ index }) => index).sort((a, b) => a - b);
  for (const { index, error } of unstored) {
    let position = index;
    for (const one of before) if (one <= position) position += 1;
    all.push({ index: position, error });
  }
  return all.sort((a, b) => a.index - b.index);
}
