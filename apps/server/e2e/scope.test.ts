import { type Route, routes } from '@breakwater/api';
import type { Filter } from '@breakwater/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf, imageReport, ndjson, stopLogging, stoppedTask } from '../test-support/samples.ts';
import { type Client, startTestServer, type TestServer } from '../test-support/test-server.ts';

const accountA = '111111111111';
const accountB = '222222222222';
const ofAccount = (account: string): Filter => ({ op: '=', field: 'account', value: account });

let server: TestServer;
let viewerA: Client;
let viewerB: Client;

/** Two teams with an account each, and the same things in both accounts. */
beforeAll(async () => {
  server = await startTestServer();
  const [teamA, teamB] = [
    await server.addTeam('A', ofAccount(accountA)),
    await server.addTeam('B', ofAccount(accountB)),
  ];
  viewerA = await server.addUser('viewer-a', 'viewer', teamA);
  viewerB = await server.addUser('viewer-b', 'viewer', teamB);
  const intake = await server.addToken(['intake']);
  await post(intake, routes.intakeCloudTrail, [
    stopLogging('a', accountA, 'eu-west-1'),
    stopLogging('b', accountB, 'eu-west-1'),
  ]);
  await post(intake, routes.intakeEventBridge, [
    stoppedTask('a', accountA, 'eu-west-1'),
    stoppedTask('b', accountB, 'eu-west-1'),
  ]);
  const scanner = await server.addToken(['scan']);
  for (const account of [accountA, accountB]) {
    await scanner.call(routes.uploadImage, {
      body: { origin: 'cli', report: imageReport(digestOf(account)) },
    });
  }
});
afterAll(() => server.stop());

async function post(client: Client, route: Route, records: readonly object[]): Promise<void> {
  const response = await client.transport(route.path, { method: 'POST', body: ndjson(records) });
  expect(await response.json()).toMatchObject({ accepted: records.length, rejected: [] });
}

const lists: readonly [string, string][] = [
  ['events', '/api/v1/events?kinds=event,detection,transition'],
  [
    'events, asking for the other account',
    `/api/v1/events?filter=${encodeURIComponent(JSON.stringify(ofAccount(accountB)))}`,
  ],
  [
    'events, asking for everything',
    `/api/v1/events?filter=${encodeURIComponent('{"op":"or","filters":[{"op":"exists","field":"account"},{"op":"not","filter":{"op":"exists","field":"account"}}]}')}`,
  ],
  ['top accounts', '/api/v1/events/top?field=account'],
  ['export of events', '/api/v1/events/export?format=csv'],
  ['export of events as lines', '/api/v1/events/export?format=jsonl&kinds=event'],
  ['tasks', '/api/v1/tasks?status=all'],
  ['images', '/api/v1/images'],
  ['export of images', '/api/v1/images/export'],
  ['export of findings', '/api/v1/findings/export'],
  ['resources', '/api/v1/resources'],
  ['scope values', '/api/v1/scope-values?field=account'],
  ['home', '/api/v1/home'],
];

describe('a viewer of team A', () => {
  it.each(lists)('sees nothing of team B in %s', async (_, path) => {
    const response = await viewerA.transport(path, { method: 'GET' });
    expect(response.status).toBe(200);
    expect(await response.text()).not.toContain(accountB);
  });

  it('sees the rows of team A, and totals that count no others', async () => {
    const page = await viewerA.call(routes.listEvents, { query: { kinds: ['event', 'detection'] } });
    expect(page.rows.map((row) => row.place.account)).toEqual(page.rows.map(() => accountA));
    expect(page.rows.length).toBeGreaterThanOrEqual(3);
    expect(page.total).toBe(page.rows.length);
    expect(page.totalInScope).toBe(page.rows.length);
  });

  it('sees images that ran in its account, and no others', async () => {
    const page = await viewerA.call(routes.listImages, {});
    expect(page.rows.map((row) => row.digest)).toEqual([digestOf(accountA)]);
    expect(page.counters).toEqual({ passed: 0, failed: 0, incomplete: 1, byOrigin: { cli: 1 } });
  });

  it.each([
    [
      'an event',
      `/api/v1/events/event/${encodeURIComponent(`${accountB}/b`)}`,
      `/api/v1/events/event/${encodeURIComponent(`${accountA}/a`)}`,
    ],
    ['an image', `/api/v1/images/${digestOf(accountB)}`, `/api/v1/images/${digestOf(accountA)}`],
    ['an SBOM', `/api/v1/images/${digestOf(accountB)}/sbom`, `/api/v1/images/${digestOf(accountA)}/sbom`],
    [
      'a task',
      `/api/v1/tasks/${encodeURIComponent(`arn:aws:ecs:eu-west-1:${accountB}:task/shop/b`)}`,
      `/api/v1/tasks/${encodeURIComponent(`arn:aws:ecs:eu-west-1:${accountA}:task/shop/a`)}`,
    ],
  ])('cannot open %s of team B, but the one of team A', async (_, other, own) => {
    expect((await viewerA.transport(other, { method: 'GET' })).status).toBe(404);
    expect((await viewerA.transport(own, { method: 'GET' })).status).toBe(200);
  });

  it('gets only rows of team A on the live stream', async () => {
    const received: string[] = [];
    const streamA = await openStream(viewerA, received);
    const intake = await server.addToken(['intake']);
    await post(intake, routes.intakeCloudTrail, [
      stopLogging('b2', accountB, 'eu-west-1'),
      stopLogging('a2', accountA, 'eu-west-1'),
    ]);
    await expect.poll(() => received.join('')).toContain('a2');
    streamA.abort();
    expect(received.join('')).not.toContain('b2');
  });

  it('loses the stream when its rights change, and sees the new scope at once', async () => {
    const ended = openStream(viewerB, []);
    const stream = await ended;
    const teams = await server.administrator.call(routes.listTeams, {});
    const team = teams.teams.find((candidate) => candidate.name === 'B');
    await server.administrator.call(routes.updateTeam, {
      params: { id: team?.id ?? '' },
      body: { name: 'B', scope: ofAccount('333333333333') },
    });
    await expect.poll(() => stream.hasEnded()).toBe(true);
    expect((await viewerB.call(routes.listEvents, {})).rows).toEqual([]);
  });
});

it('an intake token of a team brings only what the team may see', async () => {
  const { teams } = await server.administrator.call(routes.listTeams, {});
  const intake = await server.addToken(['intake'], teams.find((team) => team.name === 'A')?.id ?? '');
  const records = [
    {},
    stopLogging('a3', accountA, 'eu-west-1'),
    stopLogging('b3', accountB, 'eu-west-1'),
    stopLogging('a4', accountA, 'eu-west-1'),
  ];
  const response = await intake.transport(routes.intakeCloudTrail.path, {
    method: 'POST',
    body: ndjson(records),
  });
  expect(await response.json()).toMatchObject({
    accepted: 2,
    rejected: [{ index: 0 }, { index: 2, error: expect.stringContaining('outside the scope') }],
  });
});

async function openStream(
  client: Client,
  received: string[],
): Promise<{ abort: () => void; hasEnded: () => boolean }> {
  const controller = new AbortController();
  let ended = false;
  const response = await client.transport(routes.streamEvents.path, {
    method: 'GET',
    signal: controller.signal,
  });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  async function read(): Promise<void> {
    for (;;) {
      const part = await reader?.read().catch(() => undefined);
      if (part === undefined || part.done) break;
      received.push(decoder.decode(part.value));
    }
    ended = true;
  }
  void read();
  return { abort: () => controller.abort(), hasEnded: () => ended };
}
