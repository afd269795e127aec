import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Conflict, InvalidName, InvalidQuery, TooLarge } from '../errors.ts';
import type { FileStore } from './file-store.ts';
import { applyFileRetention } from './retention.ts';

export interface FileStoreFixture {
  /** Opens the same files again each time. */
  open(): Promise<FileStore>;
  dispose(): Promise<void>;
}

const limit = 10 * 1024 * 1024;

async function* chunksOf(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* failing(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half');
  throw new Error('the sender went away');
}

async function textOf(files: FileStore, name: string): Promise<string | undefined> {
  const file = await files.get(name);
  if (file === undefined) return undefined;
  const parts: Uint8Array[] = [];
  for await (const chunk of file.content) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

/** What every file store does, whatever it is built on. */
export function fileStoreSuite(name: string, create: () => Promise<FileStoreFixture>): void {
  describe(`file store: ${name}`, () => {
    let fixture: FileStoreFixture;
    let files: FileStore;

    beforeEach(async () => {
      fixture = await create();
      files = await fixture.open();
    });

    afterEach(() => fixture.dispose());

    it('gives back what was put, also after opening again', async () => {
      const stored = await files.put('captures/2026/a.scap', chunksOf('one ', '', 'two'), limit);
      const sha256 = createHash('sha256').update('one two').digest('hex');
      expect(stored).toMatchObject({ name: 'captures/2026/a.scap', size: 7, sha256 });
      files = await fixture.open();
      expect(await textOf(files, 'captures/2026/a.scap')).toBe('one two');
      const { sha256: _sha256, ...stat } = stored;
      expect(await files.stat('captures/2026/a.scap')).toEqual(stat);
    });

    it('keeps large content in order', async () => {
      const blocks = Array.from({ length: 300 }, (_, index) => String(index % 10).repeat(10_007));
      await files.put('large', chunksOf(...blocks), limit);
      expect(await textOf(files, 'large')).toBe(blocks.join(''));
    });

    it('keeps nothing, and the former content, when a put fails', async () => {
      await expect(files.put('new', failing(), limit)).rejects.toThrow('went away');
      await files.put('old', chunksOf('before'), limit);
      await expect(files.put('old', failing(), limit)).rejects.toThrow('went away');
      await expect(files.put('old', chunksOf('12345', '6'), 5)).rejects.toThrow(TooLarge);
      expect(await textOf(files, 'old')).toBe('before');
      expect((await files.list()).map((file) => file.name)).toEqual(['old']);
    });

    it('takes content of exactly the limit, and replaces', async () => {
      await files.put('a', chunksOf('12345'), 5);
      await files.put('a', chunksOf(''), 0);
      expect(await textOf(files, 'a')).toBe('');
    });

    it('deletes', async () => {
      await files.put('a/b', chunksOf('x'), limit);
      expect(await files.delete('a/b')).toBe(true);
      expect(await files.delete('a/b')).toBe(false);
      expect(await files.stat('a/b')).toBeUndefined();
      expect(await files.get('a/b')).toBeUndefined();
    });

    it('does not take a folder for a file', async () => {
      await files.put('a/b', chunksOf('x'), limit);
      expect(await files.get('a')).toBeUndefined();
      expect(await files.stat('a')).toBeUndefined();
      expect(await files.delete('a')).toBe(false);
      expect(await files.get('a/b/c')).toBeUndefined();
      await expect(files.put('a', chunksOf('x'), limit)).rejects.toThrow(Conflict);
      await expect(files.put('a/b/c', chunksOf('x'), limit)).rejects.toThrow(Conflict);
    });

    it('lists by name in pages', async () => {
      for (const file of ['b', 'a/2', 'a/1', 'a-1', 'c/d/e']) await files.put(file, chunksOf(file), limit);
      const names = async (query?: Parameters<FileStore['list']>[0]) =>
        (await files.list(query)).map((file) => file.name);
      expect(await names()).toEqual(['a-1', 'a/1', 'a/2', 'b', 'c/d/e']);
      expect(await names({ limit: 2 })).toEqual(['a-1', 'a/1']);
      expect(await names({ limit: 2, after: 'a/1' })).toEqual(['a/2', 'b']);
      expect(await names({ prefix: 'a/' })).toEqual(['a/1', 'a/2']);
      expect(await names({ prefix: 'c/d' })).toEqual(['c/d/e']);
      expect(await names({ prefix: 'none' })).toEqual([]);
      await expect(files.list({ limit: 0 })).rejects.toThrow(InvalidQuery);
    });

    it.each([
      '',
      '.',
      '..',
      '../a',
      'a/../b',
      '/a',
      'a/',
      'a//b',
      '.hidden',
      'a/.incoming/b',
      'a\\b',
      'a\u0000b',
      'ä',
      'C:a',
      'a b',
      'x'.repeat(256),
      `${'a/'.repeat(16)}a`,
    ])('refuses the name %j', async (bad) => {
      await expect(files.put(bad, chunksOf('x'), limit)).rejects.toThrow(InvalidName);
      await expect(files.get(bad)).rejects.toThrow(InvalidName);
      await expect(files.stat(bad)).rejects.toThrow(InvalidName);
      await expect(files.delete(bad)).rejects.toThrow(InvalidName);
      expect(await files.list()).toEqual([]);
    });

    it('removes by age and by total size, the oldest first', async () => {
      for (const file of ['a', 'b', 'c', 'd']) {
        await files.put(file, chunksOf('1234'), limit);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const second = await files.stat('b');
      expect(await applyFileRetention(files, { before: second?.modifiedAt ?? 0 })).toEqual(['a']);
      expect(await applyFileRetention(files, { maxTotalBytes: 8 })).toEqual(['b']);
      expect(await applyFileRetention(files, { prefix: 'x', maxTotalBytes: 0 })).toEqual([]);
      expect((await files.list()).map((file) => file.name)).toEqual(['c', 'd']);
    });

    it('keeps one of two contents that are put at the same time, whole', async () => {
      const contents = ['a', 'b', 'c'].map((letter) => letter.repeat(200_000));
      await Promise.all(contents.map((text) => files.put('same', chunksOf(text), limit)));
      expect(contents).toContain(await textOf(files, 'same'));
    });
  });
}
