// Owns the DuckDB database: a worker thread, so that its synchronous parts never stop the server.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { type EventKind, type Filter, type StoredEvent, severities } from '@breakwater/model';
import { type DuckDBConnection, DuckDBDataChunk, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { StoreCorrupt, StoreError, StoreFull, StoreLocked } from '../../errors.ts';
import { compileFilter, type Sql } from '../../filter/compile.ts';
import type { Parameter } from '../../filter/dialect.ts';
import type { Position } from '../cursor.ts';
import { QueryTimeout, StoreFailed } from '../errors.ts';
import type {
  AppendResult,
  EventQuery,
  EventStoreStats,
  RetentionLimits,
  RetentionResult,
} from '../event-store.ts';
import { serveCalls } from '../worker-call.ts';
import { eventTable } from './columns.ts';
import { duckdbEvents, itemsOf, jsonPath } from './dialect.ts';
import { eventOf, valuesOf } from './row.ts';

export interface DuckdbOptions {
  readonly folder: string;
  readonly budgetMs: number;
  readonly memoryLimit: string;
}

export type DuckdbCalls = typeof calls;

const dayMs = 86_400_000;
const { folder, budgetMs, memoryLimit } = workerData as DuckdbOptions;
const file = join(folder, 'events.duckdb');
const columns = eventTable.map(([, sql]) => sql).join(', ');
const definition = eventTable.map(([, sql, type]) => `${sql} ${type}`).join(', ');
let instance: DuckDBInstance | undefined;
let writer: DuckDBConnection | undefined;
let lastWrite: Promise<unknown> = Promise.resolve();

const calls = {
  open: (): Promise<void> => guarded(open),

  append: (batch: readonly StoredEvent[]): Promise<AppendResult> =>
    write(async (db) => {
      const unique = new Map(batch.toReversed().map((event) => [`${event.kind} ${event.id}`, event]));
      await db.run('DELETE FROM incoming');
      const appender = await db.createAppender('incoming', 'main', 'temp');
      const rows = [...unique.values()].map(valuesOf);
      for (let start = 0; start < rows.length; start += 2048) {
        const part = rows.slice(start, start + 2048);
        const chunk = DuckDBDataChunk.create(
          eventTable.map((_column, index) => appender.columnType(index)),
          part.length,
        );
        chunk.setRows(part);
        appender.appendDataChunk(chunk);
      }
      appender.closeSync();
      const result = await db.run('INSERT INTO event SELECT * FROM incoming ON CONFLICT DO NOTHING');
      const accepted = result.rowsChanged;
      return { accepted, duplicates: batch.length - accepted };
    }),

  get: async (scope: Filter, kind: EventKind, id: string): Promise<StoredEvent | undefined> => {
    const { sql, params } = compileFilter(scope, duckdbEvents);
    const rows = await read(`SELECT ${columns} FROM event AS e WHERE id = ? AND kind = ? AND ${sql}`, [
      id,
      kind,
      ...params,
    ]);
    return rows[0] && eventOf(rows[0]);
  },

  list: async (
    query: EventQuery,
    order: 'newest' | 'oldest',
    limit: number,
    after: Position | undefined,
  ): Promise<StoredEvent[]> => {
    const { sql, params } = condition(query);
    const direction = order === 'newest' ? 'DESC' : 'ASC';
    const more =
      after === undefined
        ? ''
        : ` AND (e.time, e.kind || ' ' || e.id) ${order === 'newest' ? '<' : '>'} (?, ?)`;
    const rows = await read(
      `SELECT ${columns} FROM event AS e WHERE ${sql}${more}
       ORDER BY e.time ${direction}, e.kind || ' ' || e.id ${direction} LIMIT ${limit}`,
      [...params, ...(after === undefined ? [] : [after.time, String(after.tie)])],
    );
    return rows.map(eventOf);
  },

  count: async (query: EventQuery): Promise<number> => {
    const { sql, params } = condition(query);
    const [row] = await read(`SELECT count(*) FROM event AS e WHERE ${sql}`, params);
    return Number(row?.[0]);
  },

  histogram: async (query: EventQuery, step: number): Promise<(readonly [number, number, number])[]> => {
    const { sql, params } = condition(query);
    const rows = await read(
      `SELECT e.time // ${step}, e.severity, count(*) FROM event AS e WHERE ${sql} GROUP BY 1, 2`,
      params,
    );
    return rows.map(([bucket, severity, n]) => [Number(bucket) * step, Number(severity), Number(n)]);
  },

  top: async (query: EventQuery, field: string, n: number): Promise<(readonly [string, number])[]> => {
    const { sql, params } = condition(query);
    const column = duckdbEvents.column(field);
    const isList = column?.kind === 'items';
    const json =
      column?.kind === 'items' && column.key === undefined
        ? 'CAST(e.tags AS JSON)'
        : 'json_extract(e.fields, ?)';
    const path = column?.kind === 'items' && column.key !== undefined ? [jsonPath(column.key)] : [];
    const values = isList ? `unnest(${itemsOf(json)})->>'$'` : column?.sql;
    const rows = await read(
      `SELECT value, count(*) AS n FROM (SELECT ${values} AS value FROM event AS e WHERE ${sql})
       WHERE value IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${n}`,
      [...path, ...params],
    );
    return rows.map(([value, count]) => [
      field === 'severity' ? (severities[Number(value)] ?? 'info') : String(value),
      Number(count),
    ]);
  },

  retain: ({ before, maxBytes }: RetentionLimits): Promise<RetentionResult> =>
    write(async (db) => {
      let deletedEvents = 0;
      const remove = async (until: number): Promise<void> => {
        deletedEvents += (await db.run(`DELETE FROM event WHERE time < ${until}`)).rowsChanged;
      };
      if (before !== undefined) await remove(Math.floor(before / dayMs) * dayMs);
      const days = (
        await db.runAndReadAll(`SELECT time // ${dayMs}, count(*) FROM event GROUP BY 1 ORDER BY 1`)
      ).getRows();
      const total = days.reduce((sum, [, n]) => sum + Number(n), 0);
      let kept = total;
      for (const [day, n] of days.slice(0, -1)) {
        if (maxBytes === undefined || (bytes() * kept) / total <= maxBytes) break;
        await remove((Number(day) + 1) * dayMs);
        kept -= Number(n);
      }
      await db.run('CHECKPOINT');
      return { deletedEvents, bytes: bytes() };
    }),

  deleteSample: (): Promise<number> =>
    write(async (db) => (await db.run('DELETE FROM event WHERE is_sample')).rowsChanged),

  stats: async (): Promise<EventStoreStats> => {
    const [row] = await read('SELECT count(*), min(time), max(time) FROM event', []);
    const [events, oldest, newest] = row ?? [];
    const range = oldest === null ? {} : { oldest: Number(oldest), newest: Number(newest) };
    return { events: Number(events), bytes: bytes(), ...range };
  },

  close: async (): Promise<void> => {
    await lastWrite;
    close();
  },
};

serveCalls(calls, 'concurrent');

async function open(): Promise<void> {
  instance = await DuckDBInstance.create(file, {
    memory_limit: memoryLimit,
    checkpoint_threshold: '1GB',
    threads: '2',
  });
  writer = await instance.connect();
  await writer.run(`CREATE TABLE IF NOT EXISTS event (${definition}, PRIMARY KEY (id, kind))`);
  await writer.run(`CREATE TEMP TABLE incoming (${definition})`);
}

function close(): void {
  writer?.closeSync();
  instance?.closeSync();
  instance = undefined;
}

function condition({ scope, filter, from, to }: EventQuery): Sql {
  const range: Filter[] = [
    { op: '>=', field: 'time', value: from },
    { op: '<', field: 'time', value: to },
  ];
  return compileFilter({ op: 'and', filters: [...range, scope, filter] }, duckdbEvents);
}

/** Writes follow one another. */
function write<T>(work: (db: DuckDBConnection) => Promise<T>): Promise<T> {
  const result = lastWrite.then(() =>
    guarded(async () => {
      if (instance === undefined) await open();
      return work(writer as DuckDBConnection);
    }),
  );
  lastWrite = result.catch(() => undefined);
  return result;
}

async function read(sql: string, params: readonly Parameter[]): Promise<DuckDBValue[][]> {
  return guarded(async () => {
    if (instance === undefined) await open();
    const db = await (instance as DuckDBInstance).connect();
    const timer = setTimeout(() => db.interrupt(), budgetMs);
    try {
      return (await db.runAndReadAll(sql, [...params])).getRows();
    } finally {
      clearTimeout(timer);
      db.closeSync();
    }
  });
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failureOf(error);
  }
}

function failureOf(error: unknown): Error {
  if (error instanceof StoreError || !(error instanceof Error)) return error as Error;
  const { message } = error;
  // After a fatal error the engine answers nothing until the database is opened again.
  if (/invalidated|FATAL/.test(message)) close();
  if (/No space left|out of disk|disk is full/i.test(message)) {
    return new StoreFull(`no space left for ${file}: free some, or lower the retention`, { cause: error });
  }
  if (/Conflicting lock|Could not set lock/.test(message)) {
    return new StoreLocked(`${file} is in use by another process: stop that first`, { cause: error });
  }
  if (/not a valid DuckDB database|corrupt/i.test(message)) {
    return new StoreCorrupt(`${file} is damaged (${message}): restore it from a backup`, { cause: error });
  }
  if (/INTERRUPT/i.test(message)) {
    return new QueryTimeout(`the query took longer than ${budgetMs} ms: narrow its time range or its filter`);
  }
  return new StoreFailed(`DuckDB on ${file}: ${message}`, { cause: error });
}

function bytes(): number {
  return [file, `${file}.wal`].reduce(
    (sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}
