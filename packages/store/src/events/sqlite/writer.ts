// The one writer of the store's folder: a worker thread that owns every file in it.
import { workerData } from 'node:worker_threads';
import type { StoredEvent } from '@breakwater/model';
import { StoreFull } from '../../errors.ts';
import { type FolderLock, lockFolder } from '../../folder-lock.ts';
import type { EncodedEvent } from '../encode.ts';
import type { AppendResult, EventStoreStats, RetentionLimits, RetentionResult } from '../event-store.ts';
import { serveCalls } from '../worker-call.ts';
import { type Day, dayBytes, dayFile, dayOf, listDays, removeDay } from './day.ts';
import { type DayKeys, DayWriter, keyOf } from './day-writer.ts';
import { failureOf } from './failure.ts';
import { hashKey, type KeyHash } from './key-filter.ts';

export interface WriterOptions {
  readonly folder: string;
  readonly cacheBytes: number;
}

/** What the thread that holds the writer can call. */
export type WriterCalls = typeof calls;

/** Days that are written in one go, and files that stay open between batches. */
const maxOpenDays = 4;
/** How long after its end an hour is counted: later events are added one by one. */
const graceMs = 10 * 60_000;
/** Keys of a run: so many may have to be read again when the store is opened. */
const runKeys = 100_000;
/** Keys that make a run worth while when the store is closed. */
const lastRunKeys = 10_000;

const { folder, cacheBytes } = workerData as WriterOptions;
let lock: FolderLock | undefined;
const keysByDay = new Map<Day, DayKeys>();
const writers = new Map<Day, DayWriter>();
const begun = new Set<DayWriter>();

const calls = {
  open(): Day[] {
    lock = lockFolder(folder);
    const days = listDays(folder);
    for (const day of days) {
      const writer = guarded(day, () => writerOf(day));
      // What a crash left uncounted in days that are over.
      if (day !== days.at(-1)) whenThereIsSpace(day, () => writer.seal(Number.POSITIVE_INFINITY));
      closeIdle();
    }
    return days;
  },

  append(batch: readonly EncodedEvent[]): AppendResult & { readonly days: readonly Day[] } {
    const before = new Set(keysByDay.keys());
    const duplicateIndexes: number[] = [];
    for (const [index, encoded] of batch.entries()) {
      if (!guarded(dayOf(encoded.event.time), () => insert(encoded))) duplicateIndexes.push(index);
    }
    commit();
    tidy();
    closeIdle();
    const days = [...keysByDay.keys()].filter((day) => !before.has(day));
    const duplicates = duplicateIndexes.length;
    return { accepted: batch.length - duplicates, duplicates, duplicateIndexes, days };
  },

  /** Days that {@link retain} would remove. */
  expired({ before, maxBytes }: RetentionLimits): Day[] {
    const days = [...keysByDay.keys()].sort((a, b) => a - b);
    let bytes = days.reduce((sum, day) => sum + dayBytes(folder, day), 0);
    const gone: Day[] = [];
    for (const [index, day] of days.entries()) {
      const isPast = before !== undefined && dayOf(before) > day;
      const isTooMuch = maxBytes !== undefined && bytes > maxBytes && index < days.length - 1;
      if (!isPast && !isTooMuch) continue;
      bytes -= dayBytes(folder, day);
      gone.push(day);
    }
    return gone;
  },

  remove(days: readonly Day[]): RetentionResult {
    let deletedEvents = 0;
    for (const day of days) {
      deletedEvents += guarded(day, () => writerOf(day).summary.events);
      writers.get(day)?.close();
      writers.delete(day);
      keysByDay.delete(day);
      removeDay(folder, day);
    }
    return { deletedEvents, bytes: calls.stats().bytes };
  },

  deleteSample(): number {
    let deleted = 0;
    for (const day of [...keysByDay.keys()]) {
      const writer = writerOf(day);
      deleted += guarded(day, () => writer.deleteSample());
      keysByDay.set(day, writer.readKeys());
      closeIdle();
    }
    return deleted;
  },

  stats(): EventStoreStats {
    let events = 0;
    let bytes = 0;
    let oldest: number | undefined;
    let newest: number | undefined;
    for (const day of keysByDay.keys()) {
      const summary = guarded(day, () => writerOf(day).summary);
      events += summary.events;
      bytes += dayBytes(folder, day);
      if (summary.oldest !== null) oldest = Math.min(oldest ?? summary.oldest, summary.oldest);
      if (summary.newest !== null) newest = Math.max(newest ?? summary.newest, summary.newest);
      closeIdle();
    }
    return {
      events,
      bytes,
      ...(oldest !== undefined && { oldest }),
      ...(newest !== undefined && { newest }),
    };
  },

  close(): void {
    for (const [day, writer] of writers) {
      const keys = keysByDay.get(day);
      if (keys !== undefined && keys.recent.size >= lastRunKeys)
        whenThereIsSpace(day, () => writer.saveKeys(keys));
      closeDay(day);
    }
    lock?.release();
  },
};

