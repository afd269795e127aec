import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ImageError } from '@breakwater/image';
import { afterAll, describe, expect, it } from 'vitest';
import { writeImageTar } from '../../image/test-support/write-image.ts';
import { type TarMember, writeTar } from '../../image/test-support/write-tar.ts';
import { writeElf } from '../test-support/write-elf.ts';
import { writeZip } from '../test-support/write-zip.ts';
import { scanDirectory } from './scan-directory.ts';
import { scanImage } from './scan-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-catalog-'));
afterAll(() => rmSync(folder, { recursive: true }));
let images = 0;

/** Paths to contents, one record a layer; a path with a trailing `*` is executable. */
async function scan(...layers: readonly Readonly<Record<string, string | Buffer>>[]) {
  const tars = layers.map((files) => ({
    tar: writeTar(
      Object.entries(files).map(([path, content]): TarMember => {
        const isExecutable = path.endsWith('*');
        return { path: isExecutable ? path.slice(0, -1) : path, content, mode: isExecutable ? 0o755 : 0o644 };
      }),
    ),
  }));
  images += 1;
  const path = join(folder, `${images}.tar`);
  writeFileSync(path, writeImageTar({ layers: tars }));
  return scanImage(path);
}

const osRelease = { 'etc/os-release': 'ID=debian\nVERSION_ID=12\n' };
const deb = (name: string, more = '') =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n${more}\n`;
const pyYaml = { 'usr/lib/python3/dist-packages/PyYAML.egg-info': 'Name: PyYAML\nVersion: 6.0\n' };
const names = (packages: readonly { readonly name: string }[] | undefined) =>
  packages?.map(({ name }) => name);

describe('packages of a language in files of the distribution', () => {
  const list = {
    'var/lib/dpkg/info/python3-yaml.list': '/.\n/usr/lib/python3/dist-packages/PyYAML.egg-info\n',
  };

  it('are its vendor’s, and say whose', async () => {
    const { sbom } = await scan({
      ...osRelease,
      ...list,
      ...pyYaml,
      'var/lib/dpkg/status': deb('python3-yaml'),
    });
    expect(names(sbom.packages)).toEqual(['python3-yaml']);
    const owner = 'pkg:deb/debian/python3-yaml@1?arch=amd64&distro=debian-12';
    expect(sbom.owned).toMatchObject([{ name: 'PyYAML', owner }]);
    expect(sbom.relationships).toEqual([{ from: owner, type: 'owns', to: 'pkg:pypi/pyyaml@6.0' }]);
  });

  it.each([
    { who: 'a company', more: 'Maintainer: NodeSource <support@nodesource.com>\n' },
    { who: 'a packaging tool', more: 'Vendor: none\n' },
  ])('are judged themselves when $who published the package', async ({ more }) => {
    const { sbom } = await scan({
      ...osRelease,
      ...list,
      ...pyYaml,
      'var/lib/dpkg/status': deb('python3-yaml', more),
    });
    expect(sbom.packages).toMatchObject([
      { name: 'python3-yaml', isThirdParty: true },
      { name: 'PyYAML', owner: expect.stringContaining('python3-yaml') },
    ]);
    expect(sbom.owned).toBeUndefined();
  });

  it('are known by checksums where a distroless image has no lists', async () => {
    const { sbom } = await scan({
      ...osRelease,
      ...pyYaml,
      'var/lib/dpkg/status.d/python3-yaml': 'Package: python3-yaml\nVersion: 1\n',
      'var/lib/dpkg/status.d/python3-yaml.md5sums': `${'0'.repeat(32)}  usr/lib/python3/dist-packages/PyYAML.egg-info\n`,
    });
    expect(names(sbom.owned)).toEqual(['PyYAML']);
  });

  it('do not belong to a package that is gone', async () => {
    const { sbom } = await scan({ ...osRelease, ...list, ...pyYaml, 'var/lib/dpkg/status': deb('other') });
    expect(names(sbom.packages)).toEqual(['other', 'PyYAML']);
  });
});

describe('packages that lock files name', () => {
  const lock = { 'app/poetry.lock': '[[package]]\nname = "flask"\nversion = "1.0.0"\n' };

  it('stand apart in an image', async () => {
    const { sbom } = await scan({ ...osRelease, ...pyYaml, ...lock });
    expect(names(sbom.packages)).toEqual(['PyYAML']);
    expect(sbom.declared).toMatchObject([{ name: 'flask', evidence: 'lock-file', foundBy: 'python-lock' }]);
  });

  it('are no reason to call an image examined', async () => {
    const { gaps } = await scan(lock);
    expect(gaps.map(({ what }) => what)).toEqual(['packages']);
  });
});

describe('relationships', () => {
  it('are found by name, by what others provide, and by alternatives', async () => {
    const status = [
      deb('a', 'Depends: b (>= 1), mail | c, nothing\n'),
      deb('b', 'Pre-Depends: a:any\n'),
      deb('c', 'Provides: mail (= 2)\n'),
    ].join('\n');
    const { sbom } = await scan({ ...osRelease, 'var/lib/dpkg/status': status });
    const short = sbom.relationships?.map(({ from, type, to }) =>
      [from, type, to].map((one) => one.replace(/.*debian\/|@.*/g, '')).join(' '),
    );
    expect(short).toEqual(['a depends-on b', 'a depends-on c', 'b depends-on a']);
  });

  it('take the nearest of several versions, as Node does', async () => {
    const module = (name: string, version: string, needs = '') =>
      JSON.stringify({ name, version, dependencies: needs === '' ? {} : { [needs]: '*' } });
    const { sbom } = await scan({
      'node_modules/a/package.json': module('a', '1.0.0', 'c'),
      'node_modules/a/node_modules/c/package.json': module('c', '2.0.0'),
      'node_modules/b/package.json': module('b', '1.0.0', 'c'),
      'node_modules/c/package.json': module('c', '1.0.0'),
    });
    expect(sbom.relationships).toEqual([
      { from: 'pkg:npm/a@1.0.0', type: 'depends-on', to: 'pkg:npm/c@2.0.0' },
      { from: 'pkg:npm/b@1.0.0', type: 'depends-on', to: 'pkg:npm/c@1.0.0' },
    ]);
  });
});

describe('programs', () => {
  const rust = writeElf([{ name: '.comment', content: Buffer.from('rustc version 1.80.0\0') }]);

  it('of which nothing is known are gaps, unless a package answers for them', async () => {
    const { gaps } = await scan({
      ...osRelease,
      ...pyYaml,
      'usr/local/bin/a*': rust,
      'usr/local/bin/b*': rust,
      'usr/bin/owned*': rust,
      'usr/lib/python3/dist-packages/x/_rust.so': rust,
      'var/lib/dpkg/status': deb('tool'),
      'var/lib/dpkg/info/tool.list': '/usr/bin/owned\n',
    });
    expect(gaps).toEqual([
      {
        what: '2 files, first usr/local/bin/a',
        reason: expect.stringContaining('Rust program without a list of its crates'),
      },
    ]);
  });

  it('are recognised under a name that is a hard link, once for both', async () => {
    const node = writeElf([{ name: '.rodata', content: Buffer.from('node.js/v18.17.1 ') }]);
    const { sbom } = await scan({ ...osRelease, 'opt/node*': node });
    expect(sbom.packages).toMatchObject([{ name: 'node', version: '18.17.1', evidence: 'signature' }]);
  });
});

describe('layers', () => {
  it('of Alpine packages are those of their files, not of the database', async () => {
    const record = (name: string) => `P:${name}\nV:1\nF:usr/bin\nR:${name}\n\n`;
    const { sbom, layers } = await scan(
      { 'lib/apk/db/installed': record('a'), 'usr/bin/a': 'x' },
      { 'lib/apk/db/installed': record('a') + record('b'), 'usr/bin/b': 'x' },
    );
    expect(sbom.packages.map(({ locations }) => locations[0]?.layer)).toEqual(
      layers.map(({ diffId }) => diffId),
    );
  });

  it('are told for a jar in a jar, with its place', async () => {
    const pom = { 'META-INF/maven/g/a/pom.properties': 'groupId=g\nartifactId=a\nversion=1\n' };
    const { sbom, layers } = await scan(
      { x: 'y' },
      { 'app/a.war': writeZip({ 'lib/a.jar': writeZip(pom) }) },
    );
    expect(sbom.packages[0]?.locations).toEqual([{ path: 'app/a.war:lib/a.jar', layer: layers[1]?.diffId }]);
  });
});

it.each([
  { name: 'a\0b', version: '1' },
  { name: 'a', version: 'x'.repeat(2000) },
  { name: 'line\nbreak', version: '1' },
])('names and versions that are none are gaps, not packages: %j', async ({ name, version }) => {
  const { sbom, gaps } = await scan({
    ...pyYaml,
    'node_modules/a/package.json': JSON.stringify({ name, version }),
  });
  expect(names(sbom.packages)).toEqual(['PyYAML']);
  expect(gaps.map(({ what }) => what)).toEqual(['node_modules/a/package.json']);
});

it('gaps are counted when they are too many to be listed', async () => {
  const broken = Array.from({ length: 600 }, (_, index) => [`node_modules/p${index}/package.json`, '{']);
  const { gaps } = await scan({ ...pyYaml, ...Object.fromEntries(broken) });
  expect(gaps).toHaveLength(501);
  expect(gaps.at(-1)?.what).toBe('100 more');
});

it('a name that no purl allows still has one', async () => {
  const { sbom } = await scan({ 'node_modules/a/package.json': '{"name":"a\\ud800","version":"1"}' });
  expect(sbom.packages.map(({ purl }) => purl)).toEqual(['pkg:npm/a%EF%BF%BD@1']);
});

it.each([
  { path: 'var/db/pkg/sys-libs/zlib-1.3/PF', what: 'Gentoo packages' },
  { path: 'usr/lib/R/site-library/x/DESCRIPTION', what: 'R packages' },
  { path: 'usr/lib/opkg/status', what: 'opkg packages' },
])('$what are said not to be read', async ({ path, what }) => {
  const { gaps } = await scan({ ...pyYaml, [path]: 'x' });
  expect(gaps.map((gap) => gap.what)).toEqual([what]);
});

describe('scanDirectory', () => {
  function unpack(files: Readonly<Record<string, string | Buffer>>): string {
    images += 1;
    const root = join(folder, `root-${images}`);
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content, { mode: 0o755 });
    }
    return root;
  }

  it('reads an unpacked file system as an image, links inside of it only', async () => {
    const root = unpack({
      ...osRelease,
      'usr/share/a/package.json': '{}',
      'lib2/apk/db/installed': 'P:a\nV:1\n',
    });
    symlinkSync('/lib2', join(root, 'lib'));
    symlinkSync('/etc/passwd', join(root, 'requirements.txt'));
    symlinkSync('loop', join(root, 'loop'));
    const { sbom, gaps, digest, layers, configFindings } = await scanDirectory(root);
    expect(names(sbom.packages)).toEqual(['a']);
    expect(gaps).toEqual([]);
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect([layers, configFindings]).toEqual([[], []]);
  });

  it('takes lock files at their word in a source tree', async () => {
    const { sbom } = await scanDirectory(
      unpack({ 'Cargo.lock': '[[package]]\nname = "a"\nversion = "1.0.0"\n' }),
    );
    expect(sbom.packages).toMatchObject([{ type: 'cargo', name: 'a', evidence: 'lock-file' }]);
    expect(sbom.declared).toBeUndefined();
  });

  it('reads programs and archives', async () => {
    const info = writeElf([{ name: '.rodata', content: Buffer.from('BusyBox v1.36.1 (x) ') }]);
    const { sbom } = await scanDirectory(unpack({ 'bin/busybox': info, 'bin/script': '#!/bin/sh\n' }));
    expect(sbom.packages).toMatchObject([{ name: 'busybox', locations: [{ path: 'bin/busybox' }] }]);
  });

  it.each([
    { limits: { maxEntries: 2 }, reason: 'more than 2 files' },
    { limits: { maxFileBytes: 3 }, reason: 'files above 3 bytes are not read' },
    { limits: { maxPathDepth: 1 }, reason: 'deeper than 1 folders' },
  ])('says when a limit is reached: $reason', async ({ limits, reason }) => {
    const root = unpack({ 'a/poetry.lock': 'longer than three', 'b/c': 'x', 'd/e': 'x' });
    const { gaps } = await scanDirectory(root, { limits });
    expect(gaps.map((gap) => gap.reason).join('\n')).toContain(reason);
  });

  it.each([{ path: join(folder, 'missing') }, { path: import.meta.filename }])(
    'refuses $path',
    async ({ path }) => {
      await expect(scanDirectory(path)).rejects.toBeInstanceOf(ImageError);
    },
  );
});
