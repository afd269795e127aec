// Answers queries in a worker thread, on read-only connections.
import type { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import type { EventKind, Filter, StoredEvent } from '@breakwater/model';
import { QueryTimeout } from '../errors.ts';
import type { EventQuery } from '../event-store.ts';
import type { EventPart } from '../scan.ts';
import { serveCalls } from '../worker-call.ts';
import { type Day, dayFile } from './day.ts';
import {
  countDay,
  type DayPage,
  type DayRange,
  histogramDay,
  listDay,
  type PlacedEvent,
  topDay,
} from './day-reader.ts';
import { findEvent } from './day-writer.ts';
import { failureOf } from './failure.ts';
import { partsOf } from './parts.ts';
import { eventOf, type Row, rowColumns } from './row.ts';
import { openForReading } from './schema.ts';
import { type Scoped, scoped } from './scoped.ts';

export interface ReaderOptions {
  readonly folder: string;
  readonly cacheBytes: number;
  readonly budgetMs: number;
}

export type ReaderCalls = typeof calls;

const maxOpenDays = 64;

const { folder, cacheBytes, budgetMs } = workerData as ReaderOptions;
const open = new Map<Day, DatabaseSync>();
let deadline = 0;

const calls = {
  get(days: readonly Day[], scope: Filter, kind: EventKind, id: string): StoredEvent | undefined {
    return inBudget(() => {
      const { series, rest } = scoped(scope, { op: 'and', filters: [] });
      const sql = `SELECT ${rowColumns} FROM event AS e JOIN series AS s ON s.id = e.series
        WHERE e.n = ? AND ${series.sql} AND ${rest?.sql ?? '1'}`;
      for (const day of days) {
        const row = guarded(day, (db) => {
          const n = findEvent(db, kind, id);
          return n === undefined
            ? undefined
            : db.prepare(sql).get(n, ...series.params, ...(rest?.params ?? []));
        });
        if (row !== undefined) return eventOf(row as unknown as Row);
      }
      return undefined;
    });
  },

  /** Goes through `days` in their order until the page is full. */
  list(days: readonly Day[], query: EventQuery, page: DayPage): PlacedEvent[] {
    return inBudget(() => {
      const rows: PlacedEvent[] = [];
      const split = scoped(query.scope, query.filter);
      for (const day of days) {
        if (rows.length >= page.limit) break;
        const limit = page.limit - rows.length;
        rows.push(...onDay(day, query, split, (range) => listDay(range, { ...page, limit })));
      }
      return rows;
    });
  },

  count(days: readonly Day[], query: EventQuery): number {
    return inBudget(() => {
      const split = scoped(query.scope, query.filter);
      return days.reduce((sum, day) => sum + onDay(day, query, split, countDay), 0);
    });
  },

  histogram(days: readonly Day[], query: EventQuery, step: number): (readonly [number, number, number])[] {
    return inBudget(() => {
      const split = scoped(query.scope, query.filter);
      return days.flatMap((day) => onDay(day, query, split, (range) => histogramDay(range, step)));
    });
  },

  top(
    days: readonly Day[],
    query: EventQuery,
    field: string,
    limit: number,
  ): { counts: Map<string, number>; isComplete: boolean } {
    return inBudget(() => {
      const split = scoped(query.scope, query.filter);
      const counts = new Map<string, number>();
      let isComplete = true;
      for (const day of days) {
        const values = onDay(day, query, split, (range) => topDay(range, field, limit + 1));
        if (values.length > limit) isComplete = false;
        for (const [value, n] of values) counts.set(value, (counts.get(value) ?? 0) + n);
        if (counts.size > limit) return { counts, isComplete: false };
      }
      return { counts, isComplete };
    });
  },

  parts(days: readonly Day[], { from, to }: Pick<EventQuery, 'from' | 'to'>): EventPart[] {
    return inBudget(() =>
      days.flatMap((day) => guarded(day, (db) => partsOf(db, dayFile(folder, day), day, from, to))),
    );
  },

  /** Closes the files of days that are about to go. */
  forget(days: readonly Day[]): void {
    for (const day of days) {
      open.get(day)?.close();
      open.delete(day);
    }
  },

  close(): void {
    calls.forget([...open.keys()]);
  },
};

serveCalls(calls);

function inBudget<T>(work: () => T): T {
  deadline = performance.now() + budgetMs;
  return work();
}

/** A user function of every connection; throwing from it ends the statement. */
function isInTime(): number {
  if (performance.now() <= deadline) return 1;
  throw new QueryTimeout(`the query took longer than ${budgetMs} ms: narrow its time range or its filter`);
}

function onDay<T>(day: Day, query: EventQuery, split: Scoped, work: (range: DayRange) => T): T {
  isInTime();
  return guarded(day, (db) => work({ db, day, from: query.from, to: query.to, scoped: split }));
}

function guarded<T>(day: Day, work: (db: DatabaseSync) => T): T {
  const file = dayFile(folder, day);
  try {
    return work(databaseOf(day, file));
  } catch (error) {
    throw failureOf(error, file);
  }
}

function databaseOf(day: Day, file: string): DatabaseSync {
  const db = open.get(day) ?? connect(file);
  open.delete(day);
  open.set(day, db);
  const [oldest] = open.keys();
  if (open.size > maxOpenDays && oldest !== undefined) calls.forget([oldest]);
  return db;
}

function connect(file: string): DatabaseSync {
  const db = openForReading(file, { cacheBytes });
  db.function('is_in_time', { deterministic: false }, isInTime);
  return db;
}