serveCalls(calls);

/** Runs `work` on a day's file; when it fails, nothing of the open transactions stays. */
function guarded<T>(day: Day, work: () => T): T {
  try {
    return work();
  } catch (error) {
    rollback();
    throw failureOf(error, dayFile(folder, day));
  }
}

function rollback(): void {
  for (const [day, writer] of writers) {
    if (!begun.has(writer)) continue;
    writer.rollback();
    const recent = keysByDay.get(day)?.recent ?? new Map<string, number>();
    for (const [key, n] of recent) if (n >= writer.summary.next) recent.delete(key);
  }
  begun.clear();
}

function writerOf(day: Day): DayWriter {
  const writer = writers.get(day) ?? new DayWriter(dayFile(folder, day), { cacheBytes });
  // The least recently used comes first and is closed first.
  writers.delete(day);
  writers.set(day, writer);
  if (!keysByDay.has(day)) keysByDay.set(day, writer.readKeys());
  return writer;
}

function insert(encoded: EncodedEvent): boolean {
  const { event } = encoded;
  const key = keyOf(event.kind, event.id);
  const hash = hashKey(key);
  for (const [day, keys] of keysByDay) {
    if (keys.filter.mayHave(hash) && hasKey(day, keys, event, hash)) return false;
  }
  const writer = writerOf(dayOf(event.time));
  if (!begun.has(writer)) {
    if (begun.size >= maxOpenDays) commit();
    writer.begin();
    begun.add(writer);
  }
  const n = writer.insert(encoded);
  const keys = keysByDay.get(dayOf(event.time));
  keys?.filter.add(hash);
  keys?.recent.set(key, n);
  return true;
}

function hasKey(day: Day, keys: DayKeys, { kind, id }: StoredEvent, hash: KeyHash): boolean {
  return keys.recent.has(keyOf(kind, id)) || guarded(day, () => writerOf(day).has(kind, id, hash));
}

function commit(): void {
  for (const [day, writer] of writers) {
    if (!begun.has(writer)) continue;
    guarded(day, () => writer.commit());
    begun.delete(writer);
  }
}

/** Saves keys and counts hours that no event is expected for any more. */
function tidy(): void {
  const newest = Math.max(...[...writers.values()].map(({ summary }) => summary.newest ?? 0));
  for (const [day, writer] of writers) {
    whenThereIsSpace(day, () => {
      const keys = keysByDay.get(day);
      if (keys !== undefined && keys.recent.size >= runKeys) writer.saveKeys(keys);
      writer.seal(newest - graceMs);
    });
  }
}

/** For work that can wait: on a full disk it is left, and done at a later time. */
function whenThereIsSpace(day: Day, work: () => void): void {
  try {
    work();
  } catch (error) {
    const failure = failureOf(error, dayFile(folder, day));
    if (!(failure instanceof StoreFull)) throw failure;
  }
}

function closeIdle(): void {
  for (const day of writers.keys()) {
    if (writers.size <= maxOpenDays) return;
    closeDay(day);
  }
}

function closeDay(day: Day): void {
  const writer = writers.get(day);
  writers.delete(day);
  if (writer === undefined) return;
  whenThereIsSpace(day, () => writer.checkpoint());
  guarded(day, () => writer.close());
}
