import type { EventKind, Filter, Severity, StoredEvent } from '@breakwater/model';
import type { EventPart } from './scan.ts';

/**
 * The port for events, detections and transitions of findings: append-mostly, filtered and grouped by
 * anything. Every read takes the `scope` of the team that asks; the store joins it by *and* with the filter,
 * so that no caller can forget it. Errors are `StoreError`s: `StoreFull`, `StoreFailed` (both: send the batch again
 * later), `StoreCorrupt`, `StoreLocked`, `StoreClosed`, `InvalidEvent`, `InvalidQuery` (and its `FilterError`),
 * `QueryTimeout`.
 */
export interface EventStore {
  /**
   * Stores a batch; durable on disk when it resolves. An event whose (`kind`, `id`) is there already, or twice
   * in the batch, is counted as a duplicate and not stored again: the first one stays. When it rejects, part of
   * the batch may have been stored; sending it again is safe.
   */
  append(batch: readonly StoredEvent[]): Promise<AppendResult>;
  /** One event by its natural key; undefined when there is none within `scope`. */
  get(scope: Filter, kind: EventKind, id: string): Promise<StoredEvent | undefined>;
  /** One page in order of time. */
  list(query: ListQuery): Promise<EventPage>;
  /** "N of M shown". */
  count(query: EventQuery): Promise<EventCount>;
  /** Numbers of events by time and severity; empty buckets are left out. */
  histogram(query: HistogramQuery): Promise<readonly HistogramBucket[]>;
  /** The most frequent values of a field. */
  top(query: TopQuery): Promise<TopResult>;
  /**
   * Splits the events of a range (inclusive `from`, exclusive `to`) into parts for `scanPart`, oldest first: for work
   * over all of them, by several threads. What is stored later is not in them.
   */
  parts(range: Pick<EventQuery, 'from' | 'to'>): Promise<readonly EventPart[]>;
  /** Deletes the oldest whole UTC days: those that ended by `before`, then more until `maxBytes` is kept. */
  retain(limits: RetentionLimits): Promise<RetentionResult>;
  /** Deletes all sample data; returns how many events went. */
  deleteSample(): Promise<number>;
  stats(): Promise<EventStoreStats>;
  /** Finishes what was begun, writes everything down and releases the files. Later calls throw `StoreClosed`. */
  close(): Promise<void>;
}

export interface AppendResult {
  readonly accepted: number;
  readonly duplicates: number;
  /** Places in the batch of the duplicates, ascending. */
  readonly duplicateIndexes: readonly number[];
}

export interface EventQuery {
  /** What the reader may see at all: a team's scope, or `everything`. */
  readonly scope: Filter;
  readonly filter: Filter;
  /** Milliseconds since the epoch, inclusive. */
  readonly from: number;
  /** Milliseconds since the epoch, exclusive. */
  readonly to: number;
}

export interface ListQuery extends EventQuery {
  /** 1 to 1000. */
  readonly limit: number;
  /** `nextCursor` of the page before, with the same query. */
  readonly cursor?: string;
  /** Default `newest`. */
  readonly order?: 'newest' | 'oldest';
}

export interface EventPage {
  readonly rows: readonly StoredEvent[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

export interface EventCount {
  /** Events that the filter matches within the scope. */
  readonly matching: number;
  /** All events within the scope and the range. */
  readonly total: number;
}

export interface HistogramQuery extends EventQuery {
  /** Width of a bucket in milliseconds, at least 1000; buckets start at multiples of it since the epoch. */
  readonly step: number;
}

export interface HistogramBucket {
  /** Start of the bucket. */
  readonly time: number;
  readonly total: number;
  readonly severities: Readonly<Record<Severity, number>>;
}

export interface TopQuery extends EventQuery {
  /** A common column other than `time`, or a Falco field; every item of a list counts. */
  readonly field: string;
  /** 1 to 1000. */
  readonly n: number;
}

export interface TopEntry {
  readonly value: string;
  readonly count: number;
}

export interface TopResult {
  /** By count, then by value. */
  readonly entries: readonly TopEntry[];
  /** False when there were too many different values to count them all. */
  readonly isComplete: boolean;
}

export interface RetentionLimits {
  readonly before?: number;
  readonly maxBytes?: number;
}

export interface RetentionResult {
  readonly deletedEvents: number;
  /** Size afterwards; above `maxBytes` only when a single day is larger than that. */
  readonly bytes: number;
}

export interface EventStoreStats {
  readonly events: number;
  readonly bytes: number;
  /** Time of the oldest and newest event; absent when the store is empty. */
  readonly oldest?: number;
  readonly newest?: number;
}
