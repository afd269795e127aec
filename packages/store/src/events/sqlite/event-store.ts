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
import { encodeBatch } from '../encode.ts';
import type { EventQuery, EventStore, TopEntry } from '../event-store.ts';
import { type Call, callsOf } from '../worker-call.ts';
import { type Day, dayOf } from './day.ts';
import { sqliteEvents } from './dialect.ts';
import type { ReaderCalls, ReaderOptions } from './reader.ts';
import type { WriterCalls, WriterOptions } from './writer.ts';

export interface SqliteEventStoreOptions {
  /** Made when it is missing; one store at a time may have it open. */
  readonly folder: string;
  /** Threads that answer queries; default 2. */
  readonly readers?: number;
  /** Time that one query may take, in milliseconds; default 15 000. */
  readonly budgetMs?: number;
  /** Memory for pages of one day's file, in the writer and in each reader; default 64 MiB and 16 MiB. */
  readonly writerCacheBytes?: number;
  readonly readerCacheBytes?: number;
}

/** Different values that a top-N counts at most. */
const maxValues = 200_000;

/**
 * Opens the event store on a folder: one SQLite file per UTC day with roll-ups, one writer thread, a few reader
 * threads.
 * @throws StoreLocked, StoreCorrupt, StoreSchema, StoreFull
 */
export async function openSqliteEventStore(options: SqliteEventStoreOptions): Promise<EventStore> {
  const { folder, budgetMs = 15_000 } = options;
  await mkdir(folder, { recursive: true });
  const writer = start<WriterCalls>('./writer.ts', {
    folder,
    cacheBytes: options.writerCacheBytes ?? 64 * 1024 * 1024,
  } satisfies WriterOptions);
  const days = new Set<Day>();
  try {
    for (const day of await writer.call('open')) days.add(day);
  } catch (error) {
    await writer.worker.terminate();
    throw error;
  }
  const readers = Array.from({ length: options.readers ?? 2 }, () =>
    start<ReaderCalls>('./reader.ts', {
      folder,
      budgetMs,
      cacheBytes: options.readerCacheBytes ?? 16 * 1024 * 1024,
    } satisfies ReaderOptions),
  );
  return new SqliteEventStore(writer, readers, days);
}

interface Thread<C extends Record<string, (...args: never[]) => unknown>> {
  readonly worker: Worker;
  readonly call: Call<C>;
}

function start<C extends Record<string, (...args: never[]) => unknown>>(
  file: string,
  workerData: WriterOptions | ReaderOptions,
): Thread<C> {
  const worker = new Worker(new URL(file, import.meta.url), { workerData });
  return { worker, call: callsOf<C>(worker) };
}

class SqliteEventStore implements EventStore {
  readonly #writer: Thread<WriterCalls>;
  readonly #readers: readonly Thread<ReaderCalls>[];
  readonly #days: Set<Day>;
  #next = 0;
  #isClosed = false;

  constructor(writer: Thread<WriterCalls>, readers: readonly Thread<ReaderCalls>[], days: Set<Day>) {
    this.#writer = writer;
    this.#readers = readers;
    this.#days = days;
  }

  append: EventStore['append'] = async (batch) => {
    this.#checkOpen();
    checkBatch(batch);
    const { days, ...result } = await this.#writer.call('append', encodeBatch(batch));
    for (const day of days) this.#days.add(day);
    return result;
  };

  get: EventStore['get'] = async (scope, kind, id) => {
    this.#checkOpen();
    compileFilter(scope, sqliteEvents);
    return this.#reader().call('get', this.#daysOf('newest'), scope, kind, id);
  };

  list: EventStore['list'] = async (query) => {
    this.#check(query);
    checkList(query);
    const { limit, order = 'newest' } = query;
    const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
    if (typeof after?.tie === 'string') throw new InvalidQuery('the cursor is of another store');
    const from = order === 'oldest' && after !== undefined ? Math.max(query.from, after.time) : query.from;
    const to = order === 'newest' && after !== undefined ? Math.min(query.to, after.time + 1) : query.to;
    const range = { ...rangeOf(query), from, to };
    const page = { order, limit: limit + 1, after };
    const found = await this.#reader().call('list', this.#daysOf(order, range), range, page);
    const rows = found.slice(0, limit).map(({ event }) => event);
    const last = found[limit - 1];
    if (found.length <= limit || last === undefined) return { rows };
    return { rows, nextCursor: encodeCursor({ time: last.event.time, tie: last.n }) };
  };

