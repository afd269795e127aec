import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type ImageToWrite, writeImageTar } from '../../test-support/write-image.ts';
import { type TarMember, writeTar } from '../../test-support/write-tar.ts';
import type { Condenser } from '../layer/condenser.ts';
import type { FileInspector } from '../layer/file-inspector.ts';
import type { ImageLimits } from '../limits.ts';
import { openImage } from '../open-image.ts';
import type { OpenedImage } from '../opened-image.ts';
import { readFileTree } from '../read-file-tree.ts';
import type { FileSelection } from '../tree/file-tree.ts';
import type { LayerCache } from './layer-cache.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-cached-tree-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

const numbers: Condenser = {
  name: 'numbers',
  version: 1,
  wants: (path) => path.startsWith('bin/'),
  isKind: (head) => head[0] === 0x23,
  condense: (content) => (content.length > 3 ? Buffer.from(`${content.length}`) : undefined),
};
const selection: FileSelection = {
  paths: ['etc/os-release', 'linked/exact'],
  wants: (path) => path.endsWith('.txt'),
  condensers: [numbers],
};
const loud: FileInspector = {
  name: 'loud',
  version: 1,
  wants: ({ size }) => size,
  needsAll: ({ path }) => path.endsWith('.txt'),
  inspect({ path, mode }, content) {
    const text = Buffer.from(content).toString();
    if (text.includes('boom')) throw new Error('boom');
    const common = { title: 't', severity: 'high', remediation: 'r' } as const;
    return [
      ...(text.includes('!')
        ? [{ kind: 'secret', checkId: 'loud', line: 1, evidence: text, ...common } as const]
        : []),
      ...((mode & 0o4000) !== 0
        ? [{ kind: 'setuid', checkId: 'suid', evidence: path, ...common } as const]
        : []),
    ];
  },
};

interface MemoryCache extends LayerCache {
  readonly kept: Map<string, Buffer>;
}

function memoryCache(): MemoryCache {
  const kept = new Map<string, Buffer>();
  return {
    kept,
    get: async (name) => kept.get(name),
    put: async (name, bytes) => void kept.set(name, bytes),
  };
}

async function open(image: ImageToWrite): Promise<OpenedImage> {
  files += 1;
  const path = join(folder, `${files}.tar`);
  writeFileSync(path, writeImageTar(image));
  return { ...(await openImage(path)), archive: { path: 'image', find: () => undefined } };
}

/** Everything that a scan can see of an image, and which layers it opened. */
async function see(
  image: OpenedImage,
  cache?: LayerCache,
  limits: Partial<ImageLimits> = {},
  version = 'v1',
) {
  const opened: number[] = [];
  const layers = image.layers.map((layer, index) => ({
    ...layer,
    ...(layer.open === undefined
      ? {}
      : {
          open: () => {
            opened.push(index);
            return layer.open?.() ?? Promise.reject(new Error('gone'));
          },
        }),
  }));
  const { tree, gaps, findings, waste } = await readFileTree(
    { ...image, layers },
    {
      selection,
      inspectors: [loud],
      limits,
      ...(cache === undefined ? {} : { cache: { store: cache, version } }),
    },
  );
  const seen = JSON.stringify({
    layers: tree.layers,
    entries: [...tree.entries()],
    files: tree
      .select(selection)
      .map(({ content, ...rest }) => ({ ...rest, content: content.toString('hex') })),
    gaps,
    findings,
    waste,
  });
  return { seen, opened: [...new Set(opened)] };
}

const layer = (...members: readonly TarMember[]) => ({ tar: writeTar(members) });
const base = layer(
  { path: 'usr/lib/os-release', content: 'ID=debian' },
  { path: 'a.txt', content: 'secret!' },
  { path: 'opt/real', content: '#long enough' },
  { path: 'bin/su', content: '#long enough too', mode: 0o4755 },
  { path: 'bin/c', content: 'no number' },
  { path: 'real/exact', content: 'x' },
  { path: 'dir/b.txt', content: 'b!' },
);

