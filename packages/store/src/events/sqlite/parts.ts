import type { DatabaseSync } from 'node:sqlite';
import type { EventPart } from '../scan.ts';
import { type Day, dayMs } from './day.ts';

/** Numbers of events that a part spans: little enough to share among threads and to be cancelled between two. */
const partEvents = 20_000;

/** The parts of a day that hold its events between two times. */
export function partsOf(db: DatabaseSync, file: string, day: Day, from: number, to: number): EventPart[] {
  const isWholeDay = from <= day * dayMs && to >= (day + 1) * dayMs;
  const sql = isWholeDay
    ? 'SELECT min(n) AS first, max(n) AS last FROM event'
    : 'SELECT min(n) AS first, max(n) AS last FROM event INDEXED BY event_time WHERE time >= ? AND time < ?';
  const found = db.prepare(sql).get(...(isWholeDay ? [] : [from, to]));
  if (found === undefined || found.first === null || found.last === null) return [];
  const end = Number(found.last);
  const parts: EventPart[] = [];
  for (let first = Number(found.first); first <= end; first += partEvents) {
    parts.push({ engine: 'sqlite', file, first, last: Math.min(end, first + partEvents - 1) });
  }
  return parts;
}
