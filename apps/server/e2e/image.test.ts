import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { routes } from '@breakwater/api';
import type { ImageReport } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../test-support/run-cli.ts';
import { digestOf, imageReport, ndjson, stoppedTask } from '../test-support/samples.ts';
import { startTestServer, type TestServer } from '../test-support/test-server.ts';

const cases = resolve(process.env.BREAKWATER_CASES ?? '../shared');
const image = join(cases, 'images/debian12-node.oci.tar');
const isMissing = !existsSync(image) && process.env.REQUIRE_ALL !== '1';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'breakwater-image-'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

async function tokenOf(scopes: readonly ['scan'], teamId = 'everywhere'): Promise<string> {
  const body = { name: 'scan', scopes, teamId, expiresInDays: 1 };
  return (await server.administrator.call(routes.createToken, { body })).secret;
}

describe.skipIf(isMissing)(
  `a scan from the command line (${isMissing ? `${image} is missing` : 'debian12-node'})`,
  () => {
    it('is one row on the server, with its verdict, counts and whole report', async () => {
      const args = [
        'image',
        'scan',
        image,
        '--advisories',
        join(cases, 'advisories'),
        '--server',
        server.address,
        '--json',
      ];
      const variables = { BREAKWATER_TOKEN: await tokenOf(['scan']), XDG_CACHE_HOME: folder };
      const scan = await runCli(args, variables);
      expect(scan.code, scan.stderr).toBe(1);
      const report = JSON.parse(scan.stdout) as ImageReport;
      const page = await server.administrator.call(routes.listImages, {});
      expect(page.rows).toEqual([
        expect.objectContaining({
          digest: report.digest,
          status: 'failed',
          origins: ['cli'],
          packages: report.sbom.packages.length,
        }),
      ]);
      const { counts } = page.rows[0] as { counts: Record<string, number> };
      expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(report.matches.length);
      const detail = await server.administrator.call(routes.getImage, { params: { digest: report.digest } });
      expect(detail.report).toEqual(report);
      expect(JSON.stringify(detail.report)).not.toMatch(/DB_PASSWORD=[^*]/);
      expect(scan.stdout).not.toMatch(/DB_PASSWORD=[^*]/);

      await runCli([...args, '--origin', 'ci-cd'], variables);
      const again = await server.administrator.call(routes.listImages, {});
      expect(again.rows.map((row) => row.origins)).toEqual([['cli', 'ci-cd']]);
      expect(again.counters.byOrigin).toEqual({ cli: 1, 'ci-cd': 1 });
    }, 120_000);
  },
);

describe('an uploaded result', () => {
  it.each([
    ['no digest', { ...imageReport(digestOf('1')), digest: 'latest' }, 'body.report.digest'],
    [
      'a severity of its own',
      { ...imageReport(digestOf('1')), configFindings: [{ severity: 'awful' }] },
      'body.report.configFindings',
    ],
    [
      'packages that are no list',
      { ...imageReport(digestOf('1')), sbom: { packages: {} } },
      'body.report.sbom.packages',
    ],
  ])('with %s is refused at the field', async (_, report, path) => {
    const client = await server.addToken(['scan']);
    const body = { origin: 'cli', report: report as ImageReport } as const;
    await expect(client.call(routes.uploadImage, { body })).rejects.toMatchObject({
      status: 400,
      details: expect.arrayContaining([expect.objectContaining({ path: expect.stringContaining(path) })]),
    });
  });

  it('is refused when the team of the token would not see it', async () => {
    const team = await server.addTeam('other', { op: '=', field: 'account', value: '999999999999' });
    const client = await server.addToken(['scan'], team);
    const body = { origin: 'cli', report: imageReport(digestOf('5')) } as const;
    await expect(client.call(routes.uploadImage, { body })).rejects.toMatchObject({
      status: 404,
      code: 'out-of-scope',
    });
  });

  it('loses the secrets that its sender left in', async () => {
    const client = await server.addToken(['scan']);
    const report = imageReport(digestOf('8'));
    const leaky = { ...report, config: { ...report.config, env: ['API_TOKEN=hunter2-Zq8vXw3pLk'] } };
    await client.call(routes.uploadImage, { body: { origin: 'cli', report: leaky } });
    const detail = await server.administrator.call(routes.getImage, { params: { digest: report.digest } });
    expect(detail.report.config.env).toEqual(['API_TOKEN=******']);
  });

  it('that was not whole never reads as passed', async () => {
    const client = await server.addToken(['scan']);
    const report = imageReport(digestOf('6'), {
      gaps: [{ what: 'layer 2', reason: 'over the limit' }],
      verdicts: [],
    });
    const row = await client.call(routes.uploadImage, { body: { origin: 'cli', report } });
    expect(row.status).toBe('incomplete');
  });

  it('shows the tasks that run it now', async () => {
    const [scanner, intake] = [await server.addToken(['scan']), await server.addToken(['intake'])];
    const running = { lastStatus: 'RUNNING', stoppedAt: undefined, stopCode: undefined };
    const body = ndjson(['r1', 'r2'].map((task) => stoppedTask(task, '777777777777', 'eu-west-1', running)));
    await intake.transport(routes.intakeEventBridge.path, { method: 'POST', body });
    const report = imageReport(digestOf('777777777777'));
    await scanner.call(routes.uploadImage, { body: { origin: 'aws-fargate', report } });
    const detail = await server.administrator.call(routes.getImage, { params: { digest: report.digest } });
    expect(detail.row.runningTasks).toBe(2);
  });
});
