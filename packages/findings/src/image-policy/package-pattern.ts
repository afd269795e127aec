import type { Package } from '@breakwater/model';
import type { CompareVersions } from './judge-context.ts';
import { matchesWildcard } from './wildcard.ts';

export type NamedPackage = Pick<Package, 'type' | 'name' | 'version'>;

type Operator = '<' | '<=' | '>' | '>=' | '=' | '!=';

interface Bound {
  readonly operator: Operator;
  readonly version: string;
}

/** `[type:]name[@version]` or `[type:]name@<2.0,>=1.4`; a scope (`@org/name`) belongs to the name. `*` stands for any characters. */
export interface PackagePattern {
  readonly text: string;
  /** Name part of a pattern with a range, the whole otherwise. */
  readonly name: string;
  /** All must hold; empty: any version. */
  readonly bounds: readonly Bound[];
}

/** `unknown`: the versions cannot be compared. */
export type Fit = 'yes' | 'no' | 'unknown';

const bound = /^(<=|>=|!=|<|>|=)\s*([^\s,<>=!]{1,200})$/;

/** Reads a pattern; a text says what is wrong with it. */
export function readPackagePattern(entry: string): PackagePattern | string {
  const at = entry.search(/@\s*[<>=!]/);
  if (at <= 0) return at === 0 ? 'names no package before the "@"' : { text: entry, name: entry, bounds: [] };
  const bounds: Bound[] = [];
  for (const part of splitRange(entry.slice(at + 1))) {
    const [, operator, version] = bound.exec(part) ?? [];
    if (operator === undefined || version === undefined) {
      return `"${part}" is no bound of a version like <2.0 or >=1.4`;
    }
    bounds.push({ operator: operator as Operator, version });
  }
  return { text: entry, name: entry.slice(0, at).trim(), bounds };
}

/** What is wrong with a pattern, for the reader of policies. */
export function packagePatternProblem(entry: string): string | undefined {
  const pattern = readPackagePattern(entry);
  return typeof pattern === 'string' ? pattern : undefined;
}

/** The patterns of a list that has been read; a policy is asked for them once for every image. */
export function packagePatterns(entries: readonly string[] | undefined): readonly PackagePattern[] {
  if (entries === undefined) return [];
  const known = readLists.get(entries);
  if (known !== undefined) return known;
  const patterns = entries.map((entry) => {
    const pattern = readPackagePattern(entry);
    if (typeof pattern === 'string') throw new RangeError(`${entry}: ${pattern}`);
    return pattern;
  });
  readLists.set(entries, patterns);
  return patterns;
}

const readLists = new WeakMap<readonly string[], readonly PackagePattern[]>();

/** Whether a package is meant. */
export function fits(
  pattern: PackagePattern,
  target: NamedPackage,
  compareVersions: CompareVersions | undefined,
): Fit {
  return firstFit([pattern], target, compareVersions).fit;
}

/** Whether any of the patterns means a package, and which. */
export function firstFit(
  patterns: readonly PackagePattern[],
  target: NamedPackage,
  compareVersions: CompareVersions | undefined,
): { readonly fit: Fit; readonly pattern?: PackagePattern } {
  if (patterns.length === 0) return { fit: 'no' };
  const { type, name, version } = target;
  const unversioned = [name, `${type}:${name}`];
  const forms = [...unversioned, `${name}@${version}`, `${type}:${name}@${version}`];
  let doubtful: PackagePattern | undefined;
  for (const pattern of patterns) {
    const candidates = pattern.bounds.length === 0 ? forms : unversioned;
    if (!candidates.some((form) => matchesWildcard(pattern.name, form))) continue;
    const fit = fitsBounds(pattern, target, compareVersions);
    if (fit === 'yes') return { fit, pattern };
    if (fit === 'unknown') doubtful ??= pattern;
  }
  return doubtful === undefined ? { fit: 'no' } : { fit: 'unknown', pattern: doubtful };
}

function fitsBounds(
  { bounds }: PackagePattern,
  { type, version }: NamedPackage,
  compareVersions: CompareVersions | undefined,
): Fit {
  let fit: Fit = 'yes';
  for (const { operator, version: limit } of bounds) {
    const order = compareVersions?.(type, version, limit);
    if (order === undefined) fit = 'unknown';
    else if (!holds[operator](order)) return 'no';
  }
  return fit;
}

/** The lowest version that a pattern of the form `<V` no longer means. */
export function versionBeyond({ bounds }: PackagePattern): string | undefined {
  return bounds.find(({ operator }) => operator === '<')?.version;
}

/** `>=1 <2`, `>=1, <2`: a bound begins at its operator. */
function splitRange(range: string): string[] {
  return range
    .split(/[\s,]+(?=[<>=!])|,/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

const holds: Readonly<Record<Operator, (order: number) => boolean>> = {
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
};
