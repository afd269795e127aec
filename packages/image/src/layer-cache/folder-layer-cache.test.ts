import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openLayerCache } from './folder-layer-cache.ts';

const base = mkdtempSync(join(tmpdir(), 'breakwater-layer-cache-'));
afterAll(() => rmSync(base, { recursive: true }));
let folders = 0;
const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const at = (day: number) => new Date(start + day * dayMs);

function newFolder(): string {
  folders += 1;
  return join(base, String(folders));
}

function onlyFile(folder: string): string {
  const [name = '', ...rest] = readdirSync(folder);
  expect(rest).toEqual([]);
  return join(folder, name);
}

describe('openLayerCache', () => {
  it('gives back what it was given, also to another process', async () => {
    const folder = newFolder();
    const cache = openLayerCache(folder, { now: at(0) });
    expect(await cache.get('a')).toBeUndefined();
    await cache.put('a', Buffer.from('first'));
    await cache.put('a', Buffer.from('second'));
    await cache.put('b', Buffer.alloc(0));
    const other = openLayerCache(folder, { now: at(1) });
    expect(await other.get('a')).toEqual(Buffer.from('second'));
    expect(await other.get('b')).toEqual(Buffer.alloc(0));
    expect(await other.get('c')).toBeUndefined();
    expect(readdirSync(folder)).toHaveLength(2);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('takes no file that is damaged in any byte, cut or longer', async () => {
    const folder = newFolder();
    const cache = openLayerCache(folder, { now: at(0) });
    await cache.put('a', Buffer.from('what was kept of a layer'));
    const path = onlyFile(folder);
    const whole = readFileSync(path);
    const damaged = fc.oneof(
      fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })).map(([place, bits]) => {
        const copy = Buffer.from(whole);
        copy[place] = (copy[place] ?? 0) ^ bits;
        return copy;
      }),
      fc.nat(whole.length - 1).map((length) => whole.subarray(0, length)),
      fc.uint8Array({ minLength: 1, maxLength: 9 }).map((more) => Buffer.concat([whole, more])),
      fc.uint8Array({ maxLength: 100 }).map((bytes) => Buffer.from(bytes)),
    );
    await fc.assert(
      fc.asyncProperty(damaged, async (bytes) => {
        writeFileSync(path, bytes);
        expect(await cache.get('a')).toBeUndefined();
      }),
    );
    await cache.put('a', Buffer.from('again'));
    expect(await cache.get('a')).toEqual(Buffer.from('again'));
  });

  it('takes no file under the name of another, no link and no folder', async () => {
    const folder = newFolder();
    const cache = openLayerCache(folder, { now: at(0) });
    await cache.put('a', Buffer.from('of a'));
    const ofA = onlyFile(folder);
    await cache.put('b', Buffer.from('of b'));
    const ofB = readdirSync(folder)
      .map((name) => join(folder, name))
      .find((path) => path !== ofA);
    writeFileSync(ofA, readFileSync(ofB ?? ''));
    expect(await cache.get('a')).toBeUndefined();
    rmSync(ofA);
    symlinkSync(ofB ?? '', ofA);
    expect(await cache.get('a')).toBeUndefined();
    rmSync(ofA);
    mkdirSync(ofA);
    expect(await cache.get('a')).toBeUndefined();
  });

  it('stays within its size: what was not used for longest goes first', async () => {
    const folder = newFolder();
    const options = { maxBytes: 10_000 };
    for (const [day, name] of ['a', 'b', 'c'].entries()) {
      await openLayerCache(folder, { ...options, now: at(day) }).put(name, Buffer.alloc(3000, name));
    }
    const cache = openLayerCache(folder, { ...options, now: at(9) });
    await cache.get('a');
    await cache.put('d', Buffer.alloc(3000, 'd'));
    const kept = [];
    for (const name of ['a', 'b', 'c', 'd']) if (await cache.get(name)) kept.push(name);
    expect(kept).toEqual(['a', 'd']);
  });

  it('does not keep what is too large, and forgets files that nobody finished', async () => {
    const folder = newFolder();
    mkdirSync(folder);
    const old = join(folder, 'x.layer.1.part');
    writeFileSync(old, 'x');
    const cache = openLayerCache(folder, { now: new Date(Date.now() + 2 * dayMs), maxFileBytes: 1000 });
    await cache.put('large', Buffer.alloc(1000));
    expect(await cache.get('large')).toBeUndefined();
    await cache.put('small', Buffer.alloc(10));
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('says once that its folder cannot be used, and goes on', async () => {
    const file = newFolder();
    writeFileSync(file, 'no folder');
    const problems: string[] = [];
    const cache = openLayerCache(file, { now: at(0), onProblem: (problem) => problems.push(problem) });
    await cache.put('a', Buffer.from('x'));
    await cache.put('b', Buffer.from('x'));
    expect(await cache.get('a')).toBeUndefined();
    expect(problems).toEqual([expect.stringContaining(`${file} cannot be used (E`)]);
  });

  it('serves many writers of one name at once', async () => {
    const folder = newFolder();
    const caches = [0, 1, 2, 3].map((day) => openLayerCache(folder, { now: at(day) }));
    await Promise.all(
      caches.flatMap((cache, index) =>
        [1, 2, 3].map(() => cache.put('a', Buffer.alloc(50_000, String(index)))),
      ),
    );
    const content = await caches[0]?.get('a');
    expect(content).toHaveLength(50_000);
    expect(new Set(content)).toHaveLength(1);
    expect(readdirSync(folder)).toHaveLength(1);
  });
});
