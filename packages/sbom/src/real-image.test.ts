import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
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
