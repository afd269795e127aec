import { routes } from '@breakwater/api';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  digestOf,
  imageReport,
  ndjson,
  stopLogging,
  stoppedTask,
} from '../../server/test-support/samples.ts';
import { startTestServer, type TestServer } from '../../server/test-support/test-server.ts';
import { en } from '../src/i18n/en.ts';
import { ja } from '../src/i18n/ja.ts';
import { addressOf, describeInBrowser, eventually } from './support/browser.ts';
import { openRow, rowsOf, shown } from './support/table.ts';

const accountA = '111111111111';
const accountB = '222222222222';
const phone = { viewport: { width: 390, height: 844 } };
const screens = [
  '/',
  '/events',
  '/images',
  '/posture',
  '/inventory',
  '/compliance',
  '/tasks',
  '/policies',
  '/policies/rules',
  '/policies/coverage',
  '/policies/files',
  '/settings',
  '/first-steps',
];

describeInBrowser('the frame', ({ logIn }) => {
  let server: TestServer;
  let page: Page;

  beforeAll(async () => {
    server = await startTestServer();
    const intake = await server.addToken(['intake']);
    const both = [accountA, accountB];
    await intake.transport(routes.intakeCloudTrail.path, {
      method: 'POST',
      body: ndjson(
        both.flatMap((account) => [1, 2, 3].map((n) => stopLogging(`e${n}`, account, 'eu-west-1'))),
      ),
    });
    await intake.transport(routes.intakeEventBridge.path, {
      method: 'POST',
      body: ndjson(both.map((account) => stoppedTask(`t-${account}`, account, 'eu-west-1'))),
    });
    const scanner = await server.addToken(['scan']);
    for (const account of both) {
      await scanner.call(routes.uploadImage, {
        body: { origin: 'cli', report: imageReport(digestOf(account), { repository: `shop-${account}` }) },
      });
    }
    const team = await server.addTeam('A', { op: '=', field: 'account', value: accountA });
    await server.addUser('viewer-a', 'viewer', team);
    page = await logIn(server.address, { path: '/' });
  }, 60_000);
  afterAll(() => server?.stop());

  const open = (path: string) => page.goto(`${server.address}${path}`);

  it('goes to every screen from the navigation and by keys', async () => {
    await open('/');
    const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
    await links.filter({ hasText: 'Settings' }).waitFor();
    const names = await links.allInnerTexts();
    expect(names).toContain('Events');
    for (const name of names) {
      await links.filter({ hasText: name }).click();
      await eventually(() => page.title()).toBe(`${name} · Breakwater`);
    }
    // Away from Settings, where a field may hold the focus.
    await links.filter({ hasText: 'Tasks' }).click();
    await page.getByRole('heading', { level: 1, name: 'Tasks' }).waitFor();
    for (const [letter, address] of [
      ['e', '/events'],
      ['h', '/'],
    ] as const) {
      await eventually(async () => {
        await page.keyboard.press('g');
        await page.keyboard.press(letter);
        return addressOf(page);
      }).toBe(address);
    }
  });

  it('lists its keys on ?, and closes on Escape', async () => {
    await open('/events');
    await page.getByRole('heading', { level: 1, name: 'Events' }).waitFor();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.getByText('Write a filter').waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
  });

  it('walks through rows with j and k, opens one with Enter, closes it with Escape', async () => {
    await open('/events?t=1h');
    await eventually(() => shown(page)).toEqual([8, 8]);
    await page.keyboard.press('j');
    await eventually(() => focusedRow(page)).toBe('0');
    await page.keyboard.press('j');
    await eventually(() => focusedRow(page)).toBe('1');
    await page.keyboard.press('k');
    await eventually(() => focusedRow(page)).toBe('0');
    await page.keyboard.press('Enter');
    const detail = page.getByRole('complementary', { name: 'Details' });
    await detail.waitFor();
    const first = new URL(page.url()).searchParams.get('open');
    await page.keyboard.press('j');
    await eventually(() => new URL(page.url()).searchParams.get('open')).not.toBe(first);
    await page.keyboard.press('Escape');
    await detail.waitFor({ state: 'detached' });
  });

  it('writes a filter after /, and says what cannot be read', async () => {
    await open('/events?t=1h');
    await eventually(() => shown(page)).toEqual([8, 8]);
    await page.keyboard.press('/');
    await page.keyboard.type('account ');
    await page.keyboard.press('Enter');
    await page
      .getByRole('alert')
      .getByText(/Not a filter: after “account” an operator is missing/)
      .waitFor();
    await page.keyboard.type(`= ${accountB}`);
    await page.keyboard.press('Enter');
    await eventually(() => shown(page)).toEqual([4, 4]);
    expect(addressOf(page)).toContain(`f=account+=+${accountB}`);
  });

  it('finds commands by name on Ctrl+K', async () => {
    await open('/events?t=1h');
    await page.getByRole('grid', { name: 'Events', exact: true }).waitFor();
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog', { name: 'Command palette' });
    await palette.getByRole('combobox').fill('last 6 hours');
    await page.keyboard.press('Enter');
    await palette.waitFor({ state: 'detached' });
    await eventually(() => addressOf(page)).toBe('/events?t=6h');
    await page.keyboard.press('Control+k');
    await palette.getByRole('combobox').fill('posture');
    await page.keyboard.press('Enter');
    await eventually(() => addressOf(page)).toBe('/posture?t=6h');
  });

  it('narrows every list by the scope bar, and takes the scope along', async () => {
    await open('/events?t=1h');
    await eventually(() => shown(page)).toEqual([8, 8]);
    await page.getByRole('button', { name: 'Narrow the scope' }).click();
    await page.getByRole('button', { name: new RegExp(`^${accountA}`) }).click();
    await eventually(() => shown(page)).toEqual([4, 4]);
    expect(addressOf(page)).toBe(`/events?scope=account=${accountA}&t=1h`);
    await page.getByRole('link', { name: 'Tasks', exact: true }).click();
    await eventually(() => shown(page)).toEqual([1, 1]);
    await page.getByRole('link', { name: 'Images', exact: true }).click();
    await eventually(() => shown(page)).toEqual([1, 1]);
    await rowsOf(page, 'Images').getByText(`shop-${accountA}`).first().waitFor();
    await page.getByRole('button', { name: 'Everywhere' }).click();
    await eventually(() => shown(page)).toEqual([2, 2]);
  });

  it('shows a viewer of a team that team’s rows and no administration', async () => {
    const viewer = await logIn(server.address, { username: 'viewer-a', path: '/events?t=1h' });
    await eventually(() => shown(viewer)).toEqual([4, 4]);
    expect(await viewer.getByRole('main').innerText()).not.toContain(accountB);
    await viewer.getByRole('link', { name: 'Images', exact: true }).click();
    await eventually(() => shown(viewer)).toEqual([1, 1]);
    await viewer.getByRole('link', { name: 'Settings', exact: true }).click();
    await viewer.getByRole('heading', { name: 'Appearance and language' }).waitFor();
    for (const part of ['Users', 'Teams', 'API tokens', 'Audit log']) {
      expect(await viewer.getByRole('main').getByText(part, { exact: true }).count(), part).toBe(0);
    }
    await viewer.getByRole('link', { name: 'Inventory', exact: true }).click();
    await viewer.getByRole('grid', { name: 'Resources' }).waitFor();
    expect(await viewer.getByRole('button', { name: 'Connect account' }).count()).toBe(0);
  });

  it('speaks Japanese, all of it', async () => {
    const other = await logIn(server.address, { path: '/events?t=1h' });
    await eventually(() => shown(other)).toEqual([8, 8]);
    await other.getByRole('button', { name: 'Account and settings of admin' }).click();
    await other.getByRole('menuitem', { name: '日本語' }).click();
    await eventually(() => other.locator('html').getAttribute('lang')).toBe('ja');
    for (const path of screens) {
      await other.goto(`${server.address}${path}`);
      await other.getByRole('navigation', { name: ja['nav.label'] as string }).waitFor();
      await other.getByRole('heading', { level: 1 }).waitFor();
      const seen = await wordsOf(other);
      expect(englishLeft(seen), path).toEqual([]);
    }
  }, 90_000);

  it('goes dark, and stays so', async () => {
    const other = await logIn(server.address, { path: '/events?t=1h' });
    const light = await backgroundOf(other);
    await other.getByRole('button', { name: 'Account and settings of admin' }).click();
    await other.getByRole('menuitem', { name: 'Dark' }).click();
    await eventually(() => backgroundOf(other)).not.toBe(light);
    const dark = await backgroundOf(other);
    expect(brightness(dark)).toBeLessThan(brightness(light) / 3);
    await other.reload();
    await other.getByRole('navigation', { name: 'Main' }).waitFor();
    await eventually(() => backgroundOf(other)).toBe(dark);
  });

  it('follows the system where nothing was chosen', async () => {
    const other = await logIn(server.address, { options: { colorScheme: 'dark' } });
    expect(brightness(await backgroundOf(other))).toBeLessThan(200);
  });

  it('fits a narrow screen: nothing to scroll sideways, the navigation in a drawer', async () => {
    const small = await logIn(server.address, { options: phone });
    for (const path of screens) {
      await small.goto(`${server.address}${path}`);
      await small.getByRole('heading', { level: 1 }).waitFor();
      const overflow = await small.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow, path).toBeLessThanOrEqual(0);
    }
    await small.getByRole('button', { name: 'Open navigation' }).click();
    await small.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Events' }).click();
    await eventually(() => new URL(small.url()).pathname).toBe('/events');
    await eventually(() => rowsOf(small, 'Events').count()).toBeGreaterThan(0);
    await openRow(rowsOf(small, 'Events').first());
    await small
      .getByRole('complementary', { name: 'Details' })
      .getByText(/^Triggered/)
      .waitFor();
    await small.getByRole('button', { name: 'Close details' }).click();
  }, 90_000);
});

