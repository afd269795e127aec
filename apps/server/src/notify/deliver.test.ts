import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everything, type StoredEvent } from '@breakwater/model';
import {
  type EventStore,
  type NotificationRoute,
  notices,
  notificationChannels,
  notificationMessages,
  notificationRoutes,
  openSqliteEventStore,
  openSqliteState,
  type StateStore,
  settings,
} from '@breakwater/store';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureWebhookSecret } from '../actions/webhook-secret.ts';
import { LiveFeed } from '../live-feed.ts';
import { postOutbox } from '../outbox.ts';
import { Deliveries } from './deliver.ts';
import { noteRows } from './note-rows.ts';

type Told = { readonly data: { readonly title: string; readonly kind: string; readonly count: number } };

const minute = 60_000;
const sealKey = randomBytes(32);
let certificateAuthority: string;
let folder: string;
let receiver: Server;
let url: string;
let received: { readonly path: string; readonly id: string; readonly body: Told }[];
let answer: (response: ServerResponse) => void;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-notify-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync('openssl', [...request, '-days', '2', '-keyout', key, '-out', certificate, ...subject], {
    stdio: 'ignore',
  });
  certificateAuthority = await readFile(certificate, 'utf8');
  receiver = createServer({ key: await readFile(key), cert: certificateAuthority }, (incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as Told;
      received.push({ path: incoming.url ?? '', id: String(incoming.headers['webhook-id']), body });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `https://localhost:${(receiver.address() as AddressInfo).port}`;
}, 30_000);
afterAll(async () => {
  receiver?.closeAllConnections();
  receiver?.close();
  await rm(folder, { recursive: true, force: true });
});

let data: string;
let state: StateStore;
let events: EventStore;
let clock: number;
let deliveries: Deliveries;

beforeEach(async () => {
  received = [];
  answer = (response) => response.writeHead(204).end();
  clock = Date.UTC(2026, 10, 23, 12);
  data = await mkdtemp(join(tmpdir(), 'breakwater-notify-'));
  state = openSqliteState({ path: join(data, 'state.db'), now: () => clock });
  events = await openSqliteEventStore({ folder: join(data, 'events') });
  await ensureWebhookSecret(state, sealKey, clock);
  deliveries = deliveriesWith(true);
});
afterEach(async () => {
  await deliveries.stop();
  await events.close();
  await state.close();
  await rm(data, { recursive: true, force: true });
});

function deliveriesWith(allowPrivateAddresses: boolean): Deliveries {
  const webhooks = { allowPrivateAddresses, certificateAuthority };
  const context = { state, events, live: new LiveFeed(), sealKey, now: () => clock, webhooks };
  return new Deliveries(context, pino({ level: 'silent' }));
}

async function look(): Promise<void> {
  await deliveries.look();
  await deliveries.settled();
}

async function addChannel(id: string, perMinute = 600): Promise<void> {
  const at = new Date(clock).toISOString();
  const times = { createdAt: at, updatedAt: at };
  const what = {
    type: 'webhook',
    isEnabled: true,
    perMinute,
    settings: { url: `${url}/${id}` },
    secrets: {},
  };
  await state.transaction((transaction) =>
    transaction.table(notificationChannels).put({ id, name: id, ...what, ...times }),
  );
}

async function addRoute(change: Partial<NotificationRoute> = {}): Promise<void> {
  const at = new Date(clock).toISOString();
  await state.transaction((transaction) =>
    transaction.table(notificationRoutes).put({
      ...{
        id: 'r',
        name: 'Route',
        isEnabled: true,
        filter: everything,
        severityFloor: 'medium',
        toOwner: false,
      },
      ...{ channelIds: ['ops'], mode: { kind: 'immediate', windowMinutes: 5, groupBy: ['rule', 'service'] } },
      ...{ createdAt: at, updatedAt: at },
      ...change,
    }),
  );
}

function row(id: string, change: Partial<StoredEvent> = {}): StoredEvent {
  return {
    ...{ kind: 'transition', id, time: clock, source: 'vulnerability', title: `Row ${id}`, severity: 'high' },
    ...{ rule: 'CVE-1', place: { service: 'web' }, tags: [], isSample: false, fields: {}, body: {} },
    ...change,
  };
}

async function post(...rows: readonly StoredEvent[]): Promise<void> {
  await state.transaction((transaction) => postOutbox(transaction, rows, false));
  await look();
}

function messages() {
  return state.read(async (reader) =>
    (await reader.table(notificationMessages).list({ limit: 1000 })).rows.map(({ record }) => record),
  );
}

const told = () =>
  received.map(({ path, body }) => `${path} ${body.data.kind} ${body.data.count} ${body.data.title}`);

