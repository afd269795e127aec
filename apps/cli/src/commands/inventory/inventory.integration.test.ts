import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  accessDenied,
  type GatewayCall,
  type Moto,
  motoAccount,
  seedAccount,
  seededSecret,
  startGateway,
  startMoto,
  whyNoMoto,
} from '@breakwater/inventory/test-support';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const main = join(import.meta.dirname, '..', '..', 'main.ts');
const regions = ['us-east-1', 'eu-west-1'];
const skipped = whyNoMoto();

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe.skipIf(skipped !== undefined)(
  `breakwater inventory${skipped === undefined ? '' : `: ${skipped}`}`,
  () => {
    let moto: Moto;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'breakwater-inventory-'));
      moto = await startMoto();
      await seedAccount(moto.endpoint, { regions });
    }, 120_000);
    afterAll(async () => {
      await moto?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    async function breakwater(
      args: readonly string[],
      env: Readonly<Record<string, string>> = {},
    ): Promise<Ended> {
      const environment = {
        PATH: process.env.PATH,
        HOME: folder,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ACCESS_KEY_ID: 'testing',
        AWS_SECRET_ACCESS_KEY: 'testing',
        ...env,
      };
      return await new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          [main, 'inventory', ...args],
          { cwd: folder, env: environment, maxBuffer: 64 * 1024 * 1024 },
          (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
        );
      });
    }

    async function syncThrough(
      refuse: (call: GatewayCall) => boolean,
      args: readonly string[],
    ): Promise<Ended> {
      const gateway = await startGateway({
        target: moto.endpoint,
        refuse: (call) => (refuse(call) ? accessDenied(call) : undefined),
      });
      const ended = await breakwater(['sync', ...args], { AWS_ENDPOINT_URL: gateway.endpoint });
      await gateway.stop();
      return ended;
    }

    test('sync writes a private snapshot that list and show read', async () => {
      const sync = await breakwater(['sync', '--endpoint-url', moto.endpoint, '--region', ...regions]);
      expect(sync).toMatchObject({ code: 0, stderr: '' });
      expect(sync.stdout).toContain(`resources of account ${motoAccount} in breakwater-inventory.jsonl`);
      const file = join(folder, 'breakwater-inventory.jsonl');
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await readFile(file, 'utf8')).not.toContain(seededSecret);
      expect((await readdir(folder)).filter((name) => name.endsWith('.tmp'))).toEqual([]);

      const list = await breakwater([
        'list',
        '--type',
        'ecs-service',
        '--region',
        'eu-west-1',
        '--tag',
        'team=platform',
      ]);
      expect(list.code).toBe(0);
      // Every other one of 7 services in each of 4 clusters.
      expect(list.stdout.trim().split('\n')).toHaveLength(1 + 4 * 4);
      expect(Math.max(...list.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);

      const json = await breakwater(['list', '--type', 'aws.s3', '--json']);
      const buckets: readonly { readonly id: string }[] = JSON.parse(json.stdout);
      expect(buckets).toHaveLength(16);
      const arn = buckets[0]?.id ?? '';
      const shown = await breakwater(['show', arn, '--json']);
      expect(JSON.parse(shown.stdout)).toEqual(buckets[0]);
      expect((await breakwater(['show', 'bad-1:1', '--region'])).code).not.toBe(0);
      expect(await breakwater(['show', 'service-1'])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('8 resources are named service-1; give the ARN'),
      });
    }, 60_000);

    test('a region without rights makes a partial inventory and says which right is missing', async () => {
      const args = ['--region', ...regions, '-o', 'partial.jsonl', '--json'];
      const { code, stdout, stderr } = await syncThrough(({ region }) => region === 'eu-west-1', args);
      expect(code).toBe(0);
      expect(stderr).toContain('The inventory is partial: 13 of 28 lists were not read whole');
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
        'aws.ecs, aws.ecs-service, aws.ecs-task in eu-west-1: ecs:ListClusters is denied; grant it',
      );
      const result = JSON.parse(stdout);
      expect(result).toMatchObject({ status: 'partial', account: motoAccount });
      expect(result.coverage.filter(({ status }: { status: string }) => status === 'denied')).toHaveLength(
        13,
      );
      const list = await breakwater(['list', '-i', 'partial.jsonl', '--type', 'ecs']);
      expect(list.code).toBe(0);
      expect(list.stdout.trim().split('\n')).toHaveLength(5);
      expect(list.stderr).toContain('The inventory is partial');
    }, 60_000);

    test('when nothing can be read the old snapshot stays and the end is 2', async () => {
      await writeFile(join(folder, 'old.jsonl'), 'what was there');
      const args = ['--region', 'us-east-1', '-o', 'old.jsonl'];
      const { code, stderr } = await syncThrough(({ service }) => service !== 'sts', args);
      expect(code).toBe(2);
      expect(stderr).toContain('Nothing could be read');
      expect(await readFile(join(folder, 'old.jsonl'), 'utf8')).toBe('what was there');
    }, 60_000);

    test.each([
      ['no such type', ['sync', '--type', 'aws.nope'], 'unknown resource type "aws.nope"'],
      ['no region', ['sync', '--region', 'x.example.com/'], 'is not the name of an AWS region'],
      ['another account', ['sync', '--account', '000000000001'], `lead to account ${motoAccount}`],
      ['no folder', ['sync', '--region', 'us-east-1', '-o', 'missing/x.jsonl'], 'missing/x.jsonl: ENOENT'],
      ['no snapshot', ['list', '-i', 'missing.jsonl'], 'run "breakwater inventory sync" first'],
      ['no resource', ['show', 'arn:aws:ecs:nowhere'], 'is not in breakwater-inventory.jsonl'],
      ['a tag without key', ['list', '--tag', '=x'], 'has no key'],
      ['an external id alone', ['sync', '--external-id', 'x'], '--external-id needs --role-arn'],
    ])(
      '%s is a clear error',
      async (_title, args, message) => {
        const { code, stderr, stdout } = await breakwater(args, { AWS_ENDPOINT_URL: moto.endpoint });
        expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
        expect(stderr).toContain(message);
        expect(stderr).not.toContain('    at ');
      },
      30_000,
    );

    test('a snapshot that was cut off is refused', async () => {
      await breakwater([
        'sync',
        '--endpoint-url',
        moto.endpoint,
        '--region',
        'us-east-1',
        '-o',
        'whole.jsonl',
      ]);
      const whole = await readFile(join(folder, 'whole.jsonl'), 'utf8');
      await writeFile(join(folder, 'cut.jsonl'), whole.slice(0, whole.lastIndexOf('{"kind":"end"')));
      const { code, stderr } = await breakwater(['list', '-i', 'cut.jsonl']);
      expect(code).toBe(2);
      expect(stderr).toContain('it was cut off; sync again');
    }, 30_000);

    test('credentials that are missing are a clear error', async () => {
      const { code, stderr } = await breakwater(['sync', '--endpoint-url', moto.endpoint], {
        AWS_ACCESS_KEY_ID: '',
        AWS_SECRET_ACCESS_KEY: '',
      });
      expect(code).toBe(2);
      expect(stderr).toContain('Could not load credentials');
    }, 30_000);
  },
);
