import { createHash, randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode, ifThere, onDisk, syncFolder } from '../disk.ts';
import { Conflict, InvalidQuery, TooLarge } from '../errors.ts';
import { checkFileName } from './file-name.ts';
import type { FileListQuery, FileStat, FileStore, StoredFile } from './file-store.ts';

const chunkBytes = 64 * 1024;
const maxList = 1000;

/** Where content lies until it is whole; no valid name begins with a dot. */
const temporaryFolder = '.incoming';

/**
 * Files in a folder that is the store's alone. What an interrupted `put` left behind is removed on opening.
 */
export async function openDirectoryFiles(folder: string): Promise<FileStore> {
  const temporary = join(folder, temporaryFolder);
  await rm(temporary, { recursive: true, force: true });
  await onDisk(folder, () => mkdir(temporary, { recursive: true }));

  function pathOf(name: string): string {
    checkFileName(name);
    return join(folder, ...name.split('/'));
  }

  async function put(
    name: string,
    content: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ): Promise<StoredFile> {
    const target = pathOf(name);
    const incoming = join(temporary, randomUUID());
    try {
      return await onDisk(target, async () => {
        const written = await writeWhole(incoming, name, content, maxBytes);
        await makeFolder(folder, dirname(target));
        await rename(incoming, target);
        await syncFolder(dirname(target));
        return { ...statOf(name, await stat(target)), ...written };
      });
    } catch (error) {
      if (!hasCode(error, 'EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY')) throw error;
      throw new Conflict(`a part of ${name} is a folder and a file at once`, { cause: error });
    } finally {
      await rm(incoming, { force: true });
    }
  }

  return {
    put,
    get: async (name) => {
      const handle = await ifThere(open(pathOf(name), 'r'));
      if (handle === undefined) return undefined;
      const stats = await handle.stat();
      if (stats.isFile()) return { stat: statOf(name, stats), content: chunks(handle) };
      await handle.close();
      return undefined;
    },
    stat: async (name) => {
      const stats = await ifThere(stat(pathOf(name)));
      return stats?.isFile() ? statOf(name, stats) : undefined;
    },
    delete: async (name) => {
      const path = pathOf(name);
      const isThere = (await ifThere(stat(path)))?.isFile() ?? false;
      if (!isThere) return false;
      await ifThere(unlink(path));
      await syncFolder(dirname(path));
      return true;
    },
    list: (query = {}) => list(folder, query),
  };
}

async function writeWhole(
  path: string,
  name: string,
  content: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<{ readonly size: number; readonly sha256: string }> {
  const hash = createHash('sha256');
  const handle = await open(path, 'wx', 0o600);
  try {
    let size = 0;
    for await (const chunk of content) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new TooLarge(`${name} is larger than the limit of ${maxBytes} bytes`);
      hash.update(chunk);
      await writeAll(handle, chunk);
    }
    await handle.sync();
    return { size, sha256: hash.digest('hex') };
  } finally {
    await handle.close();
  }
}

async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let offset = 0; offset < chunk.byteLength; ) {
    const { bytesWritten } = await handle.write(chunk, offset);
    offset += bytesWritten;
  }
}

/** Makes the folders down to `path`, each one's name durable in the one above. */
async function makeFolder(root: string, path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length && made !== root; made = dirname(made)) {
    await syncFolder(dirname(made));
  }
}

/** Reads a file and closes it at the end, on a failure, or when the reader stops early. */
async function* chunks(handle: FileHandle): AsyncGenerator<Uint8Array> {
  try {
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

async function list(folder: string, query: FileListQuery): Promise<readonly FileStat[]> {
  const { prefix = '', after = '', limit = maxList } = query;
  if (!Number.isInteger(limit) || limit < 1 || limit > maxList) {
    throw new InvalidQuery(`a limit is 1 to ${maxList}, not ${limit}`);
  }
  const names = await namesBelow(folder, '', prefix);
  const wanted = names.filter((name) => name > after && name.startsWith(prefix)).sort();
  const found: FileStat[] = [];
  for (const name of wanted) {
    if (found.length === limit) break;
    const stats = await ifThere(stat(join(folder, name)));
    if (stats !== undefined) found.push(statOf(name, stats));
  }
  return found;
}

/** Names of the files in `parent` and below that may begin with `prefix`. */
async function namesBelow(folder: string, parent: string, prefix: string): Promise<readonly string[]> {
  const entries = (await ifThere(readdir(join(folder, parent), { withFileTypes: true }))) ?? [];
  const names: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const name = parent + entry.name;
    if (entry.isFile()) names.push(name);
    const isOnTheWay = `${name}/`.startsWith(prefix) || prefix.startsWith(`${name}/`);
    if (entry.isDirectory() && isOnTheWay) names.push(...(await namesBelow(folder, `${name}/`, prefix)));
  }
  return names;
}

function statOf(name: string, stats: Stats): FileStat {
  return { name, size: stats.size, modifiedAt: Math.floor(stats.mtimeMs) };
}