describe('what waits in the outbox', () => {
  beforeEach(() => addChannel('ops'));

  it('is told at once, then together once a window, and each row once', async () => {
    await addRoute();
    await post(row('a'), row('b'), row('c', { place: { service: 'other' } }));
    expect(told().sort()).toEqual(['/ops event 1 Row a', '/ops event 1 Row c']);
    // The same rows again, as after a crash.
    await post(row('a'), row('b'));
    clock += 2 * minute;
    await post(row('d', { severity: 'critical' }));
    expect(received).toHaveLength(2);
    clock += 3 * minute + 1;
    await look();
    expect(told().slice(2)).toEqual(['/ops roll-up 2 2 more: Row d']);
    clock += 5 * minute + 1;
    await post(row('e'));
    expect(told().slice(3)).toEqual(['/ops event 1 Row e']);
    expect(await events.get(everything, 'transition', 'a')).toBeDefined();
  });

  it('keeps to filter, severity and sample', async () => {
    await addRoute({ filter: { op: '=', field: 'service', value: 'web' } });
    await post(
      row('a', { severity: 'low' }),
      row('b', { place: { service: 'other' } }),
      row('c', { isSample: true }),
      row('d', { kind: 'event' }),
    );
    expect(received).toEqual([]);
  });

  it('waits for the digest', async () => {
    await addRoute({ mode: { kind: 'digest', every: 'day', at: '09:00', timeZone: 'Asia/Tokyo' } });
    await post(row('a'), row('b', { rule: 'CVE-2', severity: 'critical' }));
    clock = Date.UTC(2026, 10, 23, 23, 59);
    await look();
    expect(received).toEqual([]);
    clock = Date.UTC(2026, 10, 24, 0, 0);
    await look();
    expect(told()).toEqual(['/ops digest 2 Digest of 2: Row b']);
  });

  it('reaches the owner, or the channels of the route where nobody is known', async () => {
    await addChannel('web');
    await addRoute({ toOwner: true });
    const value = {
      ...{ labels: [], tags: [], clusterTags: [], order: ['file'], file: 'service:web @Web' },
      ownerChannels: [{ owner: 'web', channelIds: ['web'] }],
    };
    await state.transaction((transaction) =>
      transaction.table(settings).put({ name: 'ownership', value, updatedAt: '', updatedBy: '' }),
    );
    await post(row('a'), row('b', { place: { service: 'other' } }));
    expect(told().sort()).toEqual(['/ops event 1 Row b', '/web event 1 Row a']);
  });

  it('is lost for no crash between noting and storing', async () => {
    await addRoute();
    await state.transaction((transaction) => noteRows(transaction, [row('a')], clock));
    await post(row('a'));
    expect(told()).toEqual(['/ops event 1 Row a']);
  });
});

describe('a receiver that', () => {
  beforeEach(async () => {
    await addChannel('ops');
    await addRoute();
  });

  it('fails is asked again with the same id, until it is given up', async () => {
    answer = (response) => response.writeHead(500).end('x');
    await post(row('a'));
    for (let round = 0; round < 10; round += 1) {
      clock += 30 * minute;
      await look();
    }
    expect(new Set(received.map(({ id }) => id)).size).toBe(1);
    expect(received).toHaveLength(8);
    expect(await messages()).toMatchObject([
      { status: 'dead', attempts: 8, detail: `${new URL(url).host} answered 500` },
    ]);
  });

  it('asks for patience gets it', async () => {
    answer = (response) => response.writeHead(429, { 'retry-after': '90' }).end();
    await post(row('a'));
    answer = (response) => response.writeHead(200).end();
    clock += 89_000;
    await look();
    expect(received).toHaveLength(1);
    clock += 1000;
    await look();
    expect(await messages()).toMatchObject([{ status: 'sent', attempts: 2, detail: 'answered 200' }]);
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    ['refuses is not asked again', (response) => response.writeHead(404).end(), 'answered 404'],
    [
      'leads elsewhere is not followed',
      (response) => response.writeHead(302, { location: 'https://169.254.169.254/' }).end(),
      'answered 302',
    ],
  ])('%s', async (_title, answered, detail) => {
    answer = answered;
    await post(row('a'));
    expect(received).toHaveLength(1);
    expect(await messages()).toMatchObject([{ status: 'dead', detail: `${new URL(url).host} ${detail}` }]);
  });

  it('answers without end is cut off', async () => {
    answer = (response) => {
      response.writeHead(200);
      const pour = setInterval(() => response.write('x'.repeat(65_536)), 1);
      response.once('close', () => clearInterval(pour));
    };
    await post(row('a'));
    expect(await messages()).toMatchObject([{ status: 'sent' }]);
  });

  it('never answers is given up after a while, and holds up no other channel', async () => {
    await addChannel('other');
    await addRoute({ id: 's', name: 'Second', channelIds: ['other'] });
    answer = (response) => {
      if (received.at(-1)?.path === '/other') response.writeHead(204).end();
    };
    await post(row('a'));
    const all = await messages();
    expect(all.find(({ channelId }) => channelId === 'other')?.status).toBe('sent');
    expect(all.find(({ channelId }) => channelId === 'ops')).toMatchObject({ status: 'queued', attempts: 1 });
  }, 20_000);

  it('is not on the public internet is not asked', async () => {
    deliveries = deliveriesWith(false);
    await post(row('a'));
    expect(received).toEqual([]);
    expect(await messages()).toMatchObject([
      { status: 'dead', detail: expect.stringContaining('not a public address') },
    ]);
  });
});

it('keeps to the rate of a channel', async () => {
  await addChannel('ops', 2);
  await addRoute({ mode: { kind: 'immediate', windowMinutes: 5, groupBy: ['rule'] } });
  await post(...Array.from({ length: 5 }, (_, index) => row(`${index}`, { rule: `r${index}` })));
  expect(received).toHaveLength(2);
  clock += minute;
  await look();
  expect(received).toHaveLength(4);
});

it('tells a storm together', async () => {
  await addChannel('ops', 600);
  await addRoute({ mode: { kind: 'immediate', windowMinutes: 5, groupBy: ['rule'] } });
  const storm = Array.from({ length: 400 }, (_, index) => row(`${index}`, { rule: `r${index}` }));
  await state.transaction((transaction) => noteRows(transaction, storm, clock));
  const waiting = await state.read((reader) =>
    reader.table(notices).count({ op: '=', field: 'state', value: 'waiting' }),
  );
  expect([waiting, (await messages()).length]).toEqual([300, 100]);
  clock += 5 * minute + 1;
  await look();
  expect(await messages()).toHaveLength(101);
});
