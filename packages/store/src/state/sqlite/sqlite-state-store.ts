import { AsyncLocalStorage } from 'node:async_hooks';
import { backup } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { everything, type Filter } from '@breakwater/model';
import { StoreClosed, StoreLocked, StoreMisuse } from '../../errors.ts';
import type { GlobalCollection, LogCollection, ScopedCollection } from '../collection.ts';
import type { StateReader, StateStore, StateTransaction } from '../state-store.ts';
import { type Connection, openConnection } from './connection.ts';
import { type Migration, migrate } from './migrate.ts';
import { migrations as allMigrations } from './migrations/index.ts';
import { readTable } from './read-table.ts';
import { createSlots } from './slots.ts';
import { translateSqliteError } from './sqlite-error.ts';
import { appendLog, table } from './table.ts';

export interface SqliteStateOptions {
  /** Path of the database file; its folder exists. */
  readonly path: string;
  readonly now: () => number;
  /** How long to wait for another process that writes; 5000 when absent. */
  readonly busyTimeoutMs?: number;
  /** Reads at the same time, each on its own connection; 4 when absent. */
  readonly readers?: number;
  readonly migrations?: readonly Migration[];
}

/** Between two looks at a database that another process writes. */
const retryMs = 5;

/** One run of a callback; its tables stop working when it ends. */
interface Run {
  isOpen: boolean;
}

/**
 * The state store in one SQLite file: WAL, every commit synced, one writer, several readers that each see one
 * moment. Throws StoreSchema, StoreCorrupt, StoreFull or StoreLocked when it cannot be opened.
 */
export function openSqliteState(options: SqliteStateOptions): StateStore {
  const { path, busyTimeoutMs = 5000, readers: maxReaders = 4 } = options;
  const writer = openConnection(path, { isReadOnly: false, busyTimeoutMs });
  try {
    migrate(writer.database, options.migrations ?? allMigrations, options.now);
  } catch (error) {
    writer.close();
    throw translateSqliteError(error, path);
  }
  writer.exec('PRAGMA busy_timeout = 0');

  const current = new AsyncLocalStorage<Run>();
  const writers = createSlots(1, () => writer);
  const readers = createSlots(maxReaders, () => openConnection(path, { isReadOnly: true, busyTimeoutMs }));
  let isClosed = false;

  async function inTransaction<T>(
    connection: Connection,
    begin: string,
    work: (use: () => Connection) => Promise<T>,
  ): Promise<T> {
    const run: Run = { isOpen: true };
    const use = (): Connection => {
      if (run.isOpen) return connection;
      throw new StoreMisuse('a table was used after its transaction had ended: await every call');
    };
    await beginWhenFree(connection, begin, busyTimeoutMs);
    try {
      const result = await current.run(run, () => work(use));
      run.isOpen = false;
      connection.exec('COMMIT');
      return result;
    } catch (error) {
      run.isOpen = false;
      if (connection.database.isTransaction) connection.exec('ROLLBACK');
      throw error;
    }
  }

  function refuseMisuse(): void {
    if (isClosed) throw new StoreClosed(`${path} is closed`);
    if (current.getStore()?.isOpen) {
      throw new StoreMisuse('a transaction inside a transaction: use the tables of the outer one');
    }
  }

  return {
    read: async (work) => {
      refuseMisuse();
      return readers.use((connection) => inTransaction(connection, 'BEGIN', (use) => work(readerOf(use))));
    },
    transaction: async (work) => {
      refuseMisuse();
      return writers.use((connection) =>
        inTransaction(connection, 'BEGIN IMMEDIATE', (use) => work(transactionOf(use))),
      );
    },
    backup: async (target) => {
      refuseMisuse();
      await readers.use(async (connection) => {
        try {
          await backup(connection.database, target);
        } catch (error) {
          throw translateSqliteError(error, target);
        }
      });
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      await readers.close((connection) => connection.close());
      await writers.close((connection) => connection.close());
    },
  };
}

/** Waits for another process without holding up this one; SQLite's own waiting would. */
async function beginWhenFree(connection: Connection, begin: string, timeoutMs: number): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += retryMs) {
    try {
      connection.exec(begin);
      return;
    } catch (error) {
      if (!(error instanceof StoreLocked) || waitedMs >= timeoutMs) throw error;
    }
    await sleep(retryMs);
  }
}

type AnyTable<R> = GlobalCollection<R> | ScopedCollection<R>;

function readerOf(use: () => Connection): StateReader {
  return {
    table: <R>(collection: AnyTable<R>, scope?: Filter) =>
      readTable(use, collection, scopeOf(collection, scope)),
    log: <R>(collection: LogCollection<R>) => readTable(use, collection, everything),
  };
}

function transactionOf(use: () => Connection): StateTransaction {
  return {
    table: <R>(collection: AnyTable<R>, scope?: Filter) => table(use, collection, scopeOf(collection, scope)),
    log: <R>(collection: LogCollection<R>) => appendLog(use, collection, everything),
  };
}

function scopeOf<R>(collection: AnyTable<R>, scope: Filter | undefined): Filter {
  if (collection.kind === 'global') return everything;
  if (scope === undefined) throw new StoreMisuse(`${collection.name} must be used with a scope`);
  return scope;
}
