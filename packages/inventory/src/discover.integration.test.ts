import type { Resource } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  accessDenied,
  type Gateway,
  type GatewayCall,
  type Moto,
  motoAccount,
  motoCredentials,
  type SeededResource,
  seedAccount,
  seededSecret,
  seedRegions,
  startGateway,
  startMoto,
  whyNoMoto,
} from '../test-support/index.ts';
import { resourceTypes } from './aws/index.ts';
import type { Service } from './clients.ts';
import { type Connection, type ConnectionOptions, connectionFor } from './connection.ts';
import { discover } from './discover.ts';
import { collect, type DiscoverOptions, type Discovery, type Progress } from './discovery.ts';
import type { Rate } from './throttle.ts';

const unlimited: Rate = { perSecond: 1e6, burst: 1e6 };
const rates = Object.fromEntries(resourceTypes.map(({ service }) => [service, unlimited])) as Record<
  Service,
  Rate
>;
const now = (): Date => new Date('2026-03-01T00:00:00Z');
const deniedRegion = 'eu-west-1';
const skipped = whyNoMoto();

describe.skipIf(skipped !== undefined)(
  `discovery against moto${skipped === undefined ? '' : `: ${skipped}`}`,
  () => {
    let moto: Moto;
    let seeded: readonly SeededResource[];
    const cleanups: (() => Promise<void> | void)[] = [];

    beforeAll(async () => {
      moto = await startMoto();
      seeded = await seedAccount(moto.endpoint, { size: 2 });
    }, 120_000);
    afterAll(async () => {
      for (const cleanUp of cleanups.reverse()) await cleanUp();
      await moto?.stop();
    });

    async function connect(endpoint: string, options: Partial<ConnectionOptions> = {}): Promise<Connection> {
      const connection = await connectionFor({
        region: 'us-east-1',
        endpoint,
        credentials: motoCredentials,
        rates,
        maxAttempts: 2,
        ...options,
      });
      cleanups.push(connection.close);
      return connection;
    }

    async function gateway(
      refuse?: (call: GatewayCall) => ReturnType<typeof accessDenied> | undefined,
    ): Promise<Gateway> {
      const started = await startGateway({ target: moto.endpoint, ...(refuse !== undefined && { refuse }) });
      cleanups.push(started.stop);
      return started;
    }

    async function run(connection: Connection, options: Partial<DiscoverOptions> = {}): Promise<Discovery> {
      return await collect(discover(connection, { regions: seedRegions, now, ...options }));
    }

    function ids(resources: readonly Resource[]): ReadonlySet<string> {
      return new Set(resources.map(({ id }) => id));
    }

    test('finds every seeded resource once, in its region, with its tags', async () => {
      const { resources, coverage } = await run(await connect(moto.endpoint));
      expect(seeded.length).toBeGreaterThan(600);
      const byId = new Map(resources.map((resource) => [resource.id, resource]));
      expect(byId.size).toBe(resources.length);
      const missing = seeded.filter(({ id, type, region }) => {
        const found = byId.get(id);
        return found?.type !== type || (found.place.region ?? 'global') !== region;
      });
      expect(missing).toEqual([]);
      expect(coverage.filter(({ status }) => status !== 'ok')).toEqual([]);
      expect(coverage).toHaveLength(13 * seedRegions.length + 2);
      const counted = coverage.reduce((sum, { count }) => sum + count, 0);
      expect(counted).toBe(resources.length);
      const service = resources.find(({ type }) => type === 'aws.ecs-service');
      expect(service?.tags).toEqual({ team: 'platform' });
      expect(service?.place).toMatchObject({ provider: 'aws', account: motoAccount, cluster: 'cluster-0' });
      expect(service?.seenAt).toBe('2026-03-01T00:00:00.000Z');
    }, 60_000);

    test('keeps the configuration as the API has it, without any seeded secret', async () => {
      const { resources } = await run(await connect(moto.endpoint), { regions: ['us-east-1'] });
      const text = JSON.stringify(resources);
      expect(text).not.toContain(seededSecret);
      expect(text).not.toContain('wJalrXUtnFEMI');
      const bad = resources.find(
        ({ name, type }) => type === 'aws.ecs-task-definition' && name === 'bad-1:1',
      );
      expect(bad?.configuration.containerDefinitions).toMatchObject([
        {
          privileged: true,
          environment: [
            { name: 'AWS_SECRET_ACCESS_KEY', value: '[redacted aws-secret-access-key]' },
            { name: 'DB_PASSWORD', value: '[redacted]' },
          ],
        },
      ]);
      const named = (type: string, name: string): Readonly<Record<string, unknown>> | undefined =>
        resources.find((resource) => resource.type === type && resource.name === name)?.configuration;
      expect(named('aws.iam-role', 'open-role-1')).toMatchObject({
        AssumeRolePolicyDocument: { Statement: [{ Principal: { AWS: '*' } }] },
        AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
        RolePolicyList: [{ PolicyName: 'inline', PolicyDocument: { Statement: [{ Action: ['*'] }] } }],
      });
      expect(named('aws.cloudtrail', 'trail-us-east-1')).toMatchObject({ TrailStatus: { IsLogging: true } });
      expect(named('aws.s3', 'breakwater-us-east-1-1')).toMatchObject({
        Policy: expect.stringContaining('Everybody'),
      });
      expect(named('aws.s3', 'breakwater-us-east-1-1')).not.toHaveProperty('PublicAccessBlockConfiguration');
      expect(named('aws.s3', 'breakwater-us-east-1-0')).toMatchObject({
        PublicAccessBlockConfiguration: { BlockPublicPolicy: true },
        Versioning: { Status: 'Enabled' },
      });
      expect(named('aws.vpc', 'vpc-0')?.FlowLogs).toHaveLength(1);
      expect(named('aws.vpc', 'vpc-1')?.FlowLogs).toHaveLength(0);
      expect(named('aws.ecr', 'team/app-1')).toMatchObject({
        policyText: expect.stringContaining('Everybody'),
      });
    }, 60_000);

    test('reads lists page by page to the same end', async () => {
      const paged = await gateway();
      const whole = await run(await connect(moto.endpoint), { regions: ['us-east-1'] });
      const inPages = await run(await connect(paged.endpoint), { regions: ['us-east-1'], pageSize: 3 });
      expect(ids(inPages.resources)).toEqual(ids(whole.resources));
      const callsOf = (operation: string): number =>
        paged.calls.filter((call) => call.operation === operation).length;
      // 4 clusters in pages of 3, three times (for clusters, services and tasks).
      expect(callsOf('ListClusters')).toBe(2 * 3);
      // 14 services in each of 4 clusters.
      expect(callsOf('ListServices')).toBe(5 * 4);
      // 40 families.
      expect(callsOf('ListTaskDefinitionFamilies')).toBe(14);
    }, 60_000);

    test('a region without rights is named in coverage and hides nothing elsewhere', async () => {
      const guarded = await gateway((call) =>
        call.region === deniedRegion ? accessDenied(call) : undefined,
      );
      const progress: Progress[] = [];
      const { resources, coverage } = await run(await connect(guarded.endpoint), {
        onProgress: (step) => progress.push(step),
      });
      const there = coverage.filter(({ region }) => region === deniedRegion);
      expect(there).toHaveLength(13);
      for (const { type, status, count, message } of there) {
        expect({ type, status, count }).toEqual({ type, status: 'denied', count: 0 });
        const list = resourceTypes.find((each) => each.type === type)?.actions[0];
        expect(message).toContain(`${list} is denied; grant it`);
      }
      expect(coverage.filter(({ region, status }) => region !== deniedRegion && status !== 'ok')).toEqual([]);
      const expected = seeded.filter(({ region }) => region !== deniedRegion);
      const found = ids(resources);
      expect(expected.filter(({ id }) => !found.has(id))).toEqual([]);
      expect(progress.at(-1)).toMatchObject({
        done: coverage.length,
        total: coverage.length,
        resources: resources.length,
      });
    }, 60_000);

    test('a detail call that is denied leaves the resource and says which fields are unread', async () => {
      const guarded = await gateway((call) =>
        call.service === 's3' && /[?&]policy\b/.test(call.operation) ? accessDenied(call) : undefined,
      );
      const { resources, coverage } = await run(await connect(guarded.endpoint), {
        regions: ['us-east-1'],
        types: ['aws.s3'],
      });
      expect(resources).toHaveLength(16);
      for (const { unread, configuration } of resources) {
        expect(unread).toMatchObject([{ fields: ['Policy'], action: 's3:GetBucketPolicy' }]);
        expect(configuration).toHaveProperty('Versioning');
      }
      expect(coverage).toMatchObject([{ status: 'denied', count: 16 }]);
      expect(coverage[0]?.message).toContain('(16 times)');
    }, 60_000);

    test('definitions are marked incomplete when the services that use them could not be read', async () => {
      const guarded = await gateway((call) =>
        call.operation === 'ListServices' ? accessDenied(call) : undefined,
      );
      const { coverage } = await run(await connect(guarded.endpoint), {
        regions: ['us-east-1'],
        types: ['aws.ecs-task-definition'],
      });
      expect(coverage.map(({ type, status, count }) => ({ type, status, count }))).toEqual([
        { type: 'aws.ecs-service', status: 'denied', count: 0 },
        { type: 'aws.ecs-task', status: 'ok', count: 12 },
        { type: 'aws.ecs-task-definition', status: 'denied', count: 40 },
      ]);
      expect(coverage[2]?.message).toContain('aws.ecs-service could not be read');
    }, 60_000);

    test('what is gone between list and describe is not a failure', async () => {
      const guarded = await gateway((call) =>
        call.operation === 'ListServices'
          ? { status: 400, code: 'ClusterNotFoundException', message: 'Cluster not found.' }
          : undefined,
      );
      const { coverage } = await run(await connect(guarded.endpoint), {
        regions: ['us-east-1'],
        types: ['aws.ecs-service'],
      });
      expect(coverage).toMatchObject([{ type: 'aws.ecs-service', status: 'ok', count: 0 }]);
    }, 60_000);

    test('throttling is retried and, when it does not end, told', async () => {
      const throttle = { status: 400, code: 'ThrottlingException', message: 'Rate exceeded' };
      let left = 1;
      const guarded = await gateway((call) => {
        if (call.region === 'eu-west-1') return throttle;
        left -= 1;
        return left >= 0 ? throttle : undefined;
      });
      const { coverage } = await run(await connect(guarded.endpoint, { maxAttempts: 2 }), {
        regions: ['us-east-1', 'eu-west-1'],
        types: ['aws.ecs'],
        concurrency: 1,
      });
      expect(coverage.map(({ region, status, count }) => ({ region, status, count }))).toEqual([
        { region: 'us-east-1', status: 'ok', count: 4 },
        { region: 'eu-west-1', status: 'throttled', count: 0 },
      ]);
    }, 60_000);

    test('asks for the enabled regions, and reads one when it may not', async () => {
      const all = await collect(discover(await connect(moto.endpoint), { types: ['aws.ecs'], now }));
      expect(all.coverage.length).toBeGreaterThan(15);
      expect(all.resources).toHaveLength(4 * seedRegions.length);
      const guarded = await gateway((call) =>
        call.operation === 'DescribeRegions' ? accessDenied(call) : undefined,
      );
      const one = await collect(discover(await connect(guarded.endpoint), { types: ['aws.ecs'], now }));
      expect(one.coverage.map(({ type, region, status }) => ({ type, region, status }))).toEqual([
        { type: 'aws.region', region: 'us-east-1', status: 'denied' },
        { type: 'aws.ecs', region: 'us-east-1', status: 'ok' },
      ]);
      expect(one.resources).toHaveLength(4);
    }, 60_000);

    test('an assumed role reads its own account', async () => {
      const other = '210987654321';
      const connection = await connect(moto.endpoint, {
        roleArn: `arn:aws:iam::${other}:role/breakwater-reader`,
        externalId: 'shared-with-nobody',
        account: other,
      });
      expect(connection.account).toBe(other);
      const { resources } = await run(connection, { types: ['aws.ecs', 'aws.vpc'], regions: ['us-east-1'] });
      expect(resources.filter(({ type }) => type === 'aws.ecs')).toEqual([]);
      expect(resources.map(({ place }) => place.account)).toEqual([other]);
    }, 60_000);

    test('refuses credentials of another account', async () => {
      await expect(connect(moto.endpoint, { account: '000000000001' })).rejects.toThrow(
        `lead to account ${motoAccount}, not to 000000000001`,
      );
    });

    test('stops at once when it is aborted, even while AWS is silent', async () => {
      const silent = await gateway();
      const controller = new AbortController();
      const connection = await connect(silent.endpoint);
      const reading = (async () => {
        for await (const part of discover(connection, {
          regions: seedRegions,
          now,
          signal: controller.signal,
        })) {
          if (part.kind === 'resources') controller.abort(new Error('enough'));
        }
      })();
      await expect(reading).rejects.toThrow('enough');
      const seen = silent.calls.length;
      await new Promise((resolve) => setTimeout(resolve, 300));
      expect(silent.calls.length - seen).toBeLessThanOrEqual(8);
    }, 60_000);
  },
);
