import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  registryUser,
  startRegistry,
  type TestRegistry,
  whyNoRegistry,
  writeManifest,
  writeTar,
} from '@breakwater/image/test-support';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

const bin = join(import.meta.dirname, '../../../bin/breakwater.js');
const lodash = JSON.stringify({ name: 'lodash', version: '4.17.15', license: 'MIT' });
const image = writeManifest({
  layers: [{ tar: writeTar([{ path: 'app/node_modules/lodash/package.json', content: lodash }]) }],
});
const auth = Buffer.from(`${registryUser.username}:${registryUser.password}`).toString('base64');

describe.skipIf(whyNoRegistry() !== undefined)('image sbom of a registry', () => {
  let registry: TestRegistry;
  let folder: string;

  beforeAll(async () => {
    registry = await startRegistry();
    await registry.push('team/app', '1', [image]);
  });
  afterAll(() => registry.stop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'breakwater-cli-registry-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('with what "docker login" wrote', async () => {
    configure({ auths: { [registry.host]: { auth } } });
    const { code, stdout } = await sbom();
    expect(code).toBe(0);
    expect(JSON.parse(stdout).sbom.packages).toMatchObject([{ name: 'lodash', version: '4.17.15' }]);
    const kept = readdirSync(join(folder, 'breakwater', 'blobs'));
    expect(kept.filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('with a credential helper', async () => {
    helper(
      `read host; [ "$1 $host" = "get ${registry.host}" ] && echo '${JSON.stringify({ Username: registryUser.username, Secret: registryUser.password })}'`,
    );
    configure({ credHelpers: { [registry.host]: 'harbour' } });
    expect((await sbom()).code).toBe(0);
  });

  test.each([
    ['a helper that fails', { credHelpers: true }, 'exit 1', /docker-credential-harbour ended with 1/],
    [
      'a helper that says nothing of use',
      { credHelpers: true },
      'echo hello',
      /answered with no credentials/,
    ],
    [
      'a helper that has none',
      { credHelpers: true },
      'echo credentials not found in native keychain; exit 1',
      /docker login/,
    ],
    [
      'a helper that is no name',
      { credsStore: '../../bin/sh' },
      'exit 0',
      /is no name of a credential helper/,
    ],
    ['no login at all', {}, 'exit 0', /does not let you read team\/app; log in with "docker login/],
  ])('%s is told', async (_name, config, script, message) => {
    helper(script);
    configure('credHelpers' in config ? { credHelpers: { [registry.host]: 'harbour' } } : config);
    const { code, stderr } = await sbom();
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
  });

  test('a file that is missing is not looked for in a registry', async () => {
    const { code, stderr } = await run('image', 'sbom', './shop.tar');
    expect(code).toBe(2);
    expect(stderr).toContain('shop.tar: no such file');
  });

  function sbom() {
    const name = `${registry.host}/team/app:1`;
    return run('image', 'sbom', name, '--json', '--insecure-registry', registry.host);
  }

  function configure(config: object): void {
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  }

  function helper(script: string): void {
    const path = join(folder, 'docker-credential-harbour');
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }

  function run(...args: readonly string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const env = {
      ...process.env,
      DOCKER_CONFIG: folder,
      XDG_CACHE_HOME: folder,
      PATH: `${folder}:${process.env.PATH}`,
    };
    return new Promise((resolve) => {
      execFile(process.execPath, [bin, ...args], { env }, (error, stdout, stderr) => {
        resolve({ code: Number(error?.code ?? 0), stdout, stderr });
      });
    });
  }
});
