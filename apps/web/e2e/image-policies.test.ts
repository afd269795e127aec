import { routes } from '@breakwater/api';
import type { Match, Package } from '@breakwater/model';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { digestOf, imageReport } from '../../server/test-support/samples.ts';
import { startTestServer, type TestServer } from '../../server/test-support/test-server.ts';
import { addressOf, describeInBrowser, eventually } from './support/browser.ts';
import { openRow, rowsOf } from './support/table.ts';

const openssl: Package = {
  type: 'deb',
  name: 'openssl',
  version: '3.0.14',
  purl: 'pkg:deb/debian/openssl@3.0.14',
  locations: [],
  licenses: [],
  foundBy: 'dpkg',
};
const high: Match = {
  id: 'CVE-2026-1',
  aliases: [],
  summary: 'A certificate is read past its end',
  severity: 'high',
  isKnownExploited: false,
  fixState: 'not-fixed',
  package: { type: 'deb', name: 'openssl', version: '3.0.14', purl: openssl.purl },
  details: [],
};

describeInBrowser('policies of images in the console', ({ logIn }) => {
  let server: TestServer;
  let page: Page;

  beforeAll(async () => {
    server = await startTestServer();
    const scanner = await server.addToken(['scan']);
    for (const [name, matches] of [
      ['a1', [high]],
      ['a2', []],
    ] as const) {
      const report = imageReport(digestOf(name), {
        repository: `shop/${name}`,
        reference: `registry.example/shop/${name}:1.0`,
        sbom: { packages: [openssl] },
        advisories: { hash: 'x', records: 5 },
        matches,
      });
      await scanner.call(routes.uploadImage, { body: { origin: 'ci-cd', report } });
    }
    page = await logIn(server.address, { path: '/images/policies' });
  }, 60_000);
  afterAll(() => server?.stop());

  it('a new one is checked while it is written, previewed, and saved', async () => {
    await page.getByRole('link', { name: 'New policy' }).click();
    const editor = page.getByRole('textbox', { name: 'Text of the policy' });
    await page.getByText('The policy can be read.').waitFor();
    await write('name: no-high\ngates:\n- name: high\ntype: vulnerabilities\nseverityAtLeast: awful');
    await page.getByRole('button', { name: /^Line \d+ .*severityAtLeast/ }).waitFor();
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await editor.press('Control+a');
    await write('name: no-high\ngates:\n- name: high\ntype: vulnerabilities\nseverityAtLeast: high');
    await page.getByText('The policy can be read.').waitFor();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText('2 of 2 images judged').waitFor();
    await page.getByRole('link', { name: 'registry.example/shop/a1:1.0' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await eventually(() => addressOf(page)).toMatch(/^\/images\/policies\?open=/);
    await page
      .getByRole('complementary', { name: 'Details' })
      .getByText('1 image', { exact: true })
      .waitFor();

    // The editor indents by itself: lines of a list go on where the one before began.
    async function write(text: string): Promise<void> {
      await editor.click();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText(
        text.replaceAll('\ntype', '\n  type').replaceAll('\nseverity', '\n  severity'),
      );
    }
  });

  it('a risk is accepted for one image, which passes, and is revoked', async () => {
    await page.goto(`${server.address}/images/${digestOf('a1')}?view=vulnerabilities`);
    await openRow(rowsOf(page, 'Vulnerabilities').first());
    await page.getByRole('button', { name: 'Accept risk' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('not reachable from outside');
    await dialog.getByRole('button', { name: 'Accept risk' }).click();
    await page.getByText('Passed').first().waitFor();
    await page.goto(`${server.address}/images/risks`);
    const row = rowsOf(page, 'Accepted risks').filter({ hasText: 'CVE-2026-1' });
    await row.getByText('In force').waitFor();
    await row.getByRole('button', { name: /^Revoke/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await row.getByText('Revoked').waitFor();
  });

  it('from a vulnerability to the images that have it, and two images side by side', async () => {
    await page.goto(`${server.address}/images/vulnerabilities`);
    await openRow(rowsOf(page, 'Vulnerabilities').filter({ hasText: 'CVE-2026-1' }));
    const detail = page.getByRole('complementary', { name: 'Details' });
    await detail.getByText('registry.example/shop/a1:1.0').waitFor();
    expect(await detail.getByText('registry.example/shop/a2:1.0').count()).toBe(0);
    await page.goto(`${server.address}/images/compare?open=shop/a1:1.0..shop/a2:1.0`);
    await page.getByRole('heading', { name: 'Gone vulnerabilities (1)' }).waitFor();
    await page.getByRole('heading', { name: 'New vulnerabilities (0)' }).waitFor();
  });
});
