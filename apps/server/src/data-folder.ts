import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder that one server owns while it runs. */
export interface DataFolder {
  readonly path: string;
  /** Key that seals stored credentials: 32 bytes, made at the first start, readable by the owner only. */
  readonly sealKey: Uint8Array;
  readonly release: () => Promise<void>;
}

/** The folder cannot be used: by whom it is held, or what is wrong with it. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}

const keyBytes = 32;

/** Creates the folder if needed, claims it for this process, and reads or makes its key. */
export async function openDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const lock = join(path, 'server.pid');
  await claim(lock, path);
  try {
    return {
      path,
      sealKey: await readOrMakeKey(join(path, 'seal.key')),
      release: () => rm(lock, { force: true }),
    };
  } catch (error) {
    await rm(lock, { force: true });
    throw error;
  }
}

async function claim(lock: string, path: string): Promise<void> {
  const mine = `${process.pid}\n`;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      await writeFile(lock, mine, { flag: 'wx' });
      return;
    } catch (error) {
      if (!isCode(error, 'EEXIST')) throw error;
    }
    const holder = Number((await readFile(lock, 'utf8')).trim());
    if (holder !== process.pid && isRunning(holder)) {
      throw new DataFolderError(
        `${path} is in use by process ${holder}: stop that server, or give this one another --data folder`,
      );
    }
    await rm(lock, { force: true });
  }
  throw new DataFolderError(`${path} could not be claimed: another server is starting in it`);
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
  await chmod(draft, 0o600);
  await rename(draft, file);
  return key;
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isCode(error, 'EPERM');
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
