export {
  Conflict,
  InvalidName,
  InvalidQuery,
  LeaseLost,
  NotFound,
  OutOfScope,
  QueueFull,
  StoreClosed,
  StoreCorrupt,
  StoreError,
  type StoreErrorCode,
  StoreFull,
  StoreLocked,
  StoreMisuse,
  StoreSchema,
  TooLarge,
} from './errors.ts';
export type { FileListQuery, FileStat, FileStore, StoredFile } from './files/file-store.ts';
export type { EnqueueOptions, Job, JobPage, JobQuery, JobStatus, JobTable } from './jobs/job-table.ts';
export {
  type Collection,
  type Column,
  type ColumnType,
  type ColumnValue,
  type GlobalCollection,
  keyOf,
  type LogCollection,
  type ScopedCollection,
} from './state/collection.ts';
export type {
  CountByQuery,
  ListQuery,
  Log,
  Page,
  ReadLog,
  ReadTable,
  Sort,
  StateReader,
  StateStore,
  StateTransaction,
  Stored,
  Table,
  ValueCount,
} from './state/state-store.ts';
export type { Consumer, ConsumerCounts, Stream, StreamCounts, StreamMessage } from './stream/stream.ts';
