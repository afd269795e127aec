import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type AdvisoryFile, hashFile, listAdvisoryFiles } from './advisory-file.ts';
import { compileAdvisories } from './compile.ts';
import { type AdvisoryDatabase, openDatabase } from './database.ts';
import { isIntact, noteIntact, removeCompiled } from './intact.ts';
import { schemaVersion } from './schema.ts';

export interface CompiledAdvisories {
  /** File of the cache. Its name holds the hash of its inputs and of its own bytes. */
  readonly path: string;
  /** True when it was there already. */
  readonly wasCached: boolean;
}

/**
 * Compiles the advisory data at `paths` into `cacheFolder`, unless the same data was compiled before.
 * A file of the cache whose bytes are not those that were written is compiled anew. Writing is atomic: other
 * processes see the whole file or none.
 */
export async function compileToCache(
  paths: readonly string[],
  cacheFolder: string,
): Promise<CompiledAdvisories> {
  const files = await listAdvisoryFiles(paths);
  if (files.length === 0)
    throw new Error(`no advisory data (.jsonl, .json, .csv, .gz, .zip) in ${paths.join(', ')}`);
  const hash = hashInputs(files);
  const cached = await findCached(cacheFolder, hash);
  if (cached !== undefined) return { path: cached, wasCached: true };
  await mkdir(cacheFolder, { recursive: true });
  const draft = join(cacheFolder, `draft-${randomUUID()}.tmp`);
  try {
    await compileAdvisories(files, hash, draft);
    const path = join(cacheFolder, `advisories-${hash}-${await sealFile(draft)}.sqlite`);
    await rename(draft, path);
    await noteIntact(path);
    return { path, wasCached: false };
  } finally {
    await rm(draft, { force: true });
  }
}

/** Compiles (or finds) the data at `paths` and opens it. */
export async function openAdvisories(
  paths: readonly string[],
  cacheFolder: string,
): Promise<AdvisoryDatabase> {
  const { path } = await compileToCache(paths, cacheFolder);
  return openDatabase(path);
}

/** Opens a file of the cache; undefined when it is gone or damaged. */
export async function openCompiled(path: string): Promise<AdvisoryDatabase | undefined> {
  return (await isIntact(path)) ? openDatabase(path) : undefined;
}

/** Two data sets have one hash when they hold the same bytes under the same file names. */
function hashInputs(files: readonly AdvisoryFile[]): string {
  const hash = createHash('sha256').update(`schema ${schemaVersion}\n`);
  for (const { path, sha256 } of files) hash.update(`${sha256} ${basename(path)}\n`);
  return hash.digest('hex').slice(0, 32);
}

async function findCached(folder: string, hash: string): Promise<string | undefined> {
  const prefix = `advisories-${hash}-`;
  for (const name of await listFolder(folder)) {
    if (!name.startsWith(prefix) || !name.endsWith('.sqlite')) continue;
    const path = join(folder, name);
    if (await isIntact(path)) return path;
    await removeCompiled(path);
  }
  return undefined;
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** Brings a file to the disk and returns the start of its hash. */
async function sealFile(path: string): Promise<string> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  return (await hashFile(path)).slice(0, 32);
}
