import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Conflict, StoreCorrupt, StoreFull, StoreLocked } from '../../errors.ts';

/** Primary result codes of SQLite (sqlite3.h). */
const busy = 5;
const locked = 6;
const ioError = 10;
const corrupt = 11;
const full = 13;
const cannotOpen = 14;
const constraint = 19;
const notDatabase = 26;

const constraintPrimaryKey = 1555;
const constraintUnique = 2067;

interface SqliteError extends Error {
  readonly errcode: number;
}

/** The typed error for what SQLite reports; anything else is returned as it is. */
export function translateSqliteError(error: unknown, path: string): unknown {
  if (!isSqliteError(error)) return error;
  const options = { cause: error };
  switch (error.errcode & 0xff) {
    case busy:
    case locked:
      return new StoreLocked(`${path} is in use by another process`, options);
    case full:
      return new StoreFull(`no space left for ${path}: free some and try again`, options);
    case ioError:
    case cannotOpen:
      return isDiskFull(path)
        ? new StoreFull(`no space left for ${path}: free some and try again`, options)
        : error;
    case corrupt:
    case notDatabase:
      return new StoreCorrupt(`${path} is damaged or no database: restore a backup`, options);
    case constraint:
      return error.errcode === constraintUnique || error.errcode === constraintPrimaryKey
        ? new Conflict(`another record has the same ${constrainedColumns(error.message)}`, options)
        : error;
    default:
      return error;
  }
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number';
}

/** `UNIQUE constraint failed: users.login` → `users.login`. */
function constrainedColumns(message: string): string {
  return message.slice(message.indexOf(':') + 1).trim();
}

/** SQLite reports a full disk as an I/O error where it could not grow its shared memory or make its log. */
function isDiskFull(path: string): boolean {
  try {
    const space = statfsSync(dirname(path));
    return space.bavail * space.bsize < 1 << 20 && space.bavail * 50 < space.blocks;
  } catch {
    // Not known: the caller gets SQLite's own error.
    return false;
  }
}
