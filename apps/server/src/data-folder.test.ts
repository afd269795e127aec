import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { DataFolderError, openDataFolder } from './data-folder.ts';

const folder = await mkdtemp(join(tmpdir(), 'breakwater-data-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

it('is made for its owner alone, with a key that stays', async () => {
  const path = join(folder, 'new');
  const first = await openDataFolder(path);
  first.release();
  expect((await stat(path)).mode & 0o777).toBe(0o700);
  expect((await stat(join(path, 'seal.key'))).mode & 0o777).toBe(0o600);
  const second = await openDataFolder(path);
  expect(second.sealKey).toEqual(first.sealKey);
  second.release();
});

it('is used by one server at a time', async () => {
  const path = join(folder, 'locked');
  const holder = await openDataFolder(path);
  await expect(openDataFolder(path)).rejects.toThrow('in use by another process');
  holder.release();
  (await openDataFolder(path)).release();
});

it('with a damaged key is refused, and the key left as it is', async () => {
  const path = join(folder, 'damaged');
  (await openDataFolder(path)).release();
  await writeFile(join(path, 'seal.key'), 'short');
  await expect(openDataFolder(path)).rejects.toThrow(DataFolderError);
  expect(await readFile(join(path, 'seal.key'), 'utf8')).toBe('short');
});
