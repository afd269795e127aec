import type { DatabaseSync } from 'node:sqlite';
import type { Scoped } from './scoped.ts';

/** More series than this are not looked up one by one. */
const maxSeries = 10_000;

/**
 * The matching series of a day, as a JSON list of ids, when going through their places reads less than going
 * through the events in order of time (until `limit` are found; undefined: all of them). The counts of the
 * series tell; they know sealed hours only, which is enough for an estimate.
 */
export function selectiveSeries(
  db: DatabaseSync,
  scoped: Scoped,
  limit: number | undefined,
): string | undefined {
  if (scoped.isEverySeries) return undefined;
  const { sql, params } = scoped.series;
  const total = Number(db.prepare('SELECT coalesce(sum(n), 0) AS n FROM class').get()?.n);
  const inOrder = (events: number): number =>
    limit === undefined || scoped.rest !== undefined || events === 0 ? total : (limit * total) / events;
  if (scoped.isOfClass) {
    const sum = `SELECT coalesce(sum(n), 0) AS n FROM class AS s WHERE ${sql}`;
    const events = Number(db.prepare(sum).get(...params)?.n);
    if (inOrder(events) <= events) return undefined;
  }
  const matching = db
    .prepare(
      `SELECT s.id AS id, f.n AS n FROM series AS s CROSS JOIN total AS f ON f.series = s.id WHERE ${sql} LIMIT ?`,
    )
    .all(...params, maxSeries + 1)
    .map(({ id, n }) => ({ id: Number(id), n: Number(n) }));
  const events = matching.reduce((sum, { n }) => sum + n, 0);
  const inPlaces = events + matching.length * 24;
  if (matching.length > maxSeries || inOrder(events) <= inPlaces) return undefined;
  return JSON.stringify(matching.map(({ id }) => id));
}
