import { join } from 'node:path';
import {
  createJobTable,
  type EventStore,
  type FileStore,
  type JobTable,
  openDirectoryFiles,
  openJournalStream,
  openSqliteEventStore,
  openSqliteState,
  type StateStore,
  type Stream,
} from '@breakwater/store';
import { intakeConsumer } from './intake/intake.ts';

export interface Stores {
  readonly state: StateStore;
  readonly events: EventStore;
  readonly jobs: JobTable;
  readonly stream: Stream;
  readonly files: FileStore;
  readonly close: () => Promise<void>;
}

const mebibyte = 1024 * 1024;

/** Opens every embedded store below the data folder; what opened is closed again when a later one fails. */
export async function openStores(folder: string, now: () => number): Promise<Stores> {
  const opened: (() => Promise<void>)[] = [];
  async function keep<T extends { close: () => Promise<void> }>(store: T): Promise<T> {
    opened.unshift(() => store.close());
    return store;
  }
  async function close(): Promise<void> {
    for (const closeOne of opened) await closeOne();
  }
  try {
    const state = await keep(openSqliteState({ path: join(folder, 'state.db'), now }));
    const events = await keep(await openSqliteEventStore({ folder: join(folder, 'events') }));
    const stream = await keep(
      await openJournalStream({
        folder: join(folder, 'journal'),
        consumers: [intakeConsumer],
        segmentBytes: 128 * mebibyte,
        maxBatchBytes: 65 * mebibyte,
      }),
    );
    const files = await openDirectoryFiles(join(folder, 'files'));
    return { state, events, stream, files, jobs: createJobTable(state, { now }), close };
  } catch (error) {
    await close();
    throw error;
  }
}
