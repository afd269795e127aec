import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImageError } from '@breakwater/image';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { writeImageTar } from '../../image/test-support/write-image.ts';
import { type TarMember, writeTar } from '../../image/test-support/write-tar.ts';
import { catalogers } from './catalogers/index.ts';
import { toCycloneDx } from './formats/cyclonedx/write.ts';
import { toSpdx } from './formats/spdx-2/write.ts';
import { scanImage } from './scan-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-sbom-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** `path=content`, one list a layer. */
async function scan(...layers: readonly (readonly string[])[]) {
  const tars = layers.map((texts) => ({ tar: writeTar(texts.map(member)) }));
  files += 1;
  const path = join(folder, `${files}.tar`);
  writeFileSync(path, writeImageTar({ layers: tars, config: { User: 'toor', Cmd: ['x'] } }));
  const image = await scanImage(path);
  return {
    ...image,
    names: image.sbom.packages.map(({ type, name, version }) => `${type} ${name} ${version}`),
  };
}

function member(text: string): TarMember {
  const equals = text.indexOf('=');
  if (equals === -1) return { path: text };
  const arrow = text.indexOf('->');
  if (arrow !== -1 && arrow < equals)
    return { path: text.slice(0, arrow), flag: '2', link: text.slice(arrow + 2, -1) };
  return { path: text.slice(0, equals), content: text.slice(equals + 1) };
}

const osRelease = 'etc/os-release=ID=debian\nVERSION_ID="12"\n';
const status = (...paragraphs: string[]) => `var/lib/dpkg/status=${paragraphs.join('\n\n')}\n`;
const deb = (name: string, version: string, state = 'install ok installed', more = '') =>
  `Package: ${name}\nStatus: ${state}\nArchitecture: amd64\nVersion: ${version}${more}\nDescription: x\n Version: not this\n .`;
const npm = (folderName: string, name: string, version: string) =>
  `${folderName}/package.json=${JSON.stringify({ name, version, license: 'MIT' })}`;

describe('dpkg', () => {
  it.each([
    { state: 'install ok installed', listed: true },
    { state: 'hold ok installed', listed: true },
    { state: 'install ok unpacked', listed: true },
    { state: 'install ok half-configured', listed: true },
    { state: 'install ok triggers-pending', listed: true },
    { state: 'deinstall ok config-files', listed: false },
    { state: 'unknown ok not-installed', listed: false },
  ])('lists a package that is "$state": $listed', async ({ state, listed }) => {
    const { names } = await scan([osRelease, status(deb('a', '1', state), deb('b', '2'))]);
    expect(names).toEqual(listed ? ['deb a 1', 'deb b 2'] : ['deb b 2']);
  });

  it.each([
    { source: '', origin: undefined, upstream: '' },
    {
      source: '\nSource: src',
      origin: { name: 'src', version: '1:2-3+b1' },
      upstream: '&upstream=src%401%3A2-3%2Bb1',
    },
    {
      source: '\nSource: src (1:2-3)',
      origin: { name: 'src', version: '1:2-3' },
      upstream: '&upstream=src%401%3A2-3',
    },
  ])('reads the source of "$source"', async ({ source, origin, upstream }) => {
    const { sbom } = await scan([osRelease, status(deb('a', '1:2-3+b1', undefined, source))]);
    const [found] = sbom.packages;
    expect(found?.origin).toEqual(origin);
    expect(found?.purl).toBe(`pkg:deb/debian/a@2-3+b1?arch=amd64&distro=debian-12&epoch=1${upstream}`);
  });

  it('reads status.d of distroless images, where there is no Status', async () => {
    const entry = 'Package: libc6\nVersion: 2.36\nArchitecture: amd64\n';
    const { names } = await scan([
      osRelease,
      `var/lib/dpkg/status.d/libc6=${entry}`,
      'var/lib/dpkg/status.d/libc6.md5sums=abc  usr/lib/libc.so.6\n',
    ]);
    expect(names).toEqual(['deb libc6 2.36']);
  });

  it('names the layer that installed a package, not the last that touched the status file', async () => {
    const { sbom, layers } = await scan(
      [osRelease, status(deb('a', '1')), 'var/lib/dpkg/info/a.list=/.\n'],
      [status(deb('a', '1'), deb('b', '1')), 'var/lib/dpkg/info/b:amd64.list=/.\n'],
    );
    expect(sbom.packages.map(({ locations }) => locations[0]?.layer)).toEqual(
      layers.map(({ diffId }) => diffId),
    );
  });

  it('says which paragraph is broken and reads the rest', async () => {
    const { names, gaps } = await scan([
      osRelease,
      status('Package: a\nStatus: install ok installed', deb('b', '1')),
    ]);
    expect(names).toEqual(['deb b 1']);
    expect(gaps).toEqual([{ what: 'var/lib/dpkg/status', reason: 'dpkg: paragraph 1 (a) has no Version' }]);
  });

  it('says when the distribution is not known', async () => {
    const { gaps } = await scan([status(deb('a', '1'))]);
    expect(gaps).toContainEqual({ what: 'distribution', reason: expect.stringContaining('no os-release') });
  });
});

