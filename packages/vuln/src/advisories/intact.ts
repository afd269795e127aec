import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hashFile } from './advisory-file.ts';

/**
 * Whether a compiled file holds the bytes that were written: its name ends in the start of their hash. A file that was found intact is
 * hashed again only after its size, times or inode changed, which every write to it does; that state is noted beside it.
 */
export async function isIntact(path: string): Promise<boolean> {
  const stated = /-([0-9a-f]{32})\.sqlite$/.exec(path)?.[1];
  if (stated === undefined) return false;
  try {
    const state = await stateOf(path);
    if (state === (await readNote(path))) return true;
    if (!(await hashFile(path)).startsWith(stated)) return false;
    await writeNote(path, state);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
}

/** Notes the state of a file that was just written and hashed. */
export async function noteIntact(path: string): Promise<void> {
  await writeNote(path, await stateOf(path));
}

/** Deletes a compiled file with its note. */
export async function removeCompiled(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(noteOf(path), { force: true });
}

function noteOf(path: string): string {
  return `${path}.intact`;
}

async function stateOf(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  return `${dev} ${ino} ${size} ${mtimeNs} ${ctimeNs}\n`;
}

async function readNote(path: string): Promise<string | undefined> {
  try {
    return await readFile(noteOf(path), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Where nothing may be written the file is hashed each time. */
async function writeNote(path: string, state: string): Promise<void> {
  try {
    await writeFile(noteOf(path), state);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(codeOf(error) ?? '')) throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
