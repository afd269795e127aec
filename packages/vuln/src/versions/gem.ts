import { compareDigits, compareText, type VersionScheme, versionScheme } from './version-scheme.ts';

/** RubyGems, as Gem::Version orders them: letters are prereleases, `-` stands for `.pre.`. */
export const gem: VersionScheme = versionScheme('gem', parse, order);

type Segment = string;

function parse(text: string): Segment[] | undefined {
  const version = text.trim();
  if (!/^(?:\d+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?)?$/.test(version)) return undefined;
  const segments = (version === '' ? '0' : version).replaceAll('-', '.pre.').match(/\d+|[A-Za-z]+/g) ?? [];
  const firstLetter = segments.findIndex((segment) => !isNumber(segment));
  const split = firstLetter < 0 ? segments.length : firstLetter;
  return [...dropZeros(segments.slice(0, split)), ...dropZeros(segments.slice(split))];
}

/** Zeros at the end of the numbers before the first letter, and at the very end, say nothing. */
function dropZeros(segments: readonly Segment[]): Segment[] {
  let end = segments.length;
  while (end > 0 && /^0+$/.test(segments[end - 1] ?? '')) end -= 1;
  return segments.slice(0, end);
}

function order(a: readonly Segment[], b: readonly Segment[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = compareSegment(a[index] ?? '0', b[index] ?? '0');
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareSegment(a: Segment, b: Segment): number {
  if (isNumber(a) && isNumber(b)) return compareDigits(a, b);
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? 1 : -1;
  return compareText(a, b);
}

function isNumber(segment: Segment): boolean {
  return /^\d/.test(segment);
}
