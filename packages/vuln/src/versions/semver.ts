import { compareDigits, compareText } from './version-scheme.ts';

/** A version of Semantic Versioning 2.0.0. Numbers stay text: they have no upper limit. */
export interface SemVer {
  readonly release: readonly [string, string, string];
  /** Empty for a release. */
  readonly prerelease: readonly string[];
  /** Without its `+`; takes no part in the order. */
  readonly build: string;
}

const identifier = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)';
const pattern = new RegExp(
  `^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(?:-(${identifier}(?:\\.${identifier})*))?(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?$`,
);

/** Reads a version strictly by the specification; undefined for anything else. */
export function parseSemVer(text: string): SemVer | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [, major = '', minor = '', patch = '', prerelease, build = ''] = found;
  return { release: [major, minor, patch], prerelease: prerelease?.split('.') ?? [], build };
}

/** Precedence by item 11 of the specification. */
export function compareSemVer(a: SemVer, b: SemVer): number {
  return (
    compareDigits(a.release[0], b.release[0]) ||
    compareDigits(a.release[1], b.release[1]) ||
    compareDigits(a.release[2], b.release[2]) ||
    comparePrerelease(a.prerelease, b.prerelease)
  );
}

/** A release is above its prereleases; identifiers go one by one, and the shorter list is lower. */
export function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = compareIdentifier(a[index] ?? '', b[index] ?? '');
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

function compareIdentifier(a: string, b: string): number {
  const isNumberA = /^\d+$/.test(a);
  const isNumberB = /^\d+$/.test(b);
  if (isNumberA && isNumberB) return compareDigits(a, b);
  if (isNumberA !== isNumberB) return isNumberA ? -1 : 1;
  return compareText(a, b);
}
