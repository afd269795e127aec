import { compareDigits, type VersionScheme, versionScheme } from './version-scheme.ts';

/** A normalised version: runs of digits and words. A branch has a name and no order. */
interface ComposerVersion {
  readonly branch?: string;
  readonly parts: readonly string[];
}

/** PHP's version_compare: a form it does not know is below all, a number (`#`) between RC and patch. */
const forms: readonly (readonly [string, number])[] = [
  ['dev', 0],
  ['alpha', 1],
  ['a', 1],
  ['beta', 2],
  ['b', 2],
  ['rc', 3],
  ['#', 4],
  ['p', 5],
];
const numberForm = 4;
const unknownForm = -1;

const words: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['p', 'patch'],
  ['pl', 'patch'],
]);

const modifier = '[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?\\d+(?:[.-]\\d+)*)?))?([.-]?dev)?$';
const classical = new RegExp(`^v?(\\d{1,5})(\\.\\d+)?(\\.\\d+)?(\\.\\d+)?${modifier}`, 'i');
const dated = new RegExp(`^v?(\\d{4}(?:[.:-]?\\d{2}){1,6}(?:[.:-]?\\d{1,3})?)${modifier}`, 'i');
const numericBranch = /^v?(\d+)(\.(?:\d+|[x*]))?(\.(?:\d+|[x*]))?(\.(?:\d+|[x*]))?$/i;

/**
 * PHP packages: normalised as composer/semver does, ordered as PHP does. A branch (`dev-main`) equals itself
 * and has no order otherwise.
 */
export const composer: VersionScheme = versionScheme('composer', parse, order);

function parse(text: string): ComposerVersion | undefined {
  let version = text.trim();
  version = /^([^,\s]+) +as +[^,\s]+$/.exec(version)?.[1] ?? version;
  version = version.replace(/@(?:stable|rc|beta|alpha|dev)$/i, '');
  if (version === 'master' || version === 'trunk' || version === 'default') version = `dev-${version}`;
  if (/^dev-/i.test(version)) return { branch: version.slice(4), parts: [] };
  version = /^([^,\s+]+)\+\S+$/.exec(version)?.[1] ?? version;
  const classic = classical.exec(version);
  if (classic !== null) {
    const numbers = [1, 2, 3, 4].map((index) => (classic[index] ?? '0').replace('.', ''));
    return { parts: [...numbers, ...readModifier(classic, 5)] };
  }
  const date = dated.exec(version);
  if (date !== null) return { parts: [...(date[1] ?? '').split(/\D/), ...readModifier(date, 2)] };
  return readNumericBranch(version);
}

function readModifier(found: RegExpExecArray, index: number): string[] {
  const word = found[index]?.toLowerCase();
  if (word === 'stable') return [];
  const numbers = (found[index + 1] ?? '').match(/\d+/g) ?? [];
  const named = word === undefined ? [] : [words.get(word) ?? word, ...numbers];
  return found[index + 2] === undefined ? named : [...named, 'dev'];
}

/** `1.x-dev` is above every version of 1. */
function readNumericBranch(version: string): ComposerVersion | undefined {
  const name = /^(.*?)[.-]?dev$/i.exec(version)?.[1]?.trim();
  const found = name === undefined ? null : numericBranch.exec(name);
  if (found === null) return undefined;
  const numbers = [1, 2, 3, 4].map((index) => (found[index] ?? 'x').replace('.', ''));
  return { parts: [...numbers.map((number) => (/\d/.test(number) ? number : '9999999')), 'dev'] };
}

function order(a: ComposerVersion, b: ComposerVersion): number | undefined {
  if (a.branch !== undefined || b.branch !== undefined) return a.branch === b.branch ? 0 : undefined;
  const length = Math.max(a.parts.length, b.parts.length);
  for (let index = 0; index < length; index += 1) {
    const difference = comparePart(a.parts[index], b.parts[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function comparePart(a: string | undefined, b: string | undefined): number {
  if (a !== undefined && b !== undefined && isNumber(a) && isNumber(b)) return compareDigits(a, b);
  if (a === undefined) return -comparePart(b, a);
  if (b === undefined) return isNumber(a) ? 1 : formOf(a) - numberForm;
  return formOf(a) - formOf(b);
}

function formOf(part: string): number {
  if (isNumber(part)) return numberForm;
  return forms.find(([form]) => part.startsWith(form))?.[1] ?? unknownForm;
}

function isNumber(part: string): boolean {
  return /^\d/.test(part);
}
