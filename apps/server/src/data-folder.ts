import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFolder } from '@breakwater/store';

/** A folder that one server owns while it runs. */
export interface DataFolder {
  readonly path: string;
  /** Key that seals stored credentials: 32 bytes, made at the first start, readable by the owner only. */
  readonly sealKey: Uint8Array;
  readonly release: () => void;
}

/** The folder cannot be used: what is wrong with it, and what to do. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

const keyBytes = 32;

/**
 * Creates the folder if needed, claims it for this process, and reads or makes its key.
 * @throws StoreLocked when another process has it, DataFolderError when its key is damaged
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const lock = lockFolder(path);
  try {
    return { path, sealKey: await readOrMakeKey(join(path, 'seal.key')), release: () => lock.release() };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function readOrMakeKey(file: string): Promise<Uint8Array> {
  try {
    const key = await readFile(file);
    if (key.length !== keyBytes) {
      throw new DataFolderError(
        `${file} does not hold a key of ${keyBytes} bytes: restore it from a backup, or delete it and connect the accounts again`,
      );
    }
    return key;
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
  const key = randomBytes(keyBytes);
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(key);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
  return key;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
