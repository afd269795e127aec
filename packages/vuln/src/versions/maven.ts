import { compareDigits, compareText, type VersionScheme, versionScheme } from './version-scheme.ts';

/** A number, a qualifier, or what follows a `-`. */
type Item = string | readonly Item[];

/** Qualifiers that have a place of their own; any other comes after these, by its letters. */
const qualifiers = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];

const spellings: ReadonlyMap<string, string> = new Map([
  ['ga', ''],
  ['final', ''],
  ['release', ''],
  ['cr', 'rc'],
]);

/** `a1`, `b1`, `m1`: one letter means the word only before a digit. */
const letters: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

/** Maven artifacts, as ComparableVersion of maven-artifact 3.8 orders them. It refuses nothing. */
export const maven: VersionScheme = versionScheme('maven', parse, compareLists);

function parse(text: string): readonly Item[] {
  const version = text.toLowerCase();
  const root: Item[] = [];
  const stack: Item[][] = [root];
  let list = root;
  let start = 0;
  let isDigits = false;

  function open(): void {
    const inner: Item[] = [];
    list.push(inner);
    stack.push(inner);
    list = inner;
  }

  /** `.rc1` is read as `-rc1`, and so is a last word. */
  function openForWord(): void {
    if (list.length > 0) open();
  }

  for (let index = 0; index < version.length; index += 1) {
    const character = version[index] ?? '';
    if (character === '.' || character === '-') {
      list.push(index === start ? '0' : readItem(version.slice(start, index), isDigits, false));
      start = index + 1;
      if (character === '-') open();
      continue;
    }
    const isDigit = character >= '0' && character <= '9';
    if (isDigit !== isDigits && index > start) {
      if (isDigit) openForWord();
      list.push(readItem(version.slice(start, index), isDigits, isDigit));
      start = index;
      open();
    }
    isDigits = isDigit;
  }
  if (version.length > start) {
    if (!isDigits) openForWord();
    list.push(readItem(version.slice(start), isDigits, false));
  }
  for (const inner of stack.reverse()) normalise(inner);
  return root;
}

function readItem(text: string, isDigits: boolean, isFollowedByDigit: boolean): string {
  if (isDigits) return text.replace(/^0+(?=\d)/, '');
  const word = isFollowedByDigit ? (letters.get(text) ?? text) : text;
  return spellings.get(word) ?? word;
}

/** Drops items that say nothing (0, release, an empty list) from the end and before a sub-list. */
function normalise(list: Item[]): void {
  for (let index = list.length - 1; index >= 0; index -= 1) {
    const item = list[index] ?? '';
    if (isNull(item)) list.splice(index, 1);
    else if (typeof item === 'string') break;
  }
}

function isNull(item: Item): boolean {
  return typeof item === 'string' ? item === '0' || item === '' : item.length === 0;
}

function compareLists(a: readonly Item[], b: readonly Item[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [left, right] = [a[index], b[index]];
    const difference = left === undefined ? -compareItem(right ?? '', left) : compareItem(left, right);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Compares an item with another, or with nothing. */
function compareItem(a: Item, b: Item | undefined): number {
  if (typeof a !== 'string') return compareList(a, b);
  if (isNumber(a)) {
    if (b === undefined) return a === '0' ? 0 : 1;
    return typeof b === 'string' && isNumber(b) ? compareDigits(a, b) : 1;
  }
  if (b === undefined) return compareQualifiers(a, '');
  if (typeof b !== 'string' || isNumber(b)) return -1;
  return compareQualifiers(a, b);
}

function compareList(a: readonly Item[], b: Item | undefined): number {
  if (b === undefined) {
    for (const item of a) {
      const difference = compareItem(item, undefined);
      if (difference !== 0) return difference;
    }
    return 0;
  }
  if (typeof b !== 'string') return compareLists(a, b);
  return isNumber(b) ? -1 : 1;
}

function compareQualifiers(a: string, b: string): number {
  const [left, right] = [qualifierRank(a), qualifierRank(b)];
  return left !== right ? left - right : left < qualifiers.length ? 0 : compareText(a, b);
}

function qualifierRank(word: string): number {
  const rank = qualifiers.indexOf(word);
  return rank < 0 ? qualifiers.length : rank;
}

function isNumber(item: string): boolean {
  return /^\d/.test(item);
}
