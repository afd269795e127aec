// The one writer of the store's folder: a worker thread that owns every file in it.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import type { EventKind, StoredEvent } from '@breakwater/model';
import { StoreFull } from '../../errors.ts';
import type { AppendResult, EventStoreStats, RetentionLimits, RetentionResult } from '../event-store.ts';
import { serveCalls } from '../worker-call.ts';
import { type Day, dayBytes, dayFile, dayOf, listDays, removeDay } from './day.ts';
import { DayWriter } from './day-writer.ts';
import { failureOf } from './failure.ts';
import { hashKey, type KeyFilter } from './key-filter.ts';

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
/** Keys that may come after the saved key filter: what opening the store after a crash has to read again. */
const unsavedKeys = 100_000;

interface Keys {
  readonly filter: KeyFilter;
  unsaved: number;
  savedSegments: number;
}

const { folder, cacheBytes } = workerData as WriterOptions;
let lock: DatabaseSync | undefined;
const keysByDay = new Map<Day, Keys>();
const writers = new Map<Day, DayWriter>();
const begun = new Set<DayWriter>();

const calls = {
  open(): Day[] {
    lock = lockFolder();
    const days = listDays(folder);
    for (const day of days) {
      guarded(day, () => writerOf(day));
      closeIdle();
    }
    return days;
  },

  append(batch: readonly StoredEvent[]): AppendResult & { readonly days: readonly Day[] } {
    const before = new Set(keysByDay.keys());
    let accepted = 0;
    for (const event of batch) {
      if (guarded(dayOf(event.time), () => insert(event))) accepted += 1;
    }
    commit();
    seal();
    closeIdle();
    const days = [...keysByDay.keys()].filter((day) => !before.has(day));
    return { accepted, duplicates: batch.length - accepted, days };
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
    for (const day of keysByDay.keys()) {
      deleted += guarded(day, () => writerOf(day).deleteSample());
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
    for (const day of writers.keys()) closeDay(day);
    lock?.close();
  },
};

serveCalls(calls);

/** Held until this process ends, however it ends: a second writer would not see the first one's keys. */
function lockFolder(): DatabaseSync {
  const file = join(folder, 'writer.lock');
  try {
    const db = new DatabaseSync(file, { timeout: 1000 });
    db.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return db;
  } catch (error) {
    throw failureOf(error, file);
  }
}

/** Runs `work` on a day's file; when it fails, nothing of the open transactions stays. */
function guarded<T>(day: Day, work: () => T): T {
  try {
    return work();
  } catch (error) {
    for (const writer of begun) writer.rollback();
    begun.clear();
    throw failureOf(error, dayFile(folder, day));
  }
}

function writerOf(day: Day): DayWriter {
  const writer = writers.get(day) ?? new DayWriter(dayFile(folder, day), { cacheBytes });
  // The least recently used comes first and is closed first.
  writers.delete(day);
  writers.set(day, writer);
  if (!keysByDay.has(day)) {
    const filter = writer.readKeys();
    keysByDay.set(day, { filter, unsaved: 0, savedSegments: Math.max(0, filter.segments.length - 1) });
  }
  return writer;
}

function insert(event: StoredEvent): boolean {
  const day = dayOf(event.time);
  const hash = hashKey(`${event.kind} ${event.id}`);
  for (const [other, { filter }] of keysByDay) {
    if (other !== day && filter.mayHave(hash) && hasKey(other, event.kind, event.id)) return false;
  }
  const writer = writerOf(day);
  if (!begun.has(writer)) {
    if (begun.size >= maxOpenDays) commit();
    writer.begin();
    begun.add(writer);
  }
  if (!writer.insert(event)) return false;
  const keys = keysByDay.get(day);
  keys?.filter.add(hash);
  if (keys !== undefined) keys.unsaved += 1;
  return true;
}

function hasKey(day: Day, kind: EventKind, id: string): boolean {
  return guarded(day, () => writerOf(day).has(kind, id));
}

function commit(): void {
  for (const [day, writer] of writers) {
    if (!begun.has(writer)) continue;
    guarded(day, () => writer.commit());
    begun.delete(writer);
    const keys = keysByDay.get(day);
    if (keys !== undefined && keys.unsaved >= unsavedKeys) saveKeys(day, writer, keys);
  }
}

/** Counts the hours that no event is expected for any more. */
function seal(): void {
  const newest = Math.max(...[...writers.values()].map(({ summary }) => summary.newest ?? 0));
  for (const [day, writer] of writers) whenThereIsSpace(day, () => writer.seal(newest - graceMs));
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

/** What is not saved is read from the events at the next opening. */
function saveKeys(day: Day, writer: DayWriter, keys: Keys): void {
  whenThereIsSpace(day, () => {
    writer.saveKeys(keys.filter, keys.savedSegments);
    keys.savedSegments = Math.max(0, keys.filter.segments.length - 1);
    keys.unsaved = 0;
  });
}

function closeIdle(): void {
  for (const day of writers.keys()) {
    if (writers.size <= maxOpenDays) return;
    closeDay(day);
  }
}

function closeDay(day: Day): void {
  const writer = writers.get(day);
  const keys = keysByDay.get(day);
  if (writer !== undefined && keys !== undefined && keys.unsaved > 0) saveKeys(day, writer, keys);
  guarded(day, () => writer?.close());
  writers.delete(day);
}