describe('a cache of layers', () => {
  const name = fc.constantFrom(
    'a.txt',
    'bin/n',
    'dir/b.txt',
    'data',
    'etc/os-release',
    'real/exact',
    'boom.txt',
  );
  const content = fc.constantFrom('', 'x', 'key!', '#12345', 'boom');
  const member = fc.oneof(
    fc.record({ path: name, content, mode: fc.constantFrom(0o644, 0o4755) }),
    fc.record({ path: name, flag: fc.constantFrom('1', '2'), link: name }),
    fc.record({
      path: fc.constantFrom('.wh.a.txt', 'dir/.wh..wh..opq', '.wh.bin', 'linked/', '../x', 'dir/'),
    }),
    fc.constant({ path: 'linked', flag: '2', link: 'real' }),
  );
  const limits = fc.record(
    {
      maxTotalBytes: fc.integer({ min: 2000, max: 12_000 }),
      maxEntries: fc.integer({ min: 1, max: 12 }),
      maxContentBytes: fc.integer({ min: 0, max: 30 }),
      maxFileBytes: fc.integer({ min: 0, max: 8 }),
      maxCondensedFileBytes: fc.integer({ min: 0, max: 8 }),
      maxInspectedBytes: fc.integer({ min: 0, max: 8 }),
      maxFindings: fc.integer({ min: 0, max: 3 }),
    },
    { requiredKeys: [] },
  );

  it('changes nothing of what is seen, whatever the layers, the limits and what is known of them', async () => {
    const tars = fc.array(fc.array(member, { maxLength: 6 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        tars,
        limits,
        fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
        async (all, some, picked) => {
          const cache = memoryCache();
          const layers = all.map((members) => layer(...members));
          const rebuilt = picked.flatMap((index) => layers[index] ?? []);
          const images = [await open({ layers }), await open({ layers: rebuilt })];
          for (const image of [...images, ...images]) {
            expect((await see(image, cache, some)).seen).toBe((await see(image, undefined, some)).seen);
          }
        },
      ),
      { numRuns: 100 },
    );
  }, 30_000);

  it('opens only the new layer of an image that was built again', async () => {
    const cache = memoryCache();
    const first = await see(
      await open({ layers: [base, layer({ path: 'app/a.txt', content: '1' })] }),
      cache,
    );
    expect(first.opened).toEqual([0, 1]);
    const rebuilt = await open({ layers: [base, layer({ path: 'app/a.txt', content: '2!' })] });
    const second = await see(rebuilt, cache);
    expect(second.opened).toEqual([1]);
    expect(second.seen).toBe((await see(rebuilt)).seen);
  });

  it.each<{ name: string; top: readonly TarMember[] }>([
    { name: 'a symbolic link', top: [{ path: 'etc/os-release', flag: '2', link: '../usr/lib/os-release' }] },
    { name: 'a hard link', top: [{ path: 'bin/n', flag: '1', link: 'opt/real' }] },
    { name: 'a linked folder', top: [{ path: 'linked', flag: '2', link: '/real' }] },
    { name: 'a link to what is declined', top: [{ path: 'bin/n', flag: '2', link: '../real/exact' }] },
  ])('remembers what an upper layer wants of a lower one by way of $name', async ({ top }) => {
    const cache = memoryCache();
    const image = await open({ layers: [base, layer(...top)] });
    // Stored by an image that does not want it.
    await see(await open({ layers: [base] }), cache);
    expect((await see(image, cache)).opened).toContain(0);
    const again = await see(image, cache);
    expect(again.opened).toEqual([]);
    expect(again.seen).toBe((await see(image)).seen);
    // And for others nothing has changed.
    const other = await open({ layers: [base] });
    expect((await see(other, cache)).seen).toBe((await see(other)).seen);
  });

  it.each<{ name: string; limits: Partial<ImageLimits> }>([
    { name: 'total bytes', limits: { maxTotalBytes: base.tar.length - 512 } },
    { name: 'number of files', limits: { maxEntries: 3 } },
    { name: 'bytes of all contents', limits: { maxContentBytes: 10 } },
    { name: 'ratio', limits: { maxRatio: 1, ratioFloorBytes: 100 } },
  ])('does not keep as whole what a limit cut: $name', async ({ limits: some }) => {
    const cache = memoryCache();
    const image = await open({ layers: [base] });
    await see(image, cache, some);
    expect(cache.kept.size).toBe(0);
    const whole = await see(image, cache);
    expect((await see(image, cache)).seen).toBe(whole.seen);
    // What is kept whole is cut again by the limit.
    expect((await see(image, cache, some)).seen).toBe((await see(image, undefined, some)).seen);
  });

  it('does not believe a configuration that claims the content of a known layer for another blob', async () => {
    const cache = memoryCache();
    const known = await open({ layers: [base] });
    await see(known, cache);
    const other = layer({ path: 'evil.txt', content: 'evil!' });
    const liar = await open({ layers: [{ ...other, diffId: known.layers[0]?.diffId ?? '' }] });
    await expect(see(liar, cache)).rejects.toMatchObject({ code: 'wrong-diff-id' });
  });

  it.each([
    { name: 'plain', stored: base.tar },
    { name: 'zstd', stored: zstdCompressSync(base.tar) },
    { name: 'gzip of another level', stored: gzipSync(base.tar, { level: 1 }) },
  ])('sees the same in a layer that is stored as $name', async ({ stored }) => {
    const cache = memoryCache();
    await see(await open({ layers: [base] }), cache);
    const image = await open({ layers: [{ ...base, stored }] });
    const plain = await see(image);
    expect((await see(image, cache)).seen).toBe(plain.seen);
    expect((await see(image, cache)).opened).toEqual([]);
  });

  it('forgets layers when what looks at them changes, and reads what is damaged again', async () => {
    const cache = memoryCache();
    const image = await open({ layers: [base] });
    const { seen } = await see(image, cache);
    expect((await see(image, cache, {}, 'v2')).opened).toEqual([0]);
    for (const [key] of cache.kept) cache.kept.set(key, Buffer.from('damaged'));
    const again = await see(image, cache);
    expect(again).toEqual({ seen, opened: [0] });
    expect((await see(image, cache)).opened).toEqual([]);
  });

  it('keeps nothing of a layer that is damaged or whose reading was broken off', async () => {
    const cache = memoryCache();
    const cut = gzipSync(base.tar);
    const damaged = await open({ layers: [{ ...base, stored: cut.subarray(0, cut.length - 20) }] });
    await expect(see(damaged, cache)).rejects.toMatchObject({ code: 'truncated-layer' });
    const stop = new AbortController();
    const reading = readFileTree(await open({ layers: [base] }), {
      selection: {
        wants() {
          stop.abort();
          return true;
        },
      },
      signal: stop.signal,
      cache: { store: cache, version: 'v1' },
    });
    await expect(reading).rejects.toThrow(/abort/);
    expect(cache.kept.size).toBe(0);
  });
});
