import { compareDigits, compareText, type VersionScheme, versionScheme } from './version-scheme.ts';

/** A run of digits, or of letters in lower case. */
type Segment = string;

/** Words that come before the version they stand in, in their order; every other word comes after it. */
const early = ['dev', 'alpha', 'beta', 'pre', 'rc'];
const short: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['c', 'rc'],
  ['preview', 'pre'],
  ['snapshot', 'dev'],
]);

/**
 * Versions of things that no package manager orders, by common habit: numbers as numbers, `alpha`, `beta`, `rc` before the
 * release, other letters after it (`1.1.1k`), build metadata left out. Weak evidence.
 */
export const generic: VersionScheme = versionScheme('generic', parse, order);

function parse(text: string): Segment[] | undefined {
  const version = text
    .trim()
    .toLowerCase()
    .replace(/^v(?=\d)/, '')
    .replace(/\+.*$/, '');
  if (!/^\d[0-9a-z.~_-]*$/.test(version)) return undefined;
  const segments = version.match(/\d+|[a-z]+/g) ?? [];
  // `1.0rc1`: a letter alone before a number is a word cut short; at the end it is a release of its own (`1.1.1b`).
  return segments.map((segment, index) => {
    const isLast = index === segments.length - 1;
    return isLast ? segment : (short.get(segment) ?? segment);
  });
}

function order(a: readonly Segment[], b: readonly Segment[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = compareSegment(a[index], b[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareSegment(a: Segment | undefined, b: Segment | undefined): number {
  const difference = rank(a) - rank(b);
  if (difference !== 0) return difference;
  if (a === undefined || b === undefined) return 0;
  return /^\d/.test(a) ? compareDigits(a, b) : compareText(a, b);
}

/** Early words, then the end or zeros, then letters, then numbers. */
function rank(segment: Segment | undefined): number {
  if (segment === undefined || /^0+$/.test(segment)) return 0;
  const place = early.indexOf(segment);
  if (place >= 0) return place - early.length;
  return /^\d/.test(segment) ? 2 : 1;
}
