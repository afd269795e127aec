import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FrameworkError, readFramework } from '@breakwater/compliance';
import type { Framework } from '@breakwater/model';
import { CommandError } from '../../exit-code.ts';
import { contentFolder, readTextFile } from '../posture/content.ts';

const folder = join(contentFolder, 'frameworks');

/** Whether a framework is named by its file, not by its id. */
export function isFrameworkFile(name: string): boolean {
  return /[/\\]|\.ya?ml$/.test(name);
}

/** A framework by its id, or from a file. @throws CommandError */
export async function loadFramework(name: string): Promise<Framework> {
  const isFile = isFrameworkFile(name);
  const path = isFile ? name : join(folder, `${name}.yaml`);
  try {
    return readFramework(await readTextFile(path), isFile ? path : `${name}.yaml`);
  } catch (error) {
    if (error instanceof FrameworkError) throw new CommandError(error.message);
    throw error;
  }
}

/** The frameworks that ship with Breakwater. */
export async function loadFrameworks(): Promise<readonly Framework[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(names.map((name) => loadFramework(join(folder, name))));
}
