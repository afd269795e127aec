import type { FixState } from '@breakwater/model';
import type { Affected, Bound, Interval } from './advisories/advisory.ts';
import type { VersionScheme } from './versions/version-scheme.ts';

type Comparator = NonNullable<ReturnType<VersionScheme['comparatorFor']>>;

/** Why a version is affected, and what ends it. */
export interface Verdict {
  /** The stretch of affected versions, or the listed version, in words. */
  readonly constraint: string;
  readonly fixState: FixState;
  readonly fixedVersion?: string;
  /** ISO date on which that version could be had, where the data tell. */
  readonly fixedAt?: string;
}

/**
 * Says whether an advisory's statement covers a version, by OSV's rule: in any interval, or in the list.
 * `compare` orders the version against another; undefined when it is not affected.
 */
export function evaluate(affected: Affected, version: string, compare: Comparator): Verdict | undefined {
  const interval = affected.intervals.find((candidate) => contains(candidate, compare));
  const isListed = affected.versions.some((listed) => listed === version || compare(listed) === 0);
  if (interval === undefined && !isListed) return undefined;
  const except = affected.except ?? [];
  if (except.some((bounds) => bounds.every((bound) => meets(bound, compare)))) return undefined;
  const ending = interval?.fixed === undefined ? lowestFixAbove(affected.intervals, compare) : interval;
  const fixedVersion = ending?.fixed ?? lowestNamedFix(except, compare);
  const stretch = interval === undefined ? `= ${version}` : describeInterval(interval);
  return {
    constraint: [stretch, ...except.map(describeException)].join(', not '),
    fixState: fixedVersion === undefined ? stateWithoutFix(interval) : 'fixed',
    ...(fixedVersion === undefined ? {} : { fixedVersion }),
    ...(ending?.fixedAt === undefined ? {} : { fixedAt: ending.fixedAt }),
  };
}

/** An open end means that no fix is known; a last affected version says only that later ones are not. */
function stateWithoutFix(interval: Interval | undefined): FixState {
  const isOpen =
    interval !== undefined && interval.lastAffected === undefined && interval.limit === undefined;
  return isOpen ? 'not-fixed' : 'unknown';
}

function contains({ introduced, fixed, lastAffected, limit }: Interval, compare: Comparator): boolean {
  if (introduced !== '0' && !isAtOrAbove(compare(introduced))) return false;
  if (fixed !== undefined) return compare(fixed) === -1;
  if (limit !== undefined) return compare(limit) === -1;
  return lastAffected === undefined || isAtOrBelow(compare(lastAffected));
}

function isAtOrAbove(order: number | undefined): boolean {
  return order === 0 || order === 1;
}

function isAtOrBelow(order: number | undefined): boolean {
  return order === 0 || order === -1;
}

/** A fix of another branch, for a version whose own branch has none. Intervals of a range are in order. */
function lowestFixAbove(intervals: readonly Interval[], compare: Comparator): Interval | undefined {
  return intervals.find(({ fixed }) => fixed !== undefined && compare(fixed) === -1);
}

function meets({ operator, version }: Bound, compare: Comparator): boolean {
  const order = compare(version);
  if (order === undefined) return false;
  if (operator === '=') return order === 0;
  if (operator === '!=') return order !== 0;
  return order === (operator.startsWith('<') ? -1 : 1) || (order === 0 && operator.endsWith('='));
}

/** Named fixes come first and in order. */
function lowestNamedFix(except: NonNullable<Affected['except']>, compare: Comparator): string | undefined {
  return except.flat().find(({ isFix, version }) => isFix && compare(version) === -1)?.version;
}

function describeException(bounds: readonly Bound[]): string {
  return `(${bounds.map(({ operator, version }) => `${operator} ${version}`).join(', ')})`;
}

function describeInterval({ introduced, fixed, lastAffected, limit }: Interval): string {
  const start = `>= ${introduced}`;
  if (fixed !== undefined) return `${start}, < ${fixed}`;
  if (limit !== undefined) return `${start}, < ${limit}`;
  return lastAffected === undefined ? start : `${start}, <= ${lastAffected}`;
}