describe('npm', () => {
  it.each<{ name: string; entries: string[]; expected: string[] }>([
    {
      name: 'an installed package',
      entries: [npm('srv/node_modules/a', 'a', '1.0.0')],
      expected: ['npm a 1.0.0'],
    },
    {
      name: 'a scoped one',
      entries: [npm('node_modules/@s/a', '@s/a', '1.0.0')],
      expected: ['npm @s/a 1.0.0'],
    },
    {
      name: 'one inside another',
      entries: [npm('x/node_modules/a/node_modules/b', 'b', '1.0.0')],
      expected: ['npm b 1.0.0'],
    },
    {
      name: "pnpm's folders",
      entries: [npm('x/node_modules/.pnpm/a@1/node_modules/a', 'a', '1.0.0')],
      expected: ['npm a 1.0.0'],
    },
    {
      name: 'the name inside, not of the folder',
      entries: [npm('node_modules/alias', 'real', '1.0.0')],
      expected: ['npm real 1.0.0'],
    },
    {
      name: 'the application',
      entries: [npm('srv', 'app', '2.0.0'), npm('srv/node_modules/a', 'a', '1.0.0')],
      expected: ['npm a 1.0.0', 'npm app 2.0.0'],
    },
    { name: 'no manifest without installation', entries: [npm('srv', 'app', '2.0.0')], expected: [] },
    {
      name: 'no fixture inside a package',
      entries: [npm('node_modules/a/test/fixture', 'b', '1.0.0')],
      expected: [],
    },
    {
      name: 'no node_modules inside a fixture',
      entries: [npm('node_modules/a/test/node_modules/b', 'b', '1.0.0')],
      expected: [],
    },
    { name: 'none without version', entries: ['node_modules/a/package.json={"name":"a"}'], expected: [] },
    {
      name: 'no lock file',
      entries: ['srv/package-lock.json={"packages":{"node_modules/a":{"version":"1.0.0"}}}'],
      expected: [],
    },
  ])('lists $name', async ({ entries, expected }) => {
    expect((await scan(entries)).names).toEqual(expected);
  });

  it('lists a package at two places once, with both', async () => {
    const { sbom } = await scan(
      [npm('a/node_modules/x', 'x', '1.0.0')],
      [npm('b/node_modules/x', 'x', '1.0.0')],
    );
    expect(sbom.packages).toMatchObject([
      {
        purl: 'pkg:npm/x@1.0.0',
        licenses: ['MIT'],
        locations: [{ path: 'a/node_modules/x/package.json' }, { path: 'b/node_modules/x/package.json' }],
      },
    ]);
  });

  it('says which file is broken and reads the rest', async () => {
    const { names, gaps } = await scan([
      'node_modules/a/package.json={"name":',
      npm('node_modules/b', 'b', '1.0.0'),
    ]);
    expect(names).toEqual(['npm b 1.0.0']);
    expect(gaps).toEqual([{ what: 'node_modules/a/package.json', reason: 'npm: is no JSON' }]);
  });

  it('leaves a package to the distribution that owns its file, also behind a linked folder', async () => {
    const { names } = await scan([
      osRelease,
      'lib->usr/lib=',
      status(deb('node-a', '1')),
      'var/lib/dpkg/info/node-a.list=/.\n/lib/node_modules/a/package.json\n',
      npm('usr/lib/node_modules/a', 'a', '1.0.0'),
      npm('usr/lib/node_modules/b', 'b', '1.0.0'),
    ]);
    expect(names).toEqual(['deb node-a 1', 'npm b 1.0.0']);
  });
});

