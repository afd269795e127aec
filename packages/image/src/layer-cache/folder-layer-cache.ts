import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LayerCache } from './layer-cache.ts';

export interface FolderLayerCacheOptions {
  /** When the scan runs: says what was used last. */
  readonly now: Date;
  /** Bytes of all files; the least recently used go first. */
  readonly maxBytes?: number;
  /** Bytes of one file; larger ones are not kept. */
  readonly maxFileBytes?: number;
  /** Told once, when the folder cannot be used. */
  readonly onProblem?: (problem: string) => void;
}

const MiB = 1024 * 1024;
const magic = Buffer.from('bwlayer1');
const checksumBytes = 32;
const suffix = '.layer';
const unfinishedSuffix = '.part';
const unfinishedMaxAgeMs = 86_400_000;

interface KeptFile {
  readonly path: string;
  readonly size: number;
  readonly usedAtMs: number;
}

/**
 * A folder of files that several processes may use at once: a file is written under another name and moved to its place when it is
 * whole. Each begins with a checksum; what does not agree with it counts as not there. The folder stays within `maxBytes`.
 */
export function openLayerCache(folder: string, options: FolderLayerCacheOptions): LayerCache {
  const { now, maxBytes = 1024 * MiB, maxFileBytes = 128 * MiB, onProblem } = options;
  let totalBytes: number | undefined;
  let hasProblem = false;

  async function get(name: string): Promise<Buffer | undefined> {
    const path = pathOf(folder, name);
    const bytes = await readSmall(path, maxFileBytes).catch(report);
    const content = bytes === undefined ? undefined : unwrap(bytes, name);
    // Where it may only be read, its age stays what it is.
    if (content !== undefined) await utimes(path, now, now).catch(() => undefined);
    return content;
  }

  async function put(name: string, content: Buffer): Promise<void> {
    const bytes = wrap(content, name);
    if (bytes.length > maxFileBytes) return;
    await store(pathOf(folder, name), bytes).catch(report);
  }

  async function store(path: string, bytes: Buffer): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    totalBytes ??= await measure();
    const unfinished = `${path}.${randomUUID()}${unfinishedSuffix}`;
    try {
      await writeFile(unfinished, bytes, { flag: 'wx', mode: 0o600 });
      await utimes(unfinished, now, now);
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
    totalBytes += bytes.length;
    if (totalBytes > maxBytes) totalBytes = await evict(path);
  }

  async function measure(): Promise<number> {
    const files = await listKept(folder, unfinishedSuffix);
    const old = files.filter(({ usedAtMs }) => now.getTime() - usedAtMs > unfinishedMaxAgeMs);
    for (const { path } of old) await rm(path, { force: true });
    return sum(await listKept(folder, suffix));
  }

  /** Leaves some room, so that not every file that comes makes others go. */
  async function evict(newest: string): Promise<number> {
    const files = await listKept(folder, suffix);
    let left = sum(files);
    const byAge = files.toSorted((a, b) => a.usedAtMs - b.usedAtMs || (a.path < b.path ? -1 : 1));
    for (const { path, size } of byAge) {
      if (left <= maxBytes * 0.9) break;
      if (path === newest && size <= maxBytes) continue;
      await rm(path, { force: true });
      left -= size;
    }
    return left;
  }

  function report(error: NodeJS.ErrnoException): undefined {
    if (!hasProblem) onProblem?.(`${folder} cannot be used (${error.code ?? error.message})`);
    hasProblem = true;
  }

  return { get, put };
}

function pathOf(folder: string, name: string): string {
  return join(folder, `${hashOf(Buffer.from(name)).toString('hex')}${suffix}`);
}

/** The whole file; undefined when there is none, or it is nothing that we wrote. */
async function readSmall(path: string, maxBytes: number): Promise<Buffer | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR' || error.code === 'ELOOP') return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > maxBytes) return undefined;
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** The checksum covers the name too, so that a file under another's name is not taken for it. */
function wrap(content: Buffer, name: string): Buffer {
  return Buffer.concat([magic, hashOf(Buffer.from(name), content), content]);
}

function unwrap(bytes: Buffer, name: string): Buffer | undefined {
  const start = magic.length + checksumBytes;
  if (bytes.length < start || !bytes.subarray(0, magic.length).equals(magic)) return undefined;
  const content = bytes.subarray(start);
  const isWhole = bytes.subarray(magic.length, start).equals(hashOf(Buffer.from(name), content));
  return isWhole ? content : undefined;
}

function hashOf(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

async function listKept(folder: string, ending: string): Promise<readonly KeptFile[]> {
  const files: KeptFile[] = [];
  for (const name of await readdir(folder)) {
    if (!name.endsWith(ending)) continue;
    const path = join(folder, name);
    // Another process may have deleted it.
    const stats = await stat(path).catch(() => undefined);
    if (stats !== undefined) files.push({ path, size: stats.size, usedAtMs: stats.mtimeMs });
  }
  return files;
}

function sum(files: readonly KeptFile[]): number {
  return files.reduce((total, { size }) => total + size, 0);
}
