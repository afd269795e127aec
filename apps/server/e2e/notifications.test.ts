import { type ChannelBody, type Ownership, type RouteBody, routes } from '@breakwater/api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../test-support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
}, 60_000);
afterAll(() => server?.stop());

const slack: ChannelBody = {
  ...{ name: 'Ops', isEnabled: true, perMinute: 30, type: 'slack', settings: { method: 'webhook' } },
  secrets: { url: 'https://hooks.slack.com/services/T0/B0/very-secret' },
};
const mail: ChannelBody = {
  ...{ name: 'Mail', isEnabled: true, perMinute: 30, type: 'email' },
  settings: {
    ...{ host: 'mail.example.com', port: 587, security: 'starttls', username: 'bw' },
    ...{ from: 'bw@example.com', to: ['ops@example.com'] },
  },
  secrets: { password: 'very-secret' },
};

it('secrets come back by name only, and do not follow a channel to another address', async () => {
  const { call } = server.administrator;
  const made = await call(routes.createChannel, { body: mail });
  expect(made).toMatchObject({ name: 'Mail', secretNames: ['password'] });
  const { secrets: _, ...kept } = mail;
  const renamed = await call(routes.updateChannel, {
    params: { id: made.id },
    body: { ...kept, name: 'Post' },
  });
  expect(renamed.secretNames).toEqual(['password']);
  const moved = { ...kept, settings: { ...mail.settings, host: 'evil.example.com' } } as ChannelBody;
  await expect(call(routes.updateChannel, { params: { id: made.id }, body: moved })).rejects.toMatchObject({
    status: 400,
  });
  const listed = await call(routes.listChannels);
  const log = await call(routes.listAuditLog, { query: { limit: 100 } });
  expect(JSON.stringify([listed, log])).not.toContain('very-secret');
});

it.each<[string, ChannelBody]>([
  ['without its secret', { ...slack, secrets: {} }],
  ['with a secret that it has not', { ...slack, secrets: { ...slack.secrets, other: 'x' } }],
  ['over plain HTTP', { ...slack, secrets: { url: 'http://hooks.slack.com/x' } }],
  [
    'with a header in an address',
    { ...mail, settings: { ...mail.settings, from: 'a@b.c\r\nBcc: x@y.z' } } as ChannelBody,
  ],
])('a channel is refused %s', async (_title, body) => {
  await expect(server.administrator.call(routes.createChannel, { body })).rejects.toMatchObject({
    status: 400,
  });
});

it('routes and owners name channels that are there, which then stay', async () => {
  const { call } = server.administrator;
  const { id } = await call(routes.createChannel, { body: slack });
  const route: RouteBody = {
    ...{
      name: 'All',
      isEnabled: true,
      filter: { op: 'and', filters: [] },
      severityFloor: 'high',
      toOwner: true,
    },
    ...{ channelIds: [id], mode: { kind: 'digest', every: 'day', at: '09:00', timeZone: 'Asia/Tokyo' } },
  };
  const nowhere = { ...route, channelIds: ['gone'] };
  await expect(call(routes.createNotificationRoute, { body: nowhere })).rejects.toMatchObject({
    status: 400,
  });
  const lost = { ...route, mode: { ...route.mode, timeZone: 'Mars/Base' } } as RouteBody;
  await expect(call(routes.createNotificationRoute, { body: lost })).rejects.toMatchObject({ status: 400 });
  const made = await call(routes.createNotificationRoute, { body: route });
  await expect(call(routes.deleteChannel, { params: { id } })).rejects.toMatchObject({ status: 409 });
  await call(routes.deleteNotificationRoute, { params: { id: made.id } });

  const ownership = await call(routes.getOwnership);
  const bad: Ownership = { ...ownership, file: '# owners\n@nobody' };
  await expect(call(routes.putOwnership, { body: bad })).rejects.toThrow(/line 2/);
  const body: Ownership = {
    ...ownership,
    file: 'payments/** @payments',
    ownerChannels: [{ owner: '@payments', channelIds: [id] }],
  };
  await call(routes.putOwnership, { body });
  expect(await call(routes.explainOwner, { body: { repository: 'payments/api' } })).toEqual({
    ...{ owners: ['@payments'], by: 'file', rule: 'line 1: repository:payments/**' },
  });
  await expect(call(routes.deleteChannel, { params: { id } })).rejects.toMatchObject({ status: 409 });
  expect((await call(routes.previewChannel, { params: { id } })).body).toContain(
    'Breakwater can reach this channel',
  );
});

it('only administrators see channels', async () => {
  const viewer = await server.addUser('viewer', 'viewer');
  await expect(viewer.call(routes.listChannels)).rejects.toMatchObject({ status: 403 });
});

it('a test says why it was not sent', async () => {
  const { call } = server.administrator;
  const body: ChannelBody = {
    ...{
      name: 'Hook',
      isEnabled: true,
      perMinute: 30,
      type: 'webhook',
      settings: { url: 'https://127.0.0.1/hook' },
    },
  };
  const { id } = await call(routes.createChannel, { body });
  const answer = await call(routes.testChannel, { params: { id } });
  expect(answer).toEqual({ isSent: false, detail: expect.stringContaining('not a public address') });
  expect((await call(routes.listDeliveries, { query: { limit: 10 } })).rows).toEqual([]);
});
