import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreLocked } from './errors.ts';

/** A folder that this process alone uses. */
export interface FolderLock {
  release(): void;
}

const lockFile = 'lock.db';

/**
 * Takes a folder for this process, for the stores that cannot be opened twice. The lock is SQLite's own lock on a
 * file, so it ends with the process however that ends. Throws StoreLocked when another one has it.
 */
export function lockFolder(folder: string): FolderLock {
  const database = new DatabaseSync(join(folder, lockFile), { timeout: 0 });
  try {
    // A journal in memory: a lock is taken on a full disk too.
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    if (!isBusy(cause)) throw cause;
    throw new StoreLocked(`${folder} is in use by another process: stop it, or use another folder`, {
      cause,
    });
  }
  return { release: () => database.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}
