import {
  DescribeSecurityGroupsCommand,
  EC2Client,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { type FrameworkDetail, routes } from '@breakwater/api';
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
import type { Finding } from '@breakwater/model';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../server/test-support/test-server.ts';
import { addressOf, describeInBrowser, eventually } from './support/browser.ts';
import { openRow, rowsOf, shown } from './support/table.ts';

const [openRegion, deniedRegion] = seedRegions;
/** Any key leads into moto's account; this one has the form of AWS's. */
const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a-secret-that-nobody-sees' };
const syncMs = 90_000;

describeInBrowser(
  'the posture and compliance walks: an account is connected in the browser',
  ({ logIn, allow }) => {
    let moto: Moto;
    let gateway: Gateway;
    let server: TestServer;
    let page: Page;
    let finding: Finding;

    beforeAll(async () => {
      moto = await startMoto();
      await seedAccount(moto.endpoint, { regions: [openRegion, deniedRegion], size: 0.4 });
      gateway = await startGateway({
        target: moto.endpoint,
        refuse: (call) =>
          call.region === deniedRegion && call.service === 'ecs' ? accessDenied(call) : undefined,
      });
      server = await startTestServer();
      page = await logIn(server.address, { path: '/inventory' });
    }, 120_000);
    afterAll(async () => {
      await server?.stop();
      await gateway?.stop();
      await moto?.stop();
    });

    /** The row of the account, once its inventory is over. */
    async function syncEnds(): Promise<void> {
      const accounts = page.getByRole('list', { name: 'Connected accounts' });
      await accounts.getByText('Partial').waitFor({ timeout: syncMs });
    }

    it('says at the field what is wrong with a connection', async () => {
      await page.getByText('No resources yet').waitFor();
      const form = await openForm(page);
      await fillForm(page, 'http://127.0.0.1:9');
      allow(page, /status of 400 .*\/api\/v1\/accounts/);
      await form.getByRole('button', { name: 'Connect', exact: true }).click();
      await form
        .getByRole('alert')
        .getByText(/^Could not connect: /)
        .waitFor({ timeout: 30_000 });
    }, 60_000);

    it('connects the account and reads it; the refused region is shown as not read', async () => {
      const dialog = page.getByRole('dialog', { name: 'Connect an AWS account' });
      await dialog.getByLabel('Endpoint (empty: AWS)').fill(gateway.endpoint);
      await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
      await dialog.getByText('Connected. The first inventory is running.').waitFor();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await syncEnds();
      const { total } = await server.administrator.call(routes.listResources, {});
      expect(total).toBeGreaterThan(100);
      await eventually(async () => (await shown(page))?.[1]).toBe(total);
      expect(await page.content()).not.toContain(keys.secretAccessKey);

      await page.getByRole('button', { name: /parts? not read$/ }).click();
      const parts = rowsOf(page, 'Not read');
      await parts.first().waitFor();
      const texts = await parts.allInnerTexts();
      expect(texts.length).toBeGreaterThan(3);
      expect(texts.filter((text) => !text.includes(deniedRegion) || !text.includes('Denied'))).toEqual([]);
      await openRow(parts.first());
      const detail = page.getByRole('complementary', { name: 'Details' });
      await detail
        .getByText(/"ecs:\w+"/)
        .first()
        .waitFor();
    }, 120_000);

    it('lists the findings; the details say what was read and how to mend it', async () => {
      const { rows, byStatus } = await server.administrator.call(routes.listFindings, {
        query: { limit: 1000 },
      });
      const open = rows.find((row) => row.key === 'sg-no-ssh-from-internet' && row.status === 'open');
      if (!open) throw new Error('the seeded account has no group that is open to SSH');
      finding = open;
      await page.goto(`${server.address}/posture?sev=all`);
      await eventually(async () => (await shown(page))?.[1]).toBe(byStatus.open);
      await page.getByLabel('Search findings').fill(nameOf(finding.subject));
      await eventually(() => addressOf(page)).toContain('q=');
      const row = rowsOf(page, 'Findings').filter({ hasText: finding.title });
      await row.first().getByText(finding.title).click();
      await eventually(() => new URL(page.url()).searchParams.get('open')).toBe(finding.id);
      const detail = page.getByRole('complementary', { name: 'Details' });
      await detail.getByRole('heading', { name: 'How to fix it' }).waitFor();
      const { checks } = await server.administrator.call(routes.listChecks, {});
      const check = checks.find((one) => one.id === finding.key);
      await detail.getByText(check?.remediation.explanation ?? '?', { exact: true }).waitFor();
      await detail.getByRole('link', { name: finding.subject }).waitFor();
      await detail.getByRole('heading', { name: 'Evidence', exact: true }).waitFor();
      await detail.getByText('Open', { exact: true }).first().waitFor();
    });

    it('resolves the finding once the defect is mended and the account is read again', async () => {
      await closeGroup(moto.endpoint, finding);
      await page.goto(`${server.address}/inventory`);
      const before = await lastSync(server);
      await page.getByRole('button', { name: 'Read shop again' }).click();
      await expect
        .poll(async () => (await lastSync(server)) !== before, { timeout: syncMs, interval: 200 })
        .toBe(true);
      await page.goto(`${server.address}/posture?view=resolved&sev=all`);
      const row = rowsOf(page, 'Findings').filter({ hasText: nameOf(finding.subject) });
      await row.filter({ hasText: finding.title }).getByText('Resolved').waitFor();
      await page.goto(`${server.address}/events?t=1h&sev=all&view=transition&q=`);
      await rowsOf(page, 'Events').first().waitFor();
      expect(await rowsOf(page, 'Events').count()).toBeGreaterThan(1);
    }, 120_000);

    it('scores the frameworks; what was not assessed is told apart', async () => {
      await page.getByRole('link', { name: 'Compliance', exact: true }).click();
      const { frameworks } = await server.administrator.call(routes.listFrameworks, {});
      for (const framework of frameworks) {
        const tile = page.getByRole('main').getByRole('link').filter({ hasText: framework.name });
        await tile.filter({ hasText: framework.version }).first().waitFor();
      }
      const fsbp = frameworks.find(({ id }) => id === 'aws-fsbp');
      const tile = page
        .getByRole('main')
        .getByRole('link')
        .filter({ hasText: fsbp?.name ?? '?' });
      const text = (await tile.first().innerText()).replaceAll(/\s+/g, ' ');
      expect(text).toContain(`${fsbp?.controls['not-assessed']} Not assessed`);
      expect(text).toContain(`${fsbp?.controls.failed} Failed`);
      const unscored = frameworks.find(({ isScored }) => !isScored);
      const other = page
        .getByRole('main')
        .getByRole('link')
        .filter({ hasText: unscored?.name ?? '?' });
      await other.first().getByText('Evidence only').waitFor();
      await tile.first().click();
      await eventually(() => new URL(page.url()).pathname).toBe('/compliance/aws-fsbp');
    });

    it('leads from a framework to a failed control and its resources', async () => {
      const framework = await server.administrator.call(routes.getFramework, { params: { id: 'aws-fsbp' } });
      const failed = controlsOf(framework, 'failed');
      await page
        .getByRole('group', { name: 'Status' })
        .getByRole('button', { name: /^Failed/ })
        .click();
      await eventually(() => shown(page)).toEqual([failed.length, controlsOf(framework).length]);
      const [control] = failed;
      await page
        .getByRole('button', { name: new RegExp(` ?${control?.id} ?`) })
        .first()
        .click();
      const detail = page.getByRole('complementary', { name: 'Details' });
      const { results } = await server.administrator.call(routes.getControl, {
        params: { id: 'aws-fsbp', control: control?.id ?? '' },
      });
      const worst = results.find(({ status }) => status === 'FAIL');
      const row = detail.getByRole('listitem').filter({ hasText: nameOf(worst?.resourceId ?? '?') });
      await row.first().getByText('Failed').first().waitFor();
    });

    it('says of a control that was not assessed why, and gives it no resources', async () => {
      const framework = await server.administrator.call(routes.getFramework, { params: { id: 'aws-fsbp' } });
      const control = controlsOf(framework, 'not-assessed').find(({ checks }) => checks.length === 0);
      const other = controlsOf(framework, 'not-assessed')[0];
      const chosen = control ?? other;
      await page.goto(`${server.address}/compliance/aws-fsbp?view=not-assessed&open=${chosen?.id}`);
      const detail = page.getByRole('complementary', { name: 'Details' });
      await detail.getByText('Not assessed', { exact: true }).waitFor();
      await detail
        .getByText(/^(No check can judge|The checks for this control|No resource in this scope)/)
        .waitFor();
      await detail.getByText('0 passed, 0 failed').waitFor();
    });
  },
  whyNoMoto(),
);

async function openForm(page: Page) {
  await page.getByRole('button', { name: 'Connect account' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Connect an AWS account' });
  await dialog.waitFor();
  return dialog;
}

async function fillForm(page: Page, endpoint: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Connect an AWS account' });
  await dialog.getByLabel('Name', { exact: true }).fill('shop');
  await dialog.getByRole('button', { name: 'Access key', exact: true }).click();
  await dialog.getByLabel('Access key ID').fill(keys.accessKeyId);
  await dialog.getByLabel('Secret access key').fill(keys.secretAccessKey);
  await dialog.getByLabel(/^Regions/).fill(`${openRegion}, ${deniedRegion}`);
  await dialog.getByText('Other endpoint').click();
  await dialog.getByLabel('Endpoint (empty: AWS)').fill(endpoint);
}

async function lastSync(server: TestServer): Promise<string | undefined> {
  const { accounts } = await server.administrator.call(routes.listAccounts, {});
  return accounts.find(({ account }) => account === motoAccount)?.lastSync?.finishedAt;
}

function controlsOf(framework: FrameworkDetail, status?: string) {
  const controls = framework.requirements.flatMap((requirement) => requirement.controls);
  return status === undefined ? controls : controls.filter((control) => control.status === status);
}

/** The last part of an ARN. */
function nameOf(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
}

/** Takes every ingress rule of a group away, as a person would mend it. */
async function closeGroup(endpoint: string, { subject, place }: Finding): Promise<void> {
  const client = new EC2Client({
    endpoint,
    region: place.region ?? openRegion,
    credentials: motoCredentials,
  });
  const GroupId = nameOf(subject);
  const { SecurityGroups } = await client.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }));
  const IpPermissions = SecurityGroups?.[0]?.IpPermissions ?? [];
  await client.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  client.destroy();
}
