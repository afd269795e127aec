import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { routes } from '@breakwater/api';
import { afterAll, expect, it } from 'vitest';
import { ndjson, stopLogging } from '../test-support/samples.ts';
import { type ServerProcess, spawnServer } from '../test-support/server-process.ts';
import { clientOf, logIn, password } from '../test-support/test-server.ts';

const kills = 20;
const recordsPerBatch = 20;
const senders = 4;

const data = await mkdtemp(join(tmpdir(), 'breakwater-kill-'));
afterAll(() => rm(data, { recursive: true, force: true }));

it(`a server killed ${kills} times in mid-intake has every acknowledged event exactly once`, async () => {
  const acknowledged = new Set<string>();
  const secret = await firstStart();
  for (let round = 0; round < kills; round += 1) {
    const server = await spawnServer(data);
    const sending = Array.from({ length: senders }, (_, sender) =>
      sendUntilDown(server, secret, `${round}-${sender}`, acknowledged),
    );
    await sleep(150 + ((round * 37) % 400));
    await server.kill();
    await Promise.all(sending);
  }
  expect(acknowledged.size).toBeGreaterThan(kills * recordsPerBatch);

  const server = await spawnServer(data);
  try {
    const ready = await fetch(`${server.address}/health/ready`);
    expect(await ready.json()).toEqual({ status: 'ok', reasons: [] });
    const times = await timesStored(server);
    const lost = [...acknowledged].filter((id) => !times.has(id));
    const doubled = [...times].filter(([, count]) => count > 1);
    expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
  } finally {
    expect(await server.terminate()).toBe(0);
  }
}, 400_000);

/** Sets the server up and leaves an intake token. */
async function firstStart(): Promise<string> {
  const server = await spawnServer(data);
  await fetch(`${server.address}${routes.completeSetup.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: server.setupToken, username: 'admin', password }),
  });
  const administrator = await logIn(server.address, 'admin', password);
  const body = {
    name: 'intake',
    scopes: ['intake', 'read'],
    teamId: 'everywhere',
    expiresInDays: 1,
  } as const;
  const { secret } = await administrator.call(routes.createToken, { body });
  await server.kill();
  return secret;
}

/** Sends batches one after the other; what the server answered 2xx to is acknowledged. */
async function sendUntilDown(
  server: ServerProcess,
  secret: string,
  prefix: string,
  acknowledged: Set<string>,
): Promise<void> {
  const client = clientOf(server.address, { authorization: `Bearer ${secret}` });
  for (let batch = 0; ; batch += 1) {
    const ids = Array.from({ length: recordsPerBatch }, (_, index) => `${prefix}-${batch}-${index}`);
    const body = ndjson(ids.map((id) => stopLogging(id, '111111111111', 'eu-west-1')));
    try {
      const response = await client.transport(routes.intakeCloudTrail.path, { method: 'POST', body });
      const answer = await response.json();
      if (response.status === 200) for (const id of ids) acknowledged.add(`111111111111/${id}`);
      expect(answer).toMatchObject({ accepted: recordsPerBatch });
    } catch (error) {
      if (error instanceof TypeError) return; // the connection is gone: so is the server
      throw error;
    }
  }
}

async function timesStored(server: ServerProcess): Promise<Map<string, number>> {
  const administrator = await logIn(server.address, 'admin', password);
  const response = await administrator.transport(`${routes.exportEvents.path}?kinds=event&format=jsonl`, {
    method: 'GET',
  });
  const times = new Map<string, number>();
  for (const line of (await response.text()).split('\n')) {
    if (line === '') continue;
    const { id } = JSON.parse(line) as { id: string };
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  return times;
}
