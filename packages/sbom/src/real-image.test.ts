import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type LayerCache, openLayerCache } from '@breakwater/image';
import { expect, it } from 'vitest';
import { scanImage } from './scan-image.ts';

const root = new URL('../../..', import.meta.url).pathname;
const images = resolve(root, process.env.BREAKWATER_CASES ?? '../shared', 'images');
const image = resolve(images, 'debian12-node.oci.tar');
const isMissing = !existsSync(image) && process.env.REQUIRE_ALL !== '1';

interface Expected {
  readonly digest: string;
  readonly packages: readonly {
    readonly type: string;
    readonly name: string;
    readonly version: string;
    readonly arch?: string;
    readonly source?: string;
    readonly sourceVersion?: string;
    readonly path?: string;
  }[];
}

it.skipIf(isMissing)(
  'lists a real Debian image as dpkg-query and npm do (needs the cases folder)',
  async () => {
    const expected = JSON.parse(
      readFileSync(image.replace('.oci.tar', '.packages.json'), 'utf8'),
    ) as Expected;
    const { digest, sbom, gaps } = await scanImage(image);
    expect(digest).toBe(expected.digest);
    expect(gaps).toEqual([]);
    const actual = sbom.packages.flatMap(({ type, name, version, architecture, origin, locations }) =>
      type === 'deb'
        ? [[type, name, version, architecture, origin?.name ?? name, origin?.version ?? version].join(' ')]
        : locations.map(({ path }) => [type, name, version, path].join(' ')),
    );
    const wanted = expected.packages.map(({ type, name, version, arch, source, sourceVersion, path }) =>
      type === 'deb'
        ? [type, name, version, arch, source, sourceVersion].join(' ')
        : [type, name, version, `${path}/package.json`].join(' '),
    );
    expect(actual.sort()).toEqual(wanted.sort());
  },
);

const archives = existsSync(images) ? readdirSync(images).filter((name) => name.endsWith('.tar')) : [];

it.skipIf(isMissing)(
  'says the same of every image with a cache of layers, and reads none again',
  async () => {
    expect(archives).not.toEqual([]);
    const folder = mkdtempSync(join(tmpdir(), 'breakwater-layers-'));
    try {
      for (const name of archives) {
        const path = resolve(images, name);
        const counts = { found: 0, stored: 0 };
        const cache = counting(openLayerCache(folder, { now: new Date(0) }), counts);
        const plain = JSON.stringify(await scanImage(path));
        expect(JSON.stringify(await scanImage(path, { cache })), name).toBe(plain);
        const before = { ...counts };
        expect(JSON.stringify(await scanImage(path, { cache })), name).toBe(plain);
        expect(counts.found - before.found, `${name}: layers found`).toBe(JSON.parse(plain).layers.length);
        expect(counts.stored - before.stored, `${name}: layers stored again`).toBe(0);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);

function counting(cache: LayerCache, counts: { found: number; stored: number }): LayerCache {
  return {
    async get(name) {
      const bytes = await cache.get(name);
      if (bytes !== undefined) counts.found += 1;
      return bytes;
    },
    async put(name, bytes) {
      counts.stored += 1;
      await cache.put(name, bytes);
    },
  };
}
