import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Sbom } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanImage } from '../scan-image.ts';
import { toCycloneDx } from './cyclonedx/write.ts';
import { type DocumentedImage, SbomError } from './documented-image.ts';
import { readSbom } from './read-sbom.ts';
import { toSpdx } from './spdx-2/write.ts';
import { toSpdx3 } from './spdx-3/write.ts';

const options = { toolVersion: '1.0.0', createdAt: '2026-01-02T03:04:05Z' };
const digest = `sha256:${'a'.repeat(64)}`;

const sbom: Sbom = {
  distro: { id: 'debian', version: '12', codename: 'bookworm', prettyName: 'Debian "12"' },
  packages: [
    {
      type: 'deb',
      name: 'libc6',
      version: '2:2.36-9',
      purl: 'pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12&epoch=2&upstream=glibc%402%3A2.36-9',
      locations: [{ path: 'var/lib/dpkg/status', layer: `sha256:${'1'.repeat(64)}` }],
      licenses: [],
      architecture: 'amd64',
      origin: { name: 'glibc', version: '2:2.36-9' },
      foundBy: 'dpkg',
    },
    {
      type: 'generic',
      name: 'node',
      version: '18.0.0',
      purl: 'pkg:generic/node@18.0.0',
      locations: [{ path: 'opt/node' }, { path: 'opt/with space\n"quote"' }],
      licenses: [],
      foundBy: 'known-product',
      evidence: 'signature',
    },
    {
      type: 'maven',
      name: 'org.a:b',
      version: '1.0',
      purl: 'pkg:maven/org.a/b@1.0',
      locations: [{ path: 'a.war:lib/b.jar' }],
      licenses: ['Apache License, Version 2.0', 'MIT OR GPL-2.0'],
      foundBy: 'java-archive',
    },
    {
      type: 'npm',
      name: '@s/a',
      version: '1.0.0',
      purl: 'pkg:npm/%40s/a@1.0.0',
      locations: [{ path: 'node_modules/@s/a/package.json' }],
      licenses: ['MIT'],
      foundBy: 'npm',
      owner: 'pkg:deb/debian/other@1',
      isThirdParty: true,
    },
  ],
  declared: [
    {
      type: 'npm',
      name: '@s/a',
      version: '1.0.0',
      purl: 'pkg:npm/%40s/a@1.0.0',
      locations: [{ path: 'package-lock.json' }],
      licenses: [],
      foundBy: 'npm-package-lock',
      evidence: 'lock-file',
    },
  ],
  owned: [
    {
      type: 'pypi',
      name: 'PyYAML',
      version: '6.0',
      purl: 'pkg:pypi/pyyaml@6.0',
      locations: [{ path: 'usr/lib/python3/dist-packages/PyYAML.egg-info' }],
      licenses: ['MIT'],
      foundBy: 'python',
      owner: 'pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12&epoch=2&upstream=glibc%402%3A2.36-9',
    },
  ],
};
const libc = sbom.packages[0]?.purl ?? '';
const image: Required<DocumentedImage> = {
  digest,
  tags: ['shop:1', 'shop:latest'],
  sbom: {
    ...sbom,
    relationships: [
      { from: libc, type: 'depends-on', to: 'pkg:generic/node@18.0.0' },
      { from: libc, type: 'owns', to: 'pkg:pypi/pyyaml@6.0' },
      { from: 'pkg:npm/%40s/a@1.0.0', type: 'depends-on', to: 'pkg:maven/org.a/b@1.0' },
    ],
  },
  gaps: [{ what: 'opt/"x"', reason: 'is damaged\n(twice)' }],
};

const writers = [
  { format: 'CycloneDX 1.6', write: (one: DocumentedImage) => toCycloneDx(one, options) },
  { format: 'SPDX 2.3', write: (one: DocumentedImage) => toSpdx(one, options) },
  { format: 'SPDX 3.0', write: (one: DocumentedImage) => toSpdx3(one, options) },
  { format: 'our JSON', write: (one: DocumentedImage) => JSON.stringify(one) },
];

const root = new URL('../../../..', import.meta.url).pathname;
const images = resolve(root, process.env.BREAKWATER_CASES ?? '../shared', 'images');
const isMissing = !existsSync(images) && process.env.REQUIRE_ALL !== '1';

