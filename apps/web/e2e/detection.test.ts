import { readFile } from 'node:fs/promises';
import { routes } from '@breakwater/api';
import type { Detection } from '@breakwater/model';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ndjson, stopLogging } from '../../server/test-support/samples.ts';
import { type Client, startTestServer, type TestServer } from '../../server/test-support/test-server.ts';
import { addressOf, describeInBrowser, eventually } from './support/browser.ts';
import { openRow, rowsOf, shown } from './support/table.ts';

const accountA = '111111111111';
const accountB = '222222222222';

describeInBrowser('the detection walk: a CloudTrail record, a row in the feed', ({ logIn }) => {
  let server: TestServer;
  let intake: Client;
  let page: Page;

  beforeAll(async () => {
    server = await startTestServer();
    intake = await server.addToken(['intake']);
    page = await logIn(server.address, { path: '/events?t=1h' });
  }, 60_000);
  afterAll(() => server?.stop());

  async function post(records: readonly object[]): Promise<void> {
    const response = await intake.transport(routes.intakeCloudTrail.path, {
      method: 'POST',
      body: ndjson(records),
    });
    expect(await response.json()).toMatchObject({ accepted: records.length, rejected: [] });
  }

  const rows = () => rowsOf(page, 'Events');
  const feed = async (path: string) => {
    await page.goto(`${server.address}${path}`);
    await page.getByRole('grid', { name: 'Events', exact: true }).waitFor();
  };

  it('appears on the open page, without a reload', async () => {
    await page.getByText('No events in this time').waitFor();
    await page.getByRole('button', { name: 'Live', exact: true }).waitFor();
    const loads: string[] = [];
    page.on('framenavigated', (frame) => loads.push(frame.url()));
    await page.evaluate('window.isFirstLoad = true');
    await post([stopLogging('a1', accountA, 'eu-west-1')]);
    await showNew(page);
    await rows().first().waitFor();
    expect(await page.evaluate('window.isFirstLoad')).toBe(true);
    expect(await rows().first().innerText()).toContain(accountA);
    expect(loads).toEqual([]);
  });

  it('opens its details: id, age, policy, every rule, output, labels, tags', async () => {
    await openRow(rows().first());
    const detail = page.getByRole('complementary', { name: 'Details' });
    await detail.getByText(/^Triggered .*(?:second|minute|now)/).waitFor();
    const key = new URL(page.url()).searchParams.get('open') ?? '';
    const id = key.slice(key.indexOf(':') + 1);
    const event = await server.administrator.call(routes.getEvent, { params: { kind: 'detection', id } });
    const detection = event.body as Detection;
    const text = await detail.innerText();
    for (const part of [
      id,
      detection.policy,
      detection.output,
      'Labels',
      accountA,
      'eu-west-1',
      'bob',
      '198.51.100.7',
    ]) {
      expect(text).toContain(part);
    }
    for (const { rule } of detection.rules) expect(text).toContain(rule);
    expect(detection.rules.length).toBeGreaterThan(0);
    for (const tag of detection.tags) expect(text).toContain(tag);
    expect(detection.tags.length).toBeGreaterThan(0);
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });
  });

  it('is found by the severity tabs, whose counts are of everything that the filter keeps', async () => {
    await post([
      ...[2, 3, 4].map((n) => stopLogging(`a${n}`, accountA, 'eu-west-1')),
      ...[1, 2].map((n) => stopLogging(`b${n}`, accountB, 'us-east-1')),
    ]);
    await feed('/events?t=1h');
    await eventually(() => shown(page)).toEqual([6, 6]);
    const severity = await rows()
      .first()
      .getByText(/^(Critical|High|Medium|Low)$/)
      .innerText();
    const tabs = page.getByRole('group', { name: 'Severity' });
    await tabs.getByRole('button', { name: `${severity} 6` }).click();
    await eventually(() => shown(page)).toEqual([6, 6]);
    const other = severity === 'Low' ? 'High' : 'Low';
    await tabs.getByRole('button', { name: `${other} 0` }).click();
    await eventually(() => rows().count()).toBe(0);
    expect(addressOf(page)).toContain(`sev=${other.toLowerCase()}`);
    await page.goBack();
    await eventually(() => shown(page)).toEqual([6, 6]);
  });

  it('is filtered by the chips on its values; the address holds the view', async () => {
    await feed('/events?t=1h');
    await rows().first().waitFor();
    const account = page.getByRole('group', { name: `account ${accountA}` }).first();
    await account.hover();
    await account.getByRole('button', { name: `Only account ${accountA}` }).click();
    await eventually(() => shown(page)).toEqual([4, 4]);
    expect(addressOf(page)).toBe(`/events?f=account+=+${accountA}&t=1h`);
    await page.reload();
    await eventually(() => shown(page)).toEqual([4, 4]);
    await page.getByRole('button', { name: `Edit filter account = ${accountA}` }).waitFor();

    await page.goBack();
    await eventually(() => shown(page)).toEqual([6, 6]);
    await page.goForward();
    await eventually(() => shown(page)).toEqual([4, 4]);
    await page.getByRole('button', { name: `Remove filter account = ${accountA}` }).click();
    await eventually(() => shown(page)).toEqual([6, 6]);

    await account.hover();
    await account.getByRole('button', { name: `Hide account ${accountA} on this screen` }).click();
    await eventually(() => shown(page)).toEqual([2, 2]);
    await page.getByRole('button', { name: '1 hidden value' }).click();
    await page.getByRole('button', { name: 'Show all again' }).click();
    await eventually(() => shown(page)).toEqual([6, 6]);
  });

  it('is exported as CSV: what the filter keeps and nothing else', async () => {
    await feed(`/events?f=account+=+${accountB}&t=1h`);
    await eventually(() => shown(page)).toEqual([2, 2]);
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV of everything filtered' }).click(),
    ]);
    const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split(/\r?\n/);
    expect(lines.length).toBe(3);
    for (const line of lines.slice(1)) {
      expect(line).toContain(accountB);
      expect(line).not.toContain(accountA);
    }
  });

  it('is left out when a range without it is dragged in the histogram', async () => {
    await feed('/events?t=1h');
    await eventually(() => shown(page)).toEqual([6, 6]);
    const histogram = page.getByRole('slider', { name: /^Events over time, 6 in all/ });
    const box = await histogram.boundingBox();
    if (!box) throw new Error('the histogram is not there');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.1, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.2, y, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Paused', exact: true }).waitFor();
    await page.getByText('No events in this time').waitFor();
    expect(addressOf(page)).toMatch(/[?&]t=\d/);
    await page.goBack();
    await eventually(() => shown(page)).toEqual([6, 6]);
  });

  it('stays away while the page is paused, and comes when it goes live again', async () => {
    await feed('/events?t=1h');
    await eventually(() => shown(page)).toEqual([6, 6]);
    await page.getByRole('button', { name: 'Live', exact: true }).click();
    await page.getByRole('button', { name: 'Paused', exact: true }).waitFor();
    // Past the end of the frozen range.
    await eventually(() => Date.now() - 1100 > frozenEnd(page)).toBe(true);
    await post([stopLogging('late', accountA, 'eu-west-1')]);
    await page.reload();
    await eventually(() => shown(page)).toEqual([6, 6]);
    expect(await page.getByText('1 new event').count()).toBe(0);
    await page.getByRole('button', { name: 'Paused', exact: true }).click();
    await eventually(() => shown(page)).toEqual([7, 7]);
  });
});

/** New rows are told; pressing the button shows them. A window that moved by itself meanwhile shows them, too. */
async function showNew(page: Page): Promise<void> {
  const button = page.getByRole('status').getByRole('button', { name: 'Show' });
  await button.or(rowsOf(page, 'Events').first()).first().waitFor();
  if (await button.isVisible()) await button.click();
}

function frozenEnd(page: Page): number {
  const range = new URL(page.url()).searchParams.get('t') ?? '';
  return Math.max(0, ...range.split(/[^0-9TZ:.-]|\.\./).map((part) => Number(part) || Date.parse(part) || 0));
}
