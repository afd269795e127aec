import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Check, PolicyError, readCheck } from '@breakwater/posture';
import { CommandError } from '../../exit-code.ts';

/** The content that ships with Breakwater. */
export const contentFolder: string = join(import.meta.dirname, '../../../../../content');

/**
 * Reads every check below a folder: the `.yaml` files in its sub-folders. Throws CommandError with file and
 * line on the first mistake.
 */
export async function readChecks(folder: string): Promise<readonly Check[]> {
  const files = (await readFolder(folder)).filter((name) => name.endsWith('.yaml') && name.includes('/'));
  if (files.length === 0) throw new CommandError(`${folder} holds no check files (FOLDER/…/CHECK.yaml)`);
  return Promise.all(
    files.sort().map(async (name) => {
      const path = join(folder, name);
      try {
        return readCheck(await readFile(path, 'utf8'), path);
      } catch (error) {
        if (error instanceof PolicyError) throw new CommandError(error.message);
        throw error;
      }
    }),
  );
}

async function readFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder, { recursive: true });
  } catch (error) {
    throw new CommandError(`${folder}: ${reasonOf(error)}`);
  }
}

/** Reads a file that a person named. */
export async function readTextFile(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new CommandError(`${path}: ${reasonOf(error)}`);
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'does not exist';
  if (code === 'EACCES') return 'may not be read';
  return error instanceof Error ? error.message : String(error);
}
