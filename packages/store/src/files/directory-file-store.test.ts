import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { StoreFull } from '../errors.ts';
import { mountSmallDisk } from '../testing/small-disk.ts';
import { openDirectoryFiles } from './directory-file-store.ts';
import { fileStoreSuite } from './file-store.suite.ts';

fileStoreSuite('directory', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-files-'));
  return {
    open: () => openDirectoryFiles(folder),
    dispose: async () => rmSync(folder, { recursive: true }),
  };
});

it('removes what an interrupted put left behind', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-files-'));
  mkdirSync(join(folder, '.incoming'));
  writeFileSync(join(folder, '.incoming', 'half'), 'half');
  const files = await openDirectoryFiles(folder);
  expect(existsSync(join(folder, '.incoming', 'half'))).toBe(false);
  expect(await files.list()).toEqual([]);
  rmSync(folder, { recursive: true });
});

describe('files on a full disk', () => {
  const disk = mountSmallDisk('4m');
  afterAll(() => disk.unmount());

  async function* megabytes(count: number): AsyncGenerator<Uint8Array> {
    for (let index = 0; index < count; index += 1) yield Buffer.alloc(1024 * 1024, index);
  }

  it.skipIf(disk.skipReason)(
    `keep what is there and leave no half (${disk.skipReason ?? '4 MiB'})`,
    async () => {
      const files = await openDirectoryFiles(disk.path);
      await files.put('kept', megabytes(2), 1e9);
      await expect(files.put('kept', megabytes(3), 1e9)).rejects.toThrow(StoreFull);
      expect(await files.stat('kept')).toMatchObject({ size: 2 * 1024 * 1024 });
      expect(readdirSync(join(disk.path, '.incoming'))).toEqual([]);
      await files.put('small', megabytes(1), 1e9);
      expect((await files.list()).map((file) => file.name)).toEqual(['kept', 'small']);
    },
  );
});
