import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

const dayMs = 86_400_000;

/**
 * A folder for what is fetched from registries: images share layers, and a download that broke off is gone on with. What was not
 * touched for a day is deleted.
 */
export async function openBlobFolder(cache: string, now: Date): Promise<string> {
  const folder = join(cache, 'blobs');
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: now.getTime() }));
    if (now.getTime() - mtimeMs > dayMs) await rm(path, { force: true });
  }
  return folder;
}