function focusedRow(page: Page): Promise<string | null | undefined> {
  return page.evaluate('document.activeElement?.getAttribute("data-row")');
}

function backgroundOf(page: Page): Promise<string> {
  return page.evaluate('getComputedStyle(document.body).backgroundColor');
}

/** The sum of red, green and blue of `rgb(1, 2, 3)`. */
function brightness(color: string): number {
  return (color.match(/\d+/g) ?? []).slice(0, 3).reduce((sum, part) => sum + Number(part), 0);
}

/** Every text and every name for screen readers that the page holds. */
function wordsOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(`(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const words = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (parent && !parent.closest('script, style, [lang="en"], code, pre, .cm-editor')) words.push(walker.currentNode.data.trim());
    }
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]'))
      for (const name of ['aria-label', 'title', 'placeholder'])
        if (element.hasAttribute(name)) words.push(element.getAttribute(name));
    return words;
  })()`);
}

/** Texts of the English catalogue that Japanese has other words for and that are on the page all the same. */
function englishLeft(seen: readonly string[]): readonly string[] {
  const texts = new Set(seen);
  return Object.entries(en).flatMap(([key, message]) => {
    if (typeof message !== 'string' || message.length < 3 || message.includes('{')) return [];
    if (ja[key as keyof typeof ja] === message) return [];
    return texts.has(message) ? [`${key}: ${message}`] : [];
  });
}
