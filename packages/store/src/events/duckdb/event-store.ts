import { mkdir } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { everything } from '@breakwater/model';
import { InvalidQuery, StoreClosed } from '../../errors.ts';
import { checkField } from '../../filter/check.ts';
import { compileFilter } from '../../filter/compile.ts';
import { bucketsOf } from '../buckets.ts';
import { checkBatch } from '../check-event.ts';
import { checkHistogram, checkList, checkRange, checkTop } from '../check-query.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import type { EventQuery, EventStore } from '../event-store.ts';
import { type Call, callsOf } from '../worker-call.ts';
import { duckdbEvents } from './dialect.ts';
import type { DuckdbCalls, DuckdbOptions } from './worker.ts';

export interface DuckdbEventStoreOptions {
  readonly folder: string;
  readonly budgetMs?: number;
  readonly memoryLimit?: string;
}

/** Opens the event store on a DuckDB database in a worker thread. */
export async function openDuckdbEventStore(options: DuckdbEventStoreOptions): Promise<EventStore> {
  await mkdir(options.folder, { recursive: true });
  const workerData = { budgetMs: 15_000, memoryLimit: '8GB', ...options } satisfies DuckdbOptions;
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData });
  const call = callsOf<DuckdbCalls>(worker);
  try {
    await call('open');
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return duckdbEventStore(worker, call);
}

function duckdbEventStore(worker: Worker, call: Call<DuckdbCalls>): EventStore {
  let isClosed = false;
  const checkOpen = (): void => {
    if (isClosed) throw new StoreClosed('the event store is closed');
  };
  const check = ({ scope, filter }: EventQuery): void => {
    checkOpen();
    compileFilter(scope, duckdbEvents);
    compileFilter(filter, duckdbEvents);
  };
  return {
    async append(batch) {
      checkOpen();
      checkBatch(batch);
      return call('append', batch);
    },
    async get(scope, kind, id) {
      checkOpen();
      compileFilter(scope, duckdbEvents);
      return call('get', scope, kind, id);
    },
    async list(query) {
      check(query);
      checkList(query);
      const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
      if (typeof after?.tie === 'number') throw new InvalidQuery('the cursor is of another store');
      const found = await call('list', query, query.order ?? 'newest', query.limit + 1, after);
      const rows = found.slice(0, query.limit);
      const last = rows.at(-1);
      if (found.length <= query.limit || last === undefined) return { rows };
      return { rows, nextCursor: encodeCursor({ time: last.time, tie: `${last.kind} ${last.id}` }) };
    },
    async count(query) {
      check(query);
      checkRange(query);
      const [matching, total] = await Promise.all([
        call('count', query),
        call('count', { ...query, filter: everything }),
      ]);
      return { matching, total };
    },
    async histogram(query) {
      check(query);
      checkHistogram(query);
      return bucketsOf(await call('histogram', query, query.step));
    },
    async top(query) {
      check(query);
      checkTop(query);
      checkField(query.field);
      const entries = await call('top', query, query.field, query.n);
      const sorted = entries.toSorted(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
      return { entries: sorted.map(([value, count]) => ({ value, count })), isComplete: true };
    },
    async retain(limits) {
      checkOpen();
      return call('retain', limits);
    },
    async deleteSample() {
      checkOpen();
      return call('deleteSample');
    },
    async stats() {
      checkOpen();
      return call('stats');
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await call('close');
      await worker.terminate();
    },
  };
}
