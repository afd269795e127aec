import { type Account, routes } from '@breakwater/api';
import {
  accessDenied,
  type Gateway,
  type Moto,
  motoAccount,
  motoCredentials,
  seedAccount,
  seedRegions,
  startGateway,
  startMoto,
  whyNoMoto,
} from '@breakwater/inventory/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../test-support/test-server.ts';

const skipped = whyNoMoto();
/** Any key leads into moto's account; this one has the form of AWS's. */
const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a-secret-that-nobody-sees' };
const deniedRegion = seedRegions[1] ?? 'eu-west-1';

describe.skipIf(skipped !== undefined)(
  `an account at a real API${skipped === undefined ? '' : ` (${skipped})`}`,
  () => {
    let moto: Moto;
    let gateway: Gateway;
    let server: TestServer;
    /** The region that the gateway refuses; none once it is mended. */
    let refused: string | undefined = deniedRegion;

    beforeAll(async () => {
      moto = await startMoto();
      await seedAccount(moto.endpoint, {});
      gateway = await startGateway({
        target: moto.endpoint,
        refuse: (call) =>
          call.region === refused && call.service === 'ecs' ? accessDenied(call) : undefined,
      });
      server = await startTestServer();
    }, 120_000);
    afterAll(async () => {
      await server?.stop();
      await gateway?.stop();
      await moto?.stop();
    });

    async function sync(): Promise<Account> {
      await server.administrator.call(routes.syncAccount, { params: { id: motoAccount } });
      return finished();
    }

    async function finished(): Promise<Account> {
      let account: Account | undefined;
      await expect
        .poll(
          async () => {
            account = (await server.administrator.call(routes.listAccounts, {})).accounts[0];
            const { jobs } = await server.administrator.call(routes.listJobs, {});
            return jobs.some((job) => job.status === 'queued' || job.status === 'running')
              ? 'running'
              : account?.lastSync?.status;
          },
          { timeout: 60_000, interval: 250 },
        )
        .not.toBe('running');
      return account as Account;
    }

    it('is refused at once with wrong credentials or another endpoint than allowed', async () => {
      const credentials = { method: 'role', roleArn: 'arn:aws:iam::111122223333:role/none' } as const;
      const body = { name: 'wrong', regions: [...seedRegions], credentials, endpoint: 'http://127.0.0.1:9' };
      await expect(server.administrator.call(routes.connectAccount, { body })).rejects.toMatchObject({
        status: 400,
        code: 'connection-failed',
      });
    }, 60_000);

    it('is read in all its regions; the refused one is shown, the rest is complete', async () => {
      const body = {
        name: 'shop',
        regions: [...seedRegions],
        credentials: { method: 'access-key', ...keys } as const,
        endpoint: gateway.endpoint,
      };
      const connected = await server.administrator.call(routes.connectAccount, { body });
      expect(connected).toMatchObject({ account: motoAccount, name: 'shop', method: 'access-key' });
      expect(JSON.stringify(connected)).not.toContain(keys.secretAccessKey);
      const account = await finished();
      expect(account.lastSync).toMatchObject({
        status: 'partial',
        message: expect.stringContaining(deniedRegion),
      });
      const { coverage } = await server.administrator.call(routes.listCoverage, {});
      const problems = coverage.filter((row) => row.status !== 'ok');
      expect(problems.length).toBeGreaterThan(0);
      expect(new Set(problems.map((row) => `${row.status} ${row.region}`))).toEqual(
        new Set([`denied ${deniedRegion}`]),
      );
      const { total } = await server.administrator.call(routes.listResources, {});
      expect(total).toBeGreaterThan(200);
    }, 120_000);

    it('what could not be read is in error, never passed', async () => {
      const results = await server.administrator.call(routes.listChecks, {});
      const ecs = results.checks.filter((check) => check.resourceType.startsWith('aws.ecs'));
      expect(ecs.some((check) => check.errors > 0)).toBe(true);
      expect(ecs.some((check) => check.failed > 0)).toBe(true);
    });

    it('findings open, stay, and resolve once the defect is gone', async () => {
      const before = await server.administrator.call(routes.listFindings, { query: { limit: 1000 } });
      expect(before.byStatus.open).toBeGreaterThan(20);
      await sync();
      const again = await server.administrator.call(routes.listFindings, { query: { limit: 1000 } });
      expect(again.byStatus).toEqual(before.byStatus);
      const open = again.rows.find((row) => row.key === 'sg-no-ssh-from-internet' && row.status === 'open');
      expect(open).toBeDefined();
      await closeGroup(moto.endpoint, open?.subject ?? '', open?.place.region ?? '');
      await sync();
      const after = await server.administrator.call(routes.getFinding, { params: { id: open?.id ?? '' } });
      expect(after).toMatchObject({
        status: 'resolved',
        firstSeen: open?.firstSeen,
        resolvedAt: expect.any(String),
      });
      const transitions = await server.administrator.call(routes.listEvents, {
        query: { kinds: ['transition'], filter: { op: '=', field: 'finding.id', value: open?.id ?? '' } },
      });
      expect(transitions.rows.map((row) => row.fields['finding.to'])).toEqual(['resolved', 'open']);
    }, 120_000);

    it('findings of a region that could not be read stay open, and the region comes in once it can', async () => {
      const filter = { op: '=', field: 'region', value: deniedRegion } as const;
      const ofRegion = async () =>
        (await server.administrator.call(routes.listResources, { query: { filter } })).total;
      const before = await ofRegion();
      refused = undefined;
      const account = await sync();
      expect(account.lastSync?.status).toBe('complete');
      expect(await ofRegion()).toBeGreaterThan(before);
    }, 120_000);

    it('frameworks are scored, and unassessed controls are shown as such', async () => {
      const { frameworks } = await server.administrator.call(routes.listFrameworks, {});
      const fsbp = frameworks.find((framework) => framework.id === 'aws-fsbp');
      expect(fsbp?.score).toBeGreaterThan(0);
      expect(fsbp?.score).toBeLessThan(1);
      expect(fsbp?.controls['not-assessed']).toBeGreaterThan(50);
      expect(fsbp?.history).toEqual([{ date: new Date().toISOString().slice(0, 10), score: fsbp?.score }]);
      const gdpr = frameworks.find((framework) => framework.id === 'gdpr');
      expect(gdpr).toMatchObject({ isScored: false, score: null });
      const detail = await server.administrator.call(routes.getFramework, { params: { id: 'aws-fsbp' } });
      const failed = detail.requirements
        .flatMap((requirement) => requirement.controls)
        .find((control) => control.status === 'failed');
      const { results } = await server.administrator.call(routes.getControl, {
        params: { id: 'aws-fsbp', control: failed?.id ?? '' },
      });
      expect(results[0]?.status).toBe('FAIL');
    });

    it('is forgotten with everything of it', async () => {
      await server.administrator.call(routes.disconnectAccount, { params: { id: motoAccount } });
      expect((await server.administrator.call(routes.listResources, {})).total).toBe(0);
      expect((await server.administrator.call(routes.listFindings, {})).total).toBe(0);
      expect((await server.administrator.call(routes.listAccounts, {})).accounts).toEqual([]);
    });
  },
);

/** Takes every ingress rule of a group away, as a person would mend it. */
async function closeGroup(endpoint: string, arn: string, region: string): Promise<void> {
  const { DescribeSecurityGroupsCommand, EC2Client, RevokeSecurityGroupIngressCommand } = await import(
    '@aws-sdk/client-ec2'
  );
  const client = new EC2Client({ endpoint, region, credentials: motoCredentials });
  const GroupId = arn.slice(arn.lastIndexOf('/') + 1);
  const { SecurityGroups } = await client.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
  const IpPermissions = SecurityGroups?.[0]?.IpPermissions ?? [];
  await client.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  client.destroy();
}
