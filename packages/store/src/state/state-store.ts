import type { Filter } from '@breakwater/model';
import type { GlobalCollection, LogCollection, ScopedCollection } from './collection.ts';

/** A record as it is kept. `version` starts at 1 and grows by one with every write. */
export interface Stored<R> {
  readonly key: string;
  readonly version: number;
  readonly record: R;
}

export interface Sort {
  readonly column: string;
  readonly direction: 'ascending' | 'descending';
}

export interface ListQuery {
  readonly filter?: Filter;
  /** At most 4 columns; the key decides between equals. Without it: by key. */
  readonly sort?: readonly Sort[];
  /** 1 to 1000; 100 when absent. */
  readonly limit?: number;
  /** `next` of the page before, asked with the same sort. */
  readonly cursor?: string;
}

export interface Page<R> {
  readonly rows: readonly Stored<R>[];
  /** How many records match scope and filter on all pages. */
  readonly total: number;
  /** Absent on the last page. */
  readonly next?: string;
}

export interface CountByQuery {
  readonly filter?: Filter;
  /** The most frequent values only; 1 to 1000, 100 when absent. */
  readonly limit?: number;
}

/**
 * How many records have the value; `null` counts those without one. A record counts once per value of a list.
 * A severity is given by name, a time in milliseconds.
 */
export interface ValueCount {
  readonly value: string | number | boolean | null;
  readonly count: number;
}

/**
 * Reading one collection inside its scope. A record outside the scope is not there.
 * Throws FilterError on a malformed filter or one with an unknown field (a common column that the collection has
 * not is no unknown field: it is missing in every record); InvalidQuery on an unknown column, a cursor of another
 * sort, a limit out of range.
 */
export interface ReadTable<R> {
  get(key: string): Promise<Stored<R> | undefined>;
  list(query?: ListQuery): Promise<Page<R>>;
  count(filter?: Filter): Promise<number>;
  /** Most frequent first. */
  countBy(column: string, query?: CountByQuery): Promise<readonly ValueCount[]>;
}

/**
 * Reading and writing one collection inside its scope. A write that would change a record outside the
 * scope, or leave one there, throws OutOfScope.
 */
export interface Table<R> extends ReadTable<R> {
  /** Inserts or replaces. */
  put(record: R): Promise<Stored<R>>;
  putAll(records: Iterable<R>): Promise<void>;
  /** Throws Conflict when the key is taken or a unique index forbids it. */
  insert(record: R): Promise<Stored<R>>;
  /** Replaces the record of the same key. Throws NotFound, or Conflict when its version is another. */
  update(record: R, expectedVersion: number): Promise<Stored<R>>;
  /** False when there was none. Throws Conflict when `expectedVersion` is given and differs. */
  delete(key: string, expectedVersion?: number): Promise<boolean>;
  /** Deletes all that match (retention, sample data); the number of deleted records. */
  deleteWhere(filter: Filter): Promise<number>;
}

/** A collection that is only appended: nothing here can change or remove a record. */
export type ReadLog<R> = ReadTable<R>;

export interface Log<R> extends ReadLog<R> {
  append(record: R): Promise<void>;
}

/** A consistent view: all reads of one `read` see the same moment. */
export interface StateReader {
  table<R>(collection: GlobalCollection<R>): ReadTable<R>;
  table<R>(collection: ScopedCollection<R>, scope: Filter): ReadTable<R>;
  log<R>(collection: LogCollection<R>): ReadLog<R>;
}

/** All or nothing: what `work` wrote is there when it resolves, and none of it when it rejects. */
export interface StateTransaction {
  table<R>(collection: GlobalCollection<R>): Table<R>;
  table<R>(collection: ScopedCollection<R>, scope: Filter): Table<R>;
  log<R>(collection: LogCollection<R>): Log<R>;
}

/**
 * What the installation knows: users, policies, findings, images, jobs, the audit log. Small enough for one
 * SQLite file, plain enough for PostgreSQL. Every implementation passes `state-store.suite.ts`.
 *
 * Every call may throw StoreFull, StoreCorrupt, StoreLocked or StoreClosed.
 */
export interface StateStore {
  read<T>(work: (reader: StateReader) => Promise<T>): Promise<T>;
  /**
   * Durable when it resolves. Transactions run one after the other; keep `work` short and free of waiting for
   * anything but the tables. A transaction or read inside a transaction throws StoreMisuse.
   */
  transaction<T>(work: (transaction: StateTransaction) => Promise<T>): Promise<T>;
  /** Writes a consistent copy to a new file while the store is in use. */
  backup(path: string): Promise<void>;
  /** Waits for what is running; later calls throw StoreClosed. */
  close(): Promise<void>;
}
