import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFramework } from '@breakwater/compliance';
import type { Framework } from '@breakwater/model';
import { type Check, readCheck } from '@breakwater/posture';

/** The checks and frameworks that come with Breakwater. */
export interface PostureContent {
  readonly checks: readonly Check[];
  readonly frameworks: readonly Framework[];
}

/** Reads every check below `checks/` and every framework of `frameworks/`; a faulty file fails the start. */
export async function readPostureContent(folder: string): Promise<PostureContent> {
  const checks = await readAll(join(folder, 'checks', 'aws'), readCheck);
  const frameworks = await readAll(join(folder, 'frameworks'), readFramework);
  return { checks, frameworks };
}

async function readAll<T>(folder: string, read: (text: string, file: string) => T): Promise<readonly T[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(names.map(async (name) => read(await readFile(join(folder, name), 'utf8'), name)));
}
