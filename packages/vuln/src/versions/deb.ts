import { compareDigits, type VersionScheme, versionScheme } from './version-scheme.ts';

interface DebVersion {
  readonly epoch: number;
  readonly upstream: string;
  readonly revision: string;
}

const maxEpoch = 2 ** 31 - 1;

/**
 * Debian and Ubuntu packages: `[epoch:]upstream[-revision]`, ordered as dpkg does (deb-version(7)).
 * Like dpkg it takes characters that Debian policy forbids; it refuses blanks inside, a bad epoch
 * and an empty part.
 */
export const deb: VersionScheme = versionScheme('deb', parse, order);

function parse(version: string): DebVersion | undefined {
  const text = version.trim();
  if (text === '' || /\s/.test(text)) return undefined;
  const colon = text.indexOf(':');
  const epochText = colon < 0 ? '0' : text.slice(0, colon);
  const rest = text.slice(colon + 1);
  if (!/^\+?\d+$/.test(epochText) || Number(epochText) > maxEpoch || rest === '') return undefined;
  const hyphen = rest.lastIndexOf('-');
  if (hyphen === 0 || hyphen === rest.length - 1) return undefined;
  return {
    epoch: Number(epochText),
    upstream: hyphen < 0 ? rest : rest.slice(0, hyphen),
    revision: hyphen < 0 ? '' : rest.slice(hyphen + 1),
  };
}

function order(a: DebVersion, b: DebVersion): number {
  return a.epoch - b.epoch || comparePart(a.upstream, b.upstream) || comparePart(a.revision, b.revision);
}

/** Alternates runs of non-digits, by weight of each character, and runs of digits, as numbers. */
function comparePart(a: string, b: string): number {
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a, i)) || (j < b.length && !isDigit(b, j))) {
      const difference = weight(a, i) - weight(b, j);
      if (difference !== 0) return difference;
      i += 1;
      j += 1;
    }
    const startA = i;
    const startB = j;
    while (i < a.length && isDigit(a, i)) i += 1;
    while (j < b.length && isDigit(b, j)) j += 1;
    const difference = compareDigits(a.slice(startA, i), b.slice(startB, j));
    if (difference !== 0) return difference;
  }
  return 0;
}

/** `~` below the end of the string (and a digit), that below letters, these below everything else. */
function weight(text: string, index: number): number {
  if (index >= text.length || isDigit(text, index)) return 0;
  const code = text.charCodeAt(index);
  if (code === 126) return -1;
  const isLetter = (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
  return isLetter ? code : code + 65_536;
}

function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57;
}
