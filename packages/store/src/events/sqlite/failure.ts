import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreCorrupt, StoreError, StoreFull, StoreLocked } from '../../errors.ts';
import { StoreFailed } from '../errors.ts';

/** Primary result codes of SQLite (https://www.sqlite.org/rescode.html). */
const codes = { busy: 5, ioerr: 10, corrupt: 11, full: 13, cantopen: 14, notadb: 26 } as const;

/** The store's error for what SQLite threw while working on `file`. */
export function failureOf(error: unknown, file: string): Error {
  if (error instanceof StoreError || !(error instanceof Error)) return error as Error;
  if (!('errcode' in error) || typeof error.errcode !== 'number') return error;
  const code = error.errcode & 0xff;
  const cause = { cause: error };
  if (code === codes.full || ((code === codes.ioerr || code === codes.cantopen) && isDiskFull(file))) {
    return new StoreFull(
      `no space left for ${file}: free some, or lower the retention; nothing acknowledged is lost`,
      cause,
    );
  }
  if (code === codes.corrupt || code === codes.notadb) {
    return new StoreCorrupt(
      `${file} is damaged (${error.message}): restore it from a backup, or move it away to go on without that day`,
      cause,
    );
  }
  if (code === codes.busy)
    return new StoreLocked(`${file} is in use by another process: stop that first`, cause);
  return new StoreFailed(`SQLite on ${file}: ${error.message} (result code ${error.errcode})`, cause);
}

function isDiskFull(file: string): boolean {
  const { bavail, bsize } = statfsSync(dirname(file));
  return bavail * bsize < 256 * 1024;
}
