import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { digestOf, writeLayout, writeManifest } from '../test-support/write-image.ts';
import { type TarMember, writeTar } from '../test-support/write-tar.ts';
import { type OpenImageOptions, openImage } from './open-image.ts';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-open-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function save(content: Buffer | readonly TarMember[]): string {
  files += 1;
  const path = join(folder, `${files}.tar`);
  writeFileSync(path, Buffer.isBuffer(content) ? content : writeTar(content as readonly TarMember[]));
  return path;
}

function imageOf(user: string) {
  return writeManifest({ layers: [{ tar: writeTar([{ path: user }]) }], config: { User: user } });
}

const amd = imageOf('amd');
const arm = imageOf('arm');
const attestation = imageOf('attestation');
const platform = (os: string, architecture: string, variant?: string) => ({
  platform: { os, architecture, variant },
});
const named = (name: string) => ({ annotations: { 'org.opencontainers.image.ref.name': name } });
const amdEntry = { ...amd.descriptor, ...platform('linux', 'amd64'), ...named('app:1') };
const armEntry = { ...arm.descriptor, ...platform('linux', 'arm64') };
const attestationEntry = { ...attestation.descriptor, ...platform('unknown', 'unknown') };
const all = [amd, arm, attestation];

describe('openImage on an OCI layout', () => {
  it.each<{ name: string; entries: unknown[]; options?: OpenImageOptions; user: string }>([
    { name: 'takes the only image', entries: [armEntry], user: 'arm' },
    { name: 'takes linux/amd64 of several', entries: [armEntry, amdEntry], user: 'amd' },
    {
      name: 'takes the platform asked for',
      entries: [armEntry, amdEntry],
      options: { platform: 'linux/arm64' },
      user: 'arm',
    },
    {
      name: 'reads arm64 as v8',
      entries: [armEntry, amdEntry],
      options: { platform: 'linux/arm64/v8' },
      user: 'arm',
    },
    { name: 'skips attestations', entries: [attestationEntry, armEntry], user: 'arm' },
    {
      name: 'takes the name asked for',
      entries: [armEntry, amdEntry],
      options: { reference: 'app:1' },
      user: 'amd',
    },
    {
      name: 'takes one image listed twice',
      entries: [amdEntry, { ...amdEntry, ...named('app:2') }],
      user: 'amd',
    },
  ])('$name', async ({ entries, options, user }) => {
    const image = await openImage(save(writeLayout(all, entries)), options);
    expect(image.config.user).toBe(user);
  });

  it('follows a nested index, whose name is the image name', async () => {
    const nested = Buffer.from(JSON.stringify({ manifests: [armEntry, attestationEntry] }));
    const entry = {
      mediaType: 'application/vnd.oci.image.index.v1+json',
      digest: digestOf(nested),
      size: nested.length,
      ...named('nested:1'),
    };
    const members = [
      ...writeLayout(all, [entry]),
      { path: `blobs/sha256/${digestOf(nested).slice(7)}`, content: nested },
    ];
    const image = await openImage(save(members));
    expect(image).toMatchObject({ digest: arm.descriptor.digest, tags: ['nested:1'] });
  });

  it('reads a folder, but follows no symbolic link of it', async () => {
    const root = join(folder, 'layout');
    for (const { path, content = '' } of writeLayout([amd])) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    await expect(openImage(root)).resolves.toMatchObject({ digest: amd.descriptor.digest });
    rmSync(join(root, 'index.json'));
    symlinkSync('/etc/hostname', join(root, 'index.json'));
    await expect(openImage(root)).rejects.toMatchObject({ code: 'not-an-image' });
  });

  const layout = writeLayout([amd]);
  const without = (path: string | undefined) => layout.filter((member) => member.path !== path);
  const manifestPath = `blobs/sha256/${String(amd.descriptor.digest).slice(7)}`;
  const whole = writeTar(layout);
  it.each<{ name: string; content: Buffer | readonly TarMember[]; options?: OpenImageOptions; code: string }>(
    [
      { name: 'is empty', content: Buffer.alloc(0), code: 'not-an-image' },
      { name: 'is text', content: Buffer.from('hello '.repeat(200)), code: 'not-an-image' },
      { name: 'is another tar', content: [{ path: 'README' }], code: 'not-an-image' },
      { name: 'is compressed as a whole', content: gzipSync(whole), code: 'unsupported' },
      { name: 'is cut off', content: whole.subarray(0, whole.length - 3000), code: 'truncated-archive' },
      {
        name: 'is damaged in a header',
        content: Buffer.concat([whole.subarray(0, 1024), Buffer.alloc(512, 1), whole.subarray(1536)]),
        code: 'corrupt-archive',
      },
      {
        name: 'has an index that is no JSON',
        content: [{ path: 'index.json', content: '{' }],
        code: 'bad-manifest',
      },
      { name: 'offers nothing', content: writeLayout([], [attestationEntry]), code: 'no-such-image' },
      {
        name: 'lacks the platform',
        content: writeLayout(all, [amdEntry, armEntry]),
        options: { platform: 'linux/s390x' },
        code: 'no-such-image',
      },
      {
        name: 'has no platform in its index and another in its configuration',
        content: writeLayout([amd], [amd.descriptor]),
        options: { platform: 'linux/arm64' },
        code: 'no-such-image',
      },
      { name: 'lacks the name', content: layout, options: { reference: 'other:1' }, code: 'no-such-image' },
      {
        name: 'holds two that fit',
        content: writeLayout(all, [amd.descriptor, arm.descriptor]),
        code: 'ambiguous-image',
      },
      { name: 'lacks the manifest', content: without(manifestPath), code: 'missing-blob' },
      { name: 'lacks a layer', content: without(amd.layerPaths[0]), code: 'missing-blob' },
      {
        name: 'has a manifest of another content',
        content: layout.map((member) =>
          member.path === manifestPath
            ? { ...member, content: Buffer.alloc(Number(amd.descriptor.size), 32) }
            : member,
        ),
        code: 'wrong-digest',
      },
      {
        name: 'has a layer of another size',
        content: layout.map((member) =>
          member.path === amd.layerPaths[0] ? { ...member, content: 'x' } : member,
        ),
        code: 'wrong-size',
      },
      {
        name: 'names a digest that leads elsewhere',
        content: writeLayout([], [{ ...amd.descriptor, digest: 'sha256:../../../etc/passwd' }]),
        code: 'unsupported',
      },
    ],
  )('refuses what $name', async ({ content, options, code }) => {
    await expect(openImage(save(content), options)).rejects.toMatchObject({ name: 'ImageError', code });
  });

  it('refuses a path where nothing is', async () => {
    await expect(openImage(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('openImage on a docker archive', () => {
  const tar = writeTar([{ path: 'a' }]);
  const config = (user: string) =>
    Buffer.from(
      JSON.stringify({ config: { User: user }, rootfs: { diff_ids: [digestOf(tar), digestOf(tar)] } }),
    );
  const entry = (user: string) => ({
    Config: `${user}.json`,
    RepoTags: [`${user}:1`],
    Layers: ['one/layer.tar', 'two/layer.tar'],
  });
  const archive = (...users: readonly string[]): readonly TarMember[] => [
    { path: 'manifest.json', content: JSON.stringify(users.map(entry)) },
    ...users.map((user) => ({ path: `${user}.json`, content: config(user) })),
    { path: 'one/layer.tar', content: tar },
    { path: 'two/layer.tar', flag: '2', link: '../one/layer.tar' },
  ];

  it('reads manifest.json, and layers that are links to one another', async () => {
    const image = await openImage(save(archive('app')));
    expect(image).toMatchObject({ digest: digestOf(config('app')), tags: ['app:1'] });
    expect(image.layers.map(({ size }) => size)).toEqual([tar.length, tar.length]);
  });

  it('picks by tag, and does not guess', async () => {
    const path = save(archive('app', 'web'));
    await expect(openImage(path, { reference: 'web:1' })).resolves.toMatchObject({ tags: ['web:1'] });
    await expect(openImage(path)).rejects.toMatchObject({ code: 'ambiguous-image' });
    await expect(openImage(path, { reference: 'db:1' })).rejects.toMatchObject({ code: 'no-such-image' });
  });
});
