import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { routes } from '@breakwater/api';
import { everything } from '@breakwater/model';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ndjson, stopLogging } from '../test-support/samples.ts';
import { type ServerProcess, spawnServer } from '../test-support/server-process.ts';
import { type Client, clientOf, logIn, password } from '../test-support/test-server.ts';

const account = '111111111111';

const thresholdRule = `- rule: Five stops
  desc: d
  condition: ct.name = StopLogging
  output: "%ct.user stopped five"
  priority: WARNING
  source: aws_cloudtrail
  threshold: { count: 5, window: 1h, by: [ct.user] }
`;

const otherRule = `- rule: Something else
  desc: d
  condition: ct.name = CreateTrail
  output: o
  priority: NOTICE
  source: aws_cloudtrail
`;

/** A record that is sent again is the same as before. */
const records = new Map<string, object>();

let data: string;
let server: ServerProcess;
let secret: string;

beforeEach(async () => {
  records.clear();
  data = await mkdtemp(join(tmpdir(), 'breakwater-stateful-'));
  server = await spawnServer(data);
  await fetch(`${server.address}${routes.completeSetup.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: server.setupToken, username: 'admin', password }),
  });
  const administrator = await logIn(server.address, 'admin', password);
  const { secret: made } = await administrator.call(routes.createToken, {
    body: { name: 'intake', scopes: ['intake'], teamId: 'everywhere', expiresInDays: 1 },
  });
  secret = made;
  const body = { name: 'five.yaml', text: thresholdRule, isEnabled: true };
  await administrator.call(routes.createRuleFile, { body });
  await administrator.call(routes.createPolicy, {
    body: {
      name: 'Five',
      description: '',
      type: 'cloudtrail',
      severity: 'medium',
      scope: everything,
      rules: ['Five stops'],
      actions: [],
      status: 'enabled',
    },
  });
}, 60_000);

afterEach(async () => {
  await server.kill();
  await rm(data, { recursive: true, force: true });
});

async function send(...ids: readonly string[]): Promise<void> {
  const client = clientOf(server.address, { authorization: `Bearer ${secret}` });
  const body = ndjson(ids.map(recordOf));
  const response = await client.transport(routes.intakeCloudTrail.path, { method: 'POST', body });
  expect(response.status, await response.clone().text()).toBe(200);
}

function recordOf(id: string): object {
  const record = records.get(id) ?? stopLogging(id, account, 'eu-west-1');
  records.set(id, record);
  return record;
}

/** Ids of the events on which the rule fired. */
async function fired(): Promise<readonly string[]> {
  const administrator: Client = await logIn(server.address, 'admin', password);
  const { rows } = await administrator.call(routes.listEvents, {
    query: {
      kinds: ['detection'],
      filter: { op: '=', field: 'detection.policy', value: 'Five' },
      limit: 100,
    },
  });
  return rows.map(({ id }) => id.slice(id.indexOf('/') + 1)).sort();
}

async function restartAfter(end: 'kill' | 'terminate'): Promise<void> {
  await server[end]();
  server = await spawnServer(data);
}

it.each(['kill', 'terminate'] as const)(
  'a threshold reached across a %s fires exactly once',
  async (end) => {
    await send('1', '2');
    await send('3');
    await restartAfter(end);
    // Whoever sends at least once sends the last again: it counts once.
    await send('3', '4');
    expect(await fired()).toEqual([]);
    await restartAfter(end);
    await send('5');
    expect(await fired()).toEqual(['5']);
    await restartAfter(end);
    await send('4', '5', '6');
    expect(await fired()).toEqual(['5']);
  },
  120_000,
);

it('a threshold goes on counting when other rules change, and anew when it changes itself', async () => {
  const administrator = await logIn(server.address, 'admin', password);
  await send('1', '2', '3');
  const body = { name: 'other.yaml', text: otherRule, isEnabled: true };
  await administrator.call(routes.createRuleFile, { body });
  await send('4', '5');
  expect(await fired()).toEqual(['5']);

  await send('6', '7', '8');
  const { files } = await administrator.call(routes.listRuleFiles);
  const five = files.find(({ name }) => name === 'five.yaml');
  await administrator.call(routes.updateRuleFile, {
    params: { id: five?.id ?? '' },
    query: { revision: five?.revision ?? 0 },
    body: { name: 'five.yaml', text: thresholdRule.replace('count: 5', 'count: 4'), isEnabled: true },
  });
  await send('9');
  expect(await fired()).toEqual(['5']);
  await send('10', '11', '12');
  expect(await fired()).toEqual(['12', '5']);
}, 60_000);