describe.each(writers)('$format', ({ write }) => {
  it('gives back what was written', () => {
    expect(readSbom(Buffer.from(write(image)))).toEqual(image);
  });

  it('is the same bytes for the same image', () => {
    expect(write(image)).toBe(write(structuredClone(image)));
  });

  it('gives back an image without anything', () => {
    const { sbom: found, gaps } = readSbom(Buffer.from(write({ digest, tags: [], sbom: { packages: [] } })));
    expect(found).toEqual({ packages: [] });
    expect(gaps).toHaveLength(1);
  });

  it.skipIf(isMissing).each(['alma9-anchor', 'alpine-polyglot', 'distroless-python'])(
    'gives back the packages of a real image: %s (needs the cases folder)',
    async (name) => {
      const scanned = await scanImage(resolve(images, `${name}.oci.tar`));
      const read = readSbom(Buffer.from(write(scanned)));
      expect(read.sbom).toEqual(scanned.sbom);
      expect(read.digest).toBe(scanned.digest);
    },
  );

  it('is read or refused, however damaged', () => {
    const bytes = Buffer.from(write(image));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(127)), { minLength: 1, maxLength: 3 }),
        (changes) => {
          const damaged = Buffer.from(bytes);
          for (const [at, byte] of changes) damaged[at] = byte;
          try {
            readSbom(damaged);
          } catch (error) {
            expect(error).toBeInstanceOf(SbomError);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('documents of others', () => {
  const purl = 'pkg:deb/debian/libc6@2.36-9?arch=amd64&distro=debian-12&upstream=glibc';

  it.each([
    {
      what: 'CycloneDX with components in components',
      document: {
        bomFormat: 'CycloneDX',
        specVersion: '1.5',
        metadata: { component: { type: 'container', name: 'shop:1' } },
        components: [
          { type: 'operating-system', name: 'debian', version: '12' },
          {
            type: 'library',
            name: 'outer',
            purl: 'pkg:npm/outer@1.0.0',
            licenses: [{ expression: 'MIT' }],
            components: [{ purl }],
          },
          { type: 'file', name: 'a' },
          { type: 'library', name: 'nameless' },
        ],
      },
      distro: { id: 'debian', version: '12' },
      gaps: ['1 components'],
    },
    {
      what: 'SPDX 2 that names the distribution in purls only',
      document: {
        spdxVersion: 'SPDX-2.2',
        packages: [
          {
            SPDXID: 'SPDXRef-1',
            name: 'libc6',
            externalRefs: [{ referenceType: 'purl', referenceLocator: purl }],
          },
          {
            SPDXID: 'SPDXRef-2',
            name: 'outer',
            licenseConcluded: 'NOASSERTION',
            licenseDeclared: 'MIT',
            externalRefs: [{ referenceType: 'purl', referenceLocator: 'pkg:npm/outer@1.0.0' }],
          },
        ],
      },
      distro: { id: 'debian', version: '12' },
      gaps: [],
    },
  ])('$what', ({ document, distro, gaps }) => {
    const read = readSbom(Buffer.from(JSON.stringify(document)));
    expect(read.sbom.distro).toEqual(distro);
    expect(read.sbom.packages).toMatchObject([
      {
        type: 'deb',
        name: 'libc6',
        version: '2.36-9',
        architecture: 'amd64',
        origin: { name: 'glibc', version: '2.36-9' },
      },
      { type: 'npm', name: 'outer', version: '1.0.0', licenses: ['MIT'] },
    ]);
    expect(read.gaps.map(({ what }) => what)).toEqual(gaps);
    expect(read.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('without sources or a distribution say so', () => {
    const components = [{ purl: 'pkg:deb/debian/libc6@2.36-9' }];
    const { gaps } = readSbom(Buffer.from(JSON.stringify({ bomFormat: 'CycloneDX', components })));
    expect(gaps.map(({ what }) => what)).toEqual(['distribution', 'packages of the distribution']);
  });

  it.each([
    { text: '{', reason: 'is no JSON' },
    { text: '[]', reason: 'is no JSON object' },
    { text: '{}', reason: 'is neither CycloneDX nor SPDX' },
    { text: '{"sbom":{"packages":[{"type":"npm"}]}}', reason: 'has a package that is not whole' },
  ])('that are none are refused: $text', ({ text, reason }) => {
    expect(() => readSbom(Buffer.from(text))).toThrow(reason);
  });
});

describe('CycloneDX', () => {
  it('says whether everything was examined', () => {
    const aggregate = (gaps: DocumentedImage['gaps']) =>
      JSON.parse(toCycloneDx({ ...image, gaps: gaps ?? [] }, options)).compositions[0].aggregate;
    expect(aggregate([])).toBe('complete');
    expect(aggregate(image.gaps)).toBe('incomplete');
  });
});
