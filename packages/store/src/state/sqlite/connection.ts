import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { SqlValue } from './row.ts';
import { translateSqliteError } from './sqlite-error.ts';

const maxStatements = 256;

export interface Changes {
  readonly changes: number;
}

/** One open database: prepared statements by their text, SQLite's errors as the store's. */
export interface Connection {
  readonly database: DatabaseSync;
  all(sql: string, params: readonly SqlValue[]): readonly Record<string, unknown>[];
  first(sql: string, params: readonly SqlValue[]): Record<string, unknown> | undefined;
  run(sql: string, params: readonly SqlValue[]): Changes;
  exec(sql: string): void;
  close(): void;
}

export interface ConnectionOptions {
  readonly isReadOnly: boolean;
  /** How long to wait for another process that writes. */
  readonly busyTimeoutMs: number;
}

/** Opens a database file in WAL mode with every commit synced to the disk. */
export function openConnection(path: string, options: ConnectionOptions): Connection {
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw translateSqliteError(error, path);
    }
  };
  const database = guard(() => open(path, options));
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    if (statements.size >= maxStatements) statements.clear();
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    database,
    all: (sql, params) => guard(() => prepare(sql).all(...params)),
    first: (sql, params) => guard(() => prepare(sql).get(...params)),
    run: (sql, params) => guard(() => ({ changes: Number(prepare(sql).run(...params).changes) })),
    exec: (sql) => guard(() => database.exec(sql)),
    close: () => database.close(),
  };
}

function open(path: string, options: ConnectionOptions): DatabaseSync {
  const database = new DatabaseSync(path, {
    readOnly: options.isReadOnly,
    timeout: options.busyTimeoutMs,
    enableForeignKeyConstraints: true,
  });
  try {
    if (!options.isReadOnly) database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
    // Reads the header, so that a damaged file is found now.
    database.prepare('PRAGMA schema_version').get();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
