import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  registryUser,
  startRegistry,
  type TestRegistry,
  whyNoRegistry,
} from '../../test-support/registry.ts';
import { writeManifest } from '../../test-support/write-image.ts';
import { writeTar } from '../../test-support/write-tar.ts';
import { readFileTree } from '../read-file-tree.ts';
import { openRegistryImage, type PullOptions } from './open-registry-image.ts';

const amd = imageOf('amd');
const arm = imageOf('arm');
const index = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.index.v1+json',
    manifests: [
      { ...arm.descriptor, platform: { os: 'linux', architecture: 'arm64' } },
      { ...amd.descriptor, platform: { os: 'linux', architecture: 'amd64' } },
    ],
  }),
);

describe.skipIf(whyNoRegistry() !== undefined)('a registry that wants a password', () => {
  let registry: TestRegistry;
  let folder: string;

  beforeAll(async () => {
    registry = await startRegistry();
    await registry.push('team/app', '1', [amd]);
    await registry.push('team/app', 'multi', [amd, arm], index);
  });
  afterAll(() => registry.stop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'breakwater-pull-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('gives an image by its tag, with its layers', async () => {
    const image = await pull('team/app:1');
    expect(image).toMatchObject({
      digest: amd.descriptor.digest,
      tags: [`${registry.host}/team/app:1`],
      config: { user: 'amd' },
    });
    const { tree } = await readFileTree(image, { selection: { paths: ['amd'] } });
    expect(tree.read('amd')?.toString()).toBe('amd');
  });

  test.each([
    ['by its digest', `team/app@${amd.descriptor.digest}`, undefined, 'amd'],
    ['of several, the usual platform', 'team/app:multi', undefined, 'amd'],
    ['of several, the platform asked for', 'team/app:multi', 'linux/arm64', 'arm'],
  ])('gives an image %s', async (_name, name, platform, user) => {
    const image = await pull(name, platform === undefined ? {} : { platform });
    expect(image.config.user).toBe(user);
  });

  test('is not asked again for what is there', async () => {
    await pull('team/app:1');
    const asked: string[] = [];
    const fetch: PullOptions['fetch'] = (url, init) => {
      asked.push(url);
      return globalThis.fetch(url, init);
    };
    await pull('team/app:1', { fetch });
    expect(asked.filter((url) => url.includes('/blobs/'))).toEqual([]);
  });

  test.each([
    ['nobody', undefined],
    ['a wrong password', { username: 'keeper', password: 'wrong' }],
    ['a token for a registry without token service', { identityToken: 'x' }],
  ])('refuses %s in plain words', async (_name, credentials) => {
    const refusal = pull('team/app:1', { credentialsFor: async () => credentials });
    await expect(refusal).rejects.toThrow(/does not let you read .*; log in with "docker login 127/);
    await expect(refusal).rejects.not.toThrow('wrong');
  });

  test.each(['team/none:1', 'team/app:none'])('has no %s', async (name) => {
    await expect(pull(name)).rejects.toThrow('the registry has no such image');
  });

  test('is passed over as a mirror that lacks the image, and asked itself', async () => {
    const mirrors = new Map([[registry.host, ['http://127.0.0.1:9', `http://${registry.host}/elsewhere`]]]);
    expect((await pull('team/app:1', { mirrors })).config.user).toBe('amd');
  });

  function pull(name: string, changes: Partial<PullOptions> = {}) {
    return openRegistryImage(`${registry.host}/${name}`, {
      folder,
      fetch: globalThis.fetch,
      credentialsFor: async () => registryUser,
      insecureRegistries: [registry.host],
      ...changes,
    });
  }
});

function imageOf(user: string) {
  return writeManifest({
    layers: [{ tar: writeTar([{ path: user, content: user }]) }],
    config: { User: user },
  });
}
