import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningServer, start } from '../../server/src/index.ts';
import { password, serverOptions } from '../../server/test-support/test-server.ts';
import { addressOf, describeInBrowser, eventually, signIn } from './support/browser.ts';

describeInBrowser('the way in', ({ visit, logIn, allow }) => {
  let now = Date.now();
  let folder: string;
  let server: RunningServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'breakwater-entry-'));
    server = await start(serverOptions(folder, { now: () => now }));
  });
  afterAll(async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is the set-up at first: with the printed token, a name and a password to the first steps', async () => {
    const page = await visit(server.address);
    await page.getByRole('heading', { name: 'Set up Breakwater' }).waitFor();
    await fillSetUp(page, 'wrong-token', 'short');
    await page.getByText('Use at least 12 characters.').waitFor();

    allow(page, /status of 403 .*\/api\/v1\/setup/);
    await fillSetUp(page, 'wrong-token', password);
    await page
      .getByRole('alert')
      .getByText(/set-up token is wrong/)
      .waitFor();

    await fillSetUp(page, server.setupToken ?? '', password);
    await page.getByRole('heading', { name: 'First steps' }).first().waitFor();
    expect(addressOf(page)).toBe('/first-steps');
    expect(await secretsIn(page)).toEqual([]);
  });

  it('leads out by the menu, and in again; a wrong password is told plainly', async () => {
    const page = await logIn(server.address);
    await page.getByRole('button', { name: 'Account and settings of admin' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in to Breakwater' }).waitFor();

    allow(page, /status of 401 .*\/api\/v1\/session/);
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password', { exact: true }).fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('User name or password is wrong.').waitFor();
    await eventually(() => page.getByLabel('Password', { exact: true }).inputValue()).toBe('');

    await signIn(page, 'admin');
    expect(await secretsIn(page)).toEqual([]);
  });

  it('shows no page to who is not logged in, whatever the address', async () => {
    const page = await visit(`${server.address}/events?t=1h`);
    await page.getByRole('heading', { name: 'Sign in to Breakwater' }).waitFor();
    expect(await page.getByRole('navigation').count()).toBe(0);
    await signIn(page, 'admin');
    await eventually(() => addressOf(page)).toBe('/events?t=1h');
  });

  it('comes back when the session is over, and leads to the same page again', async () => {
    const page = await logIn(server.address, { path: '/events?t=6h&q=user%3Dbob' });
    await page.getByRole('grid', { name: 'Events' }).waitFor();
    const before = addressOf(page);
    now += 12 * 3_600_000 + 1;
    allow(page, /status of 401/);
    await page.getByRole('button', { name: /^1H / }).click();
    await page.getByText('Your session has ended.').waitFor();
    await signIn(page, 'admin');
    await eventually(() => addressOf(page)).toBe(before.replace('t=6h', 't=1h'));
    expect(await secretsIn(page)).toEqual([]);
  });

  it('is closed once it was used: the set-up page sends to the login', async () => {
    const page = await visit(`${server.address}/setup`);
    await page.getByText('This server is set up already. Sign in instead.').waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Sign in to Breakwater' }).waitFor();
  });

  /** Secrets in the address, or kept where a script can read them. */
  async function secretsIn(page: Page): Promise<readonly string[]> {
    const storage = await page.evaluate(
      'JSON.stringify([location.href, history.state, document.cookie, localStorage, sessionStorage])',
    );
    return [password, server.setupToken ?? password, 'breakwater_session'].filter((secret) =>
      String(storage).includes(secret),
    );
  }
});

async function fillSetUp(page: Page, token: string, secret: string): Promise<void> {
  await page.getByLabel('Set-up token').fill(token);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByLabel('Password again').fill(secret);
  await page.getByRole('button', { name: 'Create administrator' }).click();
}
