import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { routes } from '@breakwater/api';
import type { ImageReport } from '@breakwater/model';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../../server/test-support/run-cli.ts';
import { digestOf, imageReport } from '../../server/test-support/samples.ts';
import { startTestServer, type TestServer } from '../../server/test-support/test-server.ts';
import { addressOf, describeInBrowser, eventually, isRequired } from './support/browser.ts';
import { openRow, rowsOf, shown } from './support/table.ts';

const cases = resolve(process.env.BREAKWATER_CASES ?? '../shared');
const archive = join(cases, 'images/debian12-node.oci.tar');
const whySkip = existsSync(archive) || isRequired() ? undefined : `${archive} is missing`;

describeInBrowser(
  'the image walk: a scan on the command line, its result in the console',
  ({ logIn }) => {
    let server: TestServer;
    let folder: string;
    let report: ImageReport;
    let page: Page;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'breakwater-image-'));
      server = await startTestServer();
      page = await logIn(server.address, { path: '/images' });
    }, 60_000);
    afterAll(async () => {
      await server?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    it('begins empty, and says how to scan', async () => {
      await page.getByText('No image has been scanned yet').waitFor();
      await page.getByText(/^breakwater image scan .* --server /).waitFor();
    });

    it('shows the image that was scanned and sent: failed, from the CLI, with its counts', async () => {
      report = await scanAndSend();
      await page.reload();
      const row = rowsOf(page, 'Images').filter({ hasText: report.repository ?? 'debian12' });
      await row.waitFor();
      expect(await rowsOf(page, 'Images').count()).toBe(1);
      await row.getByText('Failed').waitFor();
      await row.getByText('CLI').waitFor();
      for (const severity of ['critical', 'high', 'medium', 'low'] as const) {
        const count = report.matches.filter((match) => match.severity === severity).length;
        if (count === 0) continue;
        expect(await row.innerText(), severity).toMatch(new RegExp(`\\b${count}\\b`));
      }
      expect(await shown(page)).toEqual([1, 1]);
    });

    it('narrows by status, origin chip and search, and says how many of how many it shows', async () => {
      const other = imageReport(digestOf('4'), {
        reference: 'registry.example/other:2',
        repository: 'other',
      });
      const scanner = await server.addToken(['scan']);
      await scanner.call(routes.uploadImage, { body: { origin: 'ci-cd', report: other } });
      await page.reload();
      await eventually(() => shown(page)).toEqual([2, 2]);

      const statuses = page.getByRole('group', { name: 'Status' });
      await statuses.getByRole('button', { name: /^Failed/ }).click();
      await eventually(() => shown(page)).toEqual([1, 1]);
      expect(addressOf(page)).toBe('/images?view=failed');
      await statuses.getByRole('button', { name: /^Scanned/ }).click();
      await eventually(() => shown(page)).toEqual([2, 2]);

      await page.getByRole('button', { name: 'Origin' }).first().click();
      await page.getByRole('checkbox', { name: /^CI\/CD/ }).check();
      await page.keyboard.press('Escape');
      await eventually(() => shown(page)).toEqual([1, 1]);
      await rowsOf(page, 'Images').getByText('other').first().waitFor();
      await page.getByRole('list', { name: 'Origin' }).getByText('CI/CD').waitFor();
      await page.getByRole('button', { name: 'Remove filter CI/CD' }).click();
      await eventually(() => shown(page)).toEqual([2, 2]);

      await page.getByLabel('Search images').fill('nothing is called this');
      await page.getByText('Nothing matches these filters').waitFor();
      await page.getByRole('button', { name: 'Clear filters' }).click();
      await eventually(() => shown(page)).toEqual([2, 2]);
      expect(addressOf(page)).toBe('/images');
    });

    it('opens the result: the verdict says why', async () => {
      await rowsOf(page, 'Images')
        .getByRole('link', { name: new RegExp(`^${report.repository}`) })
        .click();
      await eventually(() => addressOf(page)).toBe(`/images/${report.digest}`);
      await page.getByRole('heading', { name: 'Verdict' }).waitFor();
      const [verdict] = report.verdicts;
      expect(verdict?.status).toBe('failed');
      expect(verdict?.reasons.length).toBeGreaterThan(0);
      for (const reason of verdict?.reasons ?? []) {
        const [headline = ''] = reason.message.split(': ', 1);
        await page.getByText(headline, { exact: false }).first().waitFor();
      }
    });

    it('lists the vulnerabilities, the fixable among them, and why one matched', async () => {
      await page.getByRole('button', { name: /^Vulnerabilities/ }).click();
      await page.getByRole('button', { name: /^All/ }).click();
      const total = report.matches.length;
      await eventually(() => shown(page)).toEqual([total, total]);
      const fixable = report.matches.filter((match) => match.fixState === 'fixed').length;
      await page.getByRole('button', { name: /^Fixable/ }).click();
      await eventually(() => shown(page)).toEqual([fixable, total]);
      await page.reload();
      await eventually(() => shown(page)).toEqual([fixable, total]);

      await openRow(rowsOf(page, 'Vulnerabilities').first());
      await page.getByRole('heading', { name: 'Why it matched' }).waitFor();
      const opened = new URL(page.url()).searchParams.get('open') ?? '';
      const match = report.matches.find((one) => opened.startsWith(`${one.id} ${one.package.purl}`));
      const [why] = match?.details ?? [];
      const detail = page.getByRole('complementary', { name: 'Details' });
      await detail.getByText(`${why?.name} ${why?.version} is in the affected range`).first().waitFor();
    });

    it('lists every package', async () => {
      await page.getByRole('button', { name: /^Packages/ }).click();
      const total = report.sbom.packages.length;
      await eventually(() => shown(page)).toEqual([total, total]);
      await page.getByLabel('Search packages').fill('openssl');
      const kept = report.sbom.packages.filter(({ name, purl, locations }) =>
        `${name} ${purl} ${locations[0]?.path}`.includes('openssl'),
      ).length;
      await eventually(async () => (await shown(page))?.[0]).toBe(kept);
    });

    it('shows what is wrong with the configuration', async () => {
      await page.getByRole('button', { name: /^Configuration/ }).click();
      for (const finding of report.configFindings) {
        await page.getByText(finding.title, { exact: true }).first().waitFor();
        await page.getByText(finding.remediation, { exact: true }).first().waitFor();
      }
      expect(report.configFindings.length).toBeGreaterThan(3);
    });

    it('shows no secret of the image', async () => {
      await page.getByRole('button', { name: /^Configuration/ }).click();
      await page.getByText(/^DB_PASSWORD=/).waitFor();
      expect(await page.getByRole('main').innerText()).not.toMatch(/DB_PASSWORD=[^*\s]/);
    });

    it('gives the SBOM away as CycloneDX', async () => {
      await page.getByRole('button', { name: 'Download' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: 'CycloneDX 1.6' }).click(),
      ]);
      const sbom = JSON.parse(await textOf(download)) as {
        readonly bomFormat: string;
        readonly components: readonly { readonly purl?: string }[];
      };
      expect(sbom.bomFormat).toBe('CycloneDX');
      const purls = new Set(sbom.components.map(({ purl }) => purl));
      expect(report.sbom.packages.filter(({ purl }) => !purls.has(purl))).toEqual([]);
    });

    async function scanAndSend(): Promise<ImageReport> {
      const body = { name: 'scan', scopes: ['scan'], teamId: 'everywhere', expiresInDays: 1 } as const;
      const { secret } = await server.administrator.call(routes.createToken, { body });
      const args = ['image', 'scan', archive, '--advisories', join(cases, 'advisories')];
      const scan = await runCli([...args, '--server', server.address, '--json'], {
        BREAKWATER_TOKEN: secret,
        XDG_CACHE_HOME: folder,
      });
      expect(scan.code, scan.stderr).toBe(1);
      return JSON.parse(scan.stdout) as ImageReport;
    }
  },
  whySkip,
);

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8');
}