describe('scanImage', () => {
  it.each([
    { entries: [osRelease], distro: { id: 'debian', version: '12' } },
    {
      entries: [
        "usr/lib/os-release=ID='Alpine'\nVERSION_ID=3.17.0",
        'etc/os-release->../usr/lib/os-release=',
      ],
      distro: { id: 'alpine', version: '3.17.0' },
    },
    { entries: ['etc/debian_version=12.5\n'], distro: { id: 'debian', version: '12' } },
    { entries: ['etc/debian_version=trixie/sid\n'], distro: { id: 'debian', codename: 'trixie' } },
    { entries: ['etc/alpine-release=3.18.2\n'], distro: { id: 'alpine', version: '3.18.2' } },
    {
      entries: ['etc/redhat-release=AlmaLinux release 9.0 (Emerald Puma)\n'],
      distro: { id: 'almalinux', version: '9.0' },
    },
    { entries: ['a=b'], distro: undefined },
  ])('reads the distribution of $entries', async ({ entries, distro }) => {
    const { sbom } = await scan(entries);
    if (distro === undefined) expect(sbom.distro).toBeUndefined();
    else expect(sbom.distro).toMatchObject(distro);
  });

  it('says which archive cannot be read, and that nothing was found', async () => {
    const { gaps } = await scan(['app/a.jar=x']);
    expect(gaps).toEqual([
      { what: 'app/a.jar', reason: 'java-archive: has no directory of its members' },
      { what: 'packages', reason: 'none was found: nothing can be judged' },
    ]);
  });

  it('knows the number of a user by name', async () => {
    const { configFindings } = await scan(['etc/passwd=toor:x:0:0::/:/bin/sh\n']);
    expect(configFindings.map(({ checkId }) => checkId)).toContain('image-root-user');
  });

  it('finds the same in a damaged archive or refuses it, and never less', async () => {
    const layers = [
      { tar: writeTar([osRelease, status(deb('a', '1'), deb('b', '2'))].map(member)) },
      { tar: writeTar([npm('node_modules/c', 'c', '1.0.0')].map(member)) },
    ];
    const bytes = writeImageTar({ layers });
    const path = join(folder, 'damaged.tar');
    writeFileSync(path, bytes);
    const { sbom } = await scanImage(path);
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }));
    const cut = fc.option(fc.nat(bytes.length), { nil: bytes.length });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), cut, async (changes, length) => {
        const damaged = Buffer.from(bytes);
        for (const [at, byte] of changes) damaged[at] = byte;
        writeFileSync(path, damaged.subarray(0, length));
        const result = await scanImage(path).catch((error: unknown) => error);
        if (result instanceof Error) expect(result).toBeInstanceOf(ImageError);
        else expect(result).toMatchObject({ sbom });
      }),
      { numRuns: 400 },
    );
  });

  it('writes the same bytes for the same image', async () => {
    const image = await scan([osRelease, status(deb('a', '1')), npm('node_modules/@s/b', '@s/b', '1.0.0')]);
    const bom = toCycloneDx(image, { toolVersion: '1' });
    expect(toCycloneDx(image, { toolVersion: '1' })).toBe(bom);
    expect(JSON.parse(bom)).toMatchObject({
      specVersion: '1.6',
      serialNumber: expect.stringMatching(
        /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      components: [
        { type: 'operating-system', name: 'debian', version: '12' },
        { name: 'a', version: '1', purl: 'pkg:deb/debian/a@1?arch=amd64&distro=debian-12' },
        { group: '@s', name: 'b', purl: 'pkg:npm/%40s/b@1.0.0', licenses: [{ license: { name: 'MIT' } }] },
      ],
    });
    const spdx = JSON.parse(toSpdx(image, { toolVersion: '1', createdAt: '2026-01-01T00:00:00Z' }));
    expect(spdx.packages).toHaveLength(4);
    expect(spdx.relationships).toHaveLength(4);
  });
});

describe('catalogers', () => {
  it('are all in the list', async () => {
    const root = new URL('./catalogers/', import.meta.url);
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (file) => file.includes('/') && file.endsWith('.ts') && !file.endsWith('.test.ts'),
    );
    for (const file of files) {
      const exported: Record<string, unknown> = await import(new URL(file, root).href);
      for (const [name, value] of Object.entries(exported)) {
        const isCataloger = typeof value === 'object' && value !== null && 'parse' in value;
        if (isCataloger) expect(catalogers, `${file}: ${name}`).toContain(value);
      }
    }
  });

  it('have names of their own', () => {
    const names = catalogers.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
