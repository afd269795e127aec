import { routes } from '@breakwater/api';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type HttpsReceiver, startHttpsReceiver } from '../../server/test-support/https-receiver.ts';
import { startTestServer, type TestServer } from '../../server/test-support/test-server.ts';
import { describeInBrowser, eventually } from './support/browser.ts';

describeInBrowser('who is told, in the console', ({ logIn, allow }) => {
  let server: TestServer;
  let page: Page;
  let receiver: HttpsReceiver;
  const received: string[] = [];

  beforeAll(async () => {
    receiver = await startHttpsReceiver((incoming, response) => {
      let body = '';
      incoming.on('data', (part) => {
        body += part;
      });
      incoming.on('end', () => {
        received.push(body);
        response.end('ok');
      });
    });
    const { certificateAuthority } = receiver;
    server = await startTestServer({ webhooks: { allowPrivateAddresses: true, certificateAuthority } });
    page = await logIn(server.address, { path: '/settings/channels' });
  }, 60_000);
  afterAll(async () => {
    await server?.stop();
    await receiver?.stop();
  });

  it('a channel is added, refused where it cannot be reached safely, tested and previewed', async () => {
    allow(page, /status of 400 .*\/api\/v1\/notification-channels/);
    await page.getByText('No channel yet: add one below.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('on-call');
    await page.getByLabel('Address (https)').fill('not an address');
    await page.getByRole('button', { name: 'Create' }).click();
    await page
      .getByText(/not an address|address|URL/i)
      .nth(1)
      .waitFor();
    await page.getByLabel('Address (https)').fill(`${receiver.url}/hook`);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('cell', { name: 'on-call' }).waitFor();
    await page.getByRole('button', { name: 'Send a test to on-call' }).click();
    await page.getByRole('status').filter({ hasText: 'Sent' }).waitFor();
    await eventually(() => received.length).toBe(1);
    expect(() => JSON.parse(received[0] ?? '')).not.toThrow();
    await page.getByRole('button', { name: 'Preview of on-call' }).click();
    await page.locator('pre').first().waitFor();
  });

  it('a route says who is told of what, when, and what counts as the same', async () => {
    await page.goto(`${server.address}/settings/routes`);
    await page.getByText('No route yet: nobody is told of anything.').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('all');
    await page.getByRole('checkbox', { name: 'on-call' }).check();
    await page.getByRole('checkbox', { name: 'Image', exact: true }).check();
    await page.getByRole('checkbox', { name: 'Service', exact: true }).uncheck();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('cell', { name: /on-call/ }).waitFor();
    const listed = await server.administrator.call(routes.listNotificationRoutes, {});
    expect(listed.routes.map(({ name, mode }) => ({ name, mode }))).toEqual([
      { name: 'all', mode: { kind: 'immediate', windowMinutes: 5, groupBy: ['rule', 'cluster', 'image'] } },
    ]);
    await page.getByRole('button', { name: 'Change all' }).click();
    expect(await page.getByRole('checkbox', { name: 'Image', exact: true }).isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  it('owners are written, tried, and asked in the order that is chosen', async () => {
    await page.goto(`${server.address}/settings/owners`);
    await page.getByRole('textbox', { name: 'Owners file' }).fill('shop/** @shop\n');
    await page.getByLabel('Channels of owners').fill('@shop = nobody');
    await page.getByText('Line 1: there is no channel "nobody"').waitFor();
    await page.getByLabel('Channels of owners').fill('@shop = on-call');
    await page.getByRole('button', { name: 'Ask Owners file earlier' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    const saved = await server.administrator.call(routes.getOwnership, {});
    expect(saved.order).toEqual(['image-label', 'file', 'resource-tag', 'cluster-tag']);
    await page.getByLabel('Repository').fill('shop/api');
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('status').filter({ hasText: '@shop' }).waitFor();
  });
});
