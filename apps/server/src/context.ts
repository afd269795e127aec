import type { EventStore, FileStore, JobTable, StateStore, Stream } from '@breakwater/store';
import type { LiveFeed } from './live-feed.ts';

/** What the parts of a running server share. Each part names the members it needs. */
export interface ServerContext {
  readonly state: StateStore;
  readonly events: EventStore;
  readonly jobs: JobTable;
  readonly stream: Stream;
  readonly files: FileStore;
  readonly live: LiveFeed;
  /** Key of sealed credentials, 32 bytes. */
  readonly sealKey: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly version: string;
}