  count: EventStore['count'] = async (query) => {
    this.#check(query);
    checkRange(query);
    const range = rangeOf(query);
    const [matching, total] = await Promise.all([
      this.#count(range),
      this.#count({ ...range, filter: everything }),
    ]);
    return { matching, total };
  };

  histogram: EventStore['histogram'] = async (query) => {
    this.#check(query);
    checkHistogram(query);
    const range = rangeOf(query);
    const parts = await this.#spread(range, (reader, days) =>
      reader.call('histogram', days, range, query.step),
    );
    return bucketsOf(parts.flat());
  };

  top: EventStore['top'] = async (query) => {
    this.#check(query);
    checkTop(query);
    checkField(query.field);
    const range = rangeOf(query);
    const parts = await this.#spread(range, (reader, days) =>
      reader.call('top', days, range, query.field, maxValues),
    );
    const counts = new Map<string, number>();
    for (const part of parts) {
      for (const [value, n] of part.counts) counts.set(value, (counts.get(value) ?? 0) + n);
    }
    const entries: TopEntry[] = [...counts].map(([value, count]) => ({ value, count }));
    entries.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return { entries: entries.slice(0, query.n), isComplete: parts.every((part) => part.isComplete) };
  };

  parts: EventStore['parts'] = async (range) => {
    this.#checkOpen();
    checkRange(range);
    return this.#reader().call('parts', this.#daysOf('oldest', range), range);
  };

  retain: EventStore['retain'] = async (limits) => {
    this.#checkOpen();
    const days = await this.#writer.call('expired', limits);
    for (const day of days) this.#days.delete(day);
    await Promise.all(this.#readers.map((reader) => reader.call('forget', days)));
    return this.#writer.call('remove', days);
  };

  deleteSample: EventStore['deleteSample'] = async () => {
    this.#checkOpen();
    return this.#writer.call('deleteSample');
  };

  stats: EventStore['stats'] = async () => {
    this.#checkOpen();
    return this.#writer.call('stats');
  };

  close: EventStore['close'] = async () => {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await Promise.all(this.#readers.map((reader) => reader.call('close')));
    await this.#writer.call('close');
    await Promise.all([...this.#readers, this.#writer].map(({ worker }) => worker.terminate()));
  };

  async #count(query: EventQuery): Promise<number> {
    const parts = await this.#spread(query, (reader, days) => reader.call('count', days, query));
    return parts.reduce((sum, part) => sum + part, 0);
  }

  /** Shares the days of a query among the readers. */
  #spread<T>(
    query: EventQuery,
    ask: (reader: Thread<ReaderCalls>, days: readonly Day[]) => Promise<T>,
  ): Promise<T[]> {
    const shares = this.#readers.map((): Day[] => []);
    for (const [index, day] of this.#daysOf('newest', query).entries())
      shares[index % shares.length]?.push(day);
    return Promise.all(this.#readers.map((reader, index) => ask(reader, shares[index] ?? [])));
  }

  #daysOf(order: 'newest' | 'oldest', range?: { readonly from: number; readonly to: number }): Day[] {
    const days = [...this.#days].filter(
      (day) =>
        range === undefined ||
        (range.from < range.to && day >= dayOf(range.from) && day <= dayOf(range.to - 1)),
    );
    return days.sort((a, b) => (order === 'newest' ? b - a : a - b));
  }

  #reader(): Thread<ReaderCalls> {
    this.#next = (this.#next + 1) % this.#readers.length;
    return this.#readers[this.#next] as Thread<ReaderCalls>;
  }

  /** Refuses bad filters here, where the error keeps its field. */
  #check({ scope, filter }: EventQuery): void {
    this.#checkOpen();
    compileFilter(scope, sqliteEvents);
    compileFilter(filter, sqliteEvents);
  }

  #checkOpen(): void {
    if (this.#isClosed) throw new StoreClosed('the event store is closed');
  }
}

function rangeOf({ scope, filter, from, to }: EventQuery): EventQuery {
  return { scope, filter, from, to };
}
