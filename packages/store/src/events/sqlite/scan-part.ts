import { allOf, type Filter, type StoredEvent } from '@breakwater/model';
import type { EventPart, ScannedEvent, ScanQuery } from '../scan.ts';
import { failureOf } from './failure.ts';
import { eventOf, type Row, rowColumns } from './row.ts';
import { openForReading } from './schema.ts';
import { scoped } from './scoped.ts';

const options = { cacheBytes: 8 * 1024 * 1024, mapBytes: 1024 * 1024 * 1024 };

/**
 * Reads a part on a connection of its own, in the order in which the events came: the calling thread does the work.
 * @throws StoreCorrupt, StoreFailed
 */
export function* scanPart(part: EventPart, query: ScanQuery): Generator<ScannedEvent, void, undefined> {
  try {
    const db = openForReading(part.file, options);
    try {
      const own: Filter = { op: '=', field: 'source', value: query.source };
      const kind: Filter = { op: '=', field: 'kind', value: 'event' };
      const split = scoped(query.scope, allOf(own, kind, query.filter));
      const series = db.prepare(`SELECT id FROM series AS s WHERE ${split.series.sql}`);
      const wanted = new Set(series.all(...split.series.params).map(({ id }) => Number(id)));
      const whole = db.prepare(
        `SELECT ${rowColumns} FROM event AS e JOIN series AS s ON s.id = e.series WHERE e.n = ?`,
      );
      const events = db.prepare(
        `SELECT e.n, e.time, e.series, e.id, e.body FROM event AS e
         WHERE e.n BETWEEN ? AND ? AND e.time >= ? AND e.time < ? AND ${split.rest?.sql ?? '1'}`,
      );
      events.setReturnArrays(true);
      const params = [part.first, part.last, query.from, query.to, ...(split.rest?.params ?? [])];
      for (const row of events.iterate(...params) as Iterable<unknown>) {
        const [n, time, of, id, body] = row as [number, number, number, string, string];
        if (!wanted.has(of)) continue;
        yield { id, time, body, row: () => wholeRow(whole.get(n)) };
      }
    } finally {
      db.close();
    }
  } catch (error) {
    throw failureOf(error, part.file);
  }
}

function wholeRow(row: unknown): StoredEvent {
  return eventOf(row as Row);
}
