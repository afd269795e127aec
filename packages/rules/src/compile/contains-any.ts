import { asciiLower } from './ascii-case.ts';

/** So many texts, of so many characters together, are looked for in one scan. */
const maxScanned = 64;
const maxScannedChars = 2000;

/**
 * True when a text contains one of the wanted, upper and lower case of ASCII alike if `isFolded`. Several are
 * looked for in one scan: by a regular expression of nothing but literals, which never backtracks further than
 * the longest of them, and whose `i`, without `u`, folds no other letter to one of ASCII.
 */
export function containsAny(wanted: readonly string[], isFolded: boolean): (text: string) => boolean {
  const [only] = wanted;
  if (only !== undefined && wanted.length === 1 && !isFolded) return (text) => text.includes(only);
  const chars = wanted.reduce((sum, one) => sum + one.length, 0);
  const isAscii = wanted.every((one) => /^[\x20-\x7e]*$/.test(one));
  if (wanted.length > 0 && wanted.length <= maxScanned && chars <= maxScannedChars && isAscii) {
    const isClass = wanted.every((one) => one.length === 1);
    const texts = wanted.map(escaped);
    const scan = new RegExp(isClass ? `[${texts.join('')}]` : texts.join('|'), isFolded ? 'i' : '');
    return (text) => scan.test(text);
  }
  if (!isFolded) return (text) => wanted.some((one) => text.includes(one));
  const lower = wanted.map(asciiLower);
  return (text) => {
    const folded = asciiLower(text);
    return lower.some((one) => folded.includes(one));
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
