import type { Interval } from './advisory.ts';
import { readDay } from './read-day.ts';

/**
 * Gives stretches the days on which their fixes could be had. OSV has no field for it; some publishers of its records add
 * `database_specific.anchore.fixes`, a list of `{ version, date }`, to a range. When a record was published says nothing of it: errata
 * of a rebuilt distribution bear the dates of the original.
 */
export function addFixDates(
  intervals: readonly Interval[],
  range: Readonly<Record<string, unknown>>,
): readonly Interval[] {
  const fixes = at(at(range.database_specific, 'anchore'), 'fixes');
  if (!Array.isArray(fixes)) return intervals;
  const days = new Map<string, string>();
  for (const fix of fixes) {
    const version = at(fix, 'version');
    const day = readDay(at(fix, 'date'));
    if (typeof version !== 'string' || day === undefined) continue;
    const known = days.get(version);
    if (known === undefined || day < known) days.set(version, day);
  }
  return intervals.map((interval) => {
    const fixedAt = interval.fixed === undefined ? undefined : days.get(interval.fixed);
    return fixedAt === undefined ? interval : { ...interval, fixedAt };
  });
}

function at(owner: unknown, key: string): unknown {
  return typeof owner === 'object' && owner !== null ? (owner as Record<string, unknown>)[key] : undefined;
}
