import { parseNpmVersion } from './npm.ts';
import { compareSemVer, parseSemVer, type SemVer } from './semver.ts';

interface Comparator {
  readonly op: '<' | '<=' | '>' | '>=' | '=';
  readonly version: SemVer;
}

/** `1`, `1.2`, `1.x`, `1.2.3-pre`: parts not given, or given as `x`, are absent. */
interface Partial {
  readonly major?: number;
  readonly minor?: number;
  readonly patch?: number;
  readonly prerelease?: string;
  /** A number after an `x`, as in `1.x.3`: only `~` and `^` overlook it. */
  readonly isOutOfOrder?: boolean;
}

export interface NpmRangeOptions {
  /** Prereleases are in a range by their order alone. Otherwise only next to one that the range names. */
  readonly includePrerelease?: boolean;
}

const maxRangeLength = 4096;
const number = '(?:0|[1-9]\\d*|[xX*])';
const identifier = '(?:\\d*[A-Za-z-][0-9A-Za-z-]*|0|[1-9]\\d*)';
const prerelease = `(?:-(${identifier}(?:\\.${identifier})*))?`;
const build = '(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?';
const partial = `[v=\\s]*(${number})(?:\\.(${number})(?:\\.(${number})${prerelease}${build})?)?`;
const tokenPattern = new RegExp(`^(~>?|\\^|[<>]?=?)${partial}$`);
const hyphenPattern = new RegExp(`^${partial} - ${partial}$`);

/**
 * True when `version` is in the npm `range` (node-semver's grammar: hyphen, x, `~`, `^`, `||`).
 * A version or range that npm refuses is never satisfied.
 */
export function satisfiesNpmRange(version: string, range: string, options: NpmRangeOptions = {}): boolean {
  const candidate = parseNpmVersion(version);
  if (candidate === undefined || range.length > maxRangeLength) return false;
  const includesPrerelease = options.includePrerelease ?? false;
  const alternatives = range.split('||').map((part) => readAlternative(part, includesPrerelease));
  if (alternatives.some((alternative) => alternative === undefined)) return false;
  // One alternative that is `*` makes the whole range `*`, which no prerelease satisfies by itself.
  const effective = alternatives.some(isAny) ? [[]] : alternatives;
  return effective.some((comparators) => admits(comparators ?? [], candidate, includesPrerelease));
}

function isAny(comparators: readonly Comparator[] | undefined): boolean {
  return (comparators ?? []).every(
    ({ op, version }) =>
      op === '>=' && version.prerelease.length === 0 && version.release.every((part) => part === '0'),
  );
}

function admits(comparators: readonly Comparator[], version: SemVer, includesPrerelease: boolean): boolean {
  if (!comparators.every((comparator) => meets(comparator, version))) return false;
  if (version.prerelease.length === 0 || includesPrerelease) return true;
  return comparators.some(
    ({ version: named }) =>
      named.prerelease.length > 0 && named.release.join('.') === version.release.join('.'),
  );
}

function meets({ op, version: bound }: Comparator, version: SemVer): boolean {
  const order = compareSemVer(version, bound);
  if (order === 0) return op.endsWith('=');
  return order < 0 ? op.startsWith('<') : op.startsWith('>');
}

/** The comparators of one side of `||`, all of which must hold; undefined when it is not a range. */
function readAlternative(text: string, includesPrerelease: boolean): Comparator[] | undefined {
  const range = text.trim().replace(/\s+/g, ' ');
  const floor = includesPrerelease ? '-0' : '';
  const hyphen = hyphenPattern.exec(range);
  if (hyphen !== null) {
    return toComparators([...hyphenBounds(readPartial(hyphen, 1), readPartial(hyphen, 5), floor)]);
  }
  const bounds: string[] = [];
  for (const token of range.replace(/(~>?|\^|[<>]=?|=) +/g, '$1').split(' ')) {
    if (token === '') continue;
    const found = tokenPattern.exec(token);
    if (found === null) return undefined;
    const op = found[1] ?? '';
    const named = readPartial(found, 2);
    if (named.isOutOfOrder === true && !/[~^]/.test(op)) return undefined;
    bounds.push(...tokenBounds(op, named, floor));
  }
  return toComparators(bounds);
}

function readPartial(found: RegExpExecArray, first: number): Partial {
  const [major, minor, patch] = [found[first], found[first + 1], found[first + 2]].map((part) =>
    part === undefined || /^[xX*]$/.test(part) ? undefined : Number(part),
  );
  const pre = found[first + 3];
  if (major === undefined) return { isOutOfOrder: minor !== undefined };
  if (minor === undefined) return { major, isOutOfOrder: patch !== undefined };
  if (patch === undefined) return { major, minor };
  return { major, minor, patch, ...(pre === undefined ? {} : { prerelease: pre }) };
}

function tokenBounds(op: string, to: Partial, floor: string): string[] {
  const { major, minor, patch } = to;
  if (major === undefined) return op === '<' || op === '>' ? ['<0.0.0-0'] : [];
  if (op.startsWith('~'))
    return [`>=${lowest(to, patch === undefined ? floor : '')}`, `<${bump(major, minor)}`];
  if (op === '^')
    return [`>=${lowest(to, major > 0 && patch !== undefined ? '' : floor)}`, `<${caretEnd(to)}`];
  if (patch !== undefined) return [`${op === '' ? '=' : op}${lowest(to, '')}`];
  if (op === '' || op === '=') return [`>=${lowest(to, floor)}`, `<${bump(major, minor)}`];
  if (op === '>') return [`>=${bump(major, minor, floor)}`];
  if (op === '<=') return [`<${bump(major, minor)}`];
  return [`${op}${lowest(to, op === '<' ? '-0' : floor)}`];
}

function hyphenBounds(from: Partial, to: Partial, floor: string): string[] {
  const bounds: string[] = [];
  if (from.major !== undefined) bounds.push(`>=${lowest(from, floor)}`);
  if (to.major === undefined) return bounds;
  if (to.minor === undefined || to.patch === undefined) return [...bounds, `<${bump(to.major, to.minor)}`];
  if (to.prerelease === undefined && floor !== '') {
    return [...bounds, `<${to.major}.${to.minor}.${to.patch + 1}-0`];
  }
  return [...bounds, `<=${lowest(to, '')}`];
}

/** The lowest version of a partial; `floor` is put where it names no prerelease itself. */
function lowest({ major = 0, minor = 0, patch = 0, prerelease: pre }: Partial, floor: string): string {
  return `${major}.${minor}.${patch}${pre === undefined ? floor : `-${pre}`}`;
}

/** The first version after every `major.minor`, or after every `major` when there is no minor. */
function bump(major: number, minor: number | undefined, floor = '-0'): string {
  return minor === undefined ? `${major + 1}.0.0${floor}` : `${major}.${minor + 1}.0${floor}`;
}

function caretEnd({ major = 0, minor, patch }: Partial): string {
  if (major > 0 || minor === undefined) return `${major + 1}.0.0-0`;
  if (minor > 0 || patch === undefined) return `0.${minor + 1}.0-0`;
  return `0.0.${patch + 1}-0`;
}

function toComparators(bounds: readonly string[]): Comparator[] | undefined {
  const comparators: Comparator[] = [];
  for (const bound of bounds) {
    const op = /^[<>]?=?/.exec(bound)?.[0] ?? '';
    const version = parseSemVer(bound.slice(op.length));
    if (version?.release.every((part) => Number(part) <= Number.MAX_SAFE_INTEGER) !== true) return undefined;
    comparators.push({ op: op as Comparator['op'], version });
  }
  return comparators;
}
