import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { routes } from '@breakwater/api';
import { everything } from '@breakwater/model';
import { afterAll, describe, expect, it } from 'vitest';
import { mountSmallDisk } from '../../../packages/store/src/testing/small-disk.ts';
import { type RunningServer, start } from '../src/index.ts';
import { ndjson, stopLogging } from '../test-support/samples.ts';
import { type Client, serverOptions, startTestServer } from '../test-support/test-server.ts';

const disk = mountSmallDisk('48m');
if (disk.skipReason !== undefined) process.stderr.write(`full disk: skipped, ${disk.skipReason}\n`);
const filler = join(disk.path, 'filler');
const data = join(disk.path, 'data');
const account = '111111111111';
const recordsPerBatch = 100;

/** Takes what is left of the disk but for `left` bytes. */
function fill(left: number): void {
  const { bavail, bsize } = statfsSync(disk.path);
  try {
    writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left)), { flag: 'a' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}

interface Answer {
  readonly status: number;
  readonly body: {
    readonly accepted?: number;
    readonly error?: { readonly code: string; readonly message: string };
  };
}

describe.skipIf(disk.skipReason !== undefined)('a full disk', () => {
  let running: RunningServer | undefined;
  afterAll(async () => {
    await running?.stop();
    disk.unmount();
  });

  it('refuses clearly, loses nothing acknowledged, and goes on when there is space', async () => {
    const server = await startTestServer({ data });
    running = server.running;
    const { administrator, address } = server;
    const intake = await server.addToken(['intake']);
    const acknowledged = new Set<string>();
    let stored = 0;
    let batches = 0;

    async function sendBatch(): Promise<Answer> {
      const ids = Array.from({ length: recordsPerBatch }, (_, index) => `${batches}-${index}`);
      batches += 1;
      const body = ndjson(ids.map((id) => stopLogging(id, account, 'eu-west-1')));
      const answer = await post(intake, body);
      // "The batch is kept and will be stored" is a promise as well.
      const isKept = answer.status === 200 || answer.body.error?.code === 'store-behind';
      if (answer.status === 200) stored += recordsPerBatch;
      if (isKept) for (const id of ids) acknowledged.add(`${account}/${id}`);
      return answer;
    }

    for (let index = 0; index < 3; index += 1) expect((await sendBatch()).status).toBe(200);
    fill(1024 * 1024);

    // Until the disk is full, and some more: every refusal says why.
    const refused: Answer[] = [];
    for (let sent = 0; refused.length < 5 && sent < 500; sent += 1) {
      const answers = await Promise.all([sendBatch(), sendBatch()]);
      refused.push(...answers.filter(({ status }) => status !== 200));
    }
    expect(refused.length).toBeGreaterThanOrEqual(5);
    for (const { status, body } of refused) {
      expect([503, 507]).toContain(status);
      expect(body.error?.message).toContain(`no space left for ${data}`);
    }
    expect(refused.map(({ status }) => status)).toContain(507);

    fill(0);
    const live = await fetch(`${address}/health/live`);
    expect([live.status, await live.json()]).toEqual([200, { status: 'ok', reasons: [] }]);
    const ready = await fetch(`${address}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({
      status: 'unavailable',
      reasons: expect.arrayContaining([expect.stringContaining('no space left')]),
    });

    // A change of the state store is refused as clearly, and is not there.
    const refusal = await fillState(administrator);
    expect(refusal).toMatchObject({
      status: 507,
      code: 'store-full',
      message: expect.stringContaining('no space left'),
    });

    // Reading works on a full disk.
    const page = await administrator.call(routes.listEvents, { query: { kinds: ['event'] } });
    expect(page.total).toBeGreaterThanOrEqual(stored);
    expect((await administrator.call(routes.getSession, {})).user.username).toBe('admin');

    rmSync(filler);
    await until(async () => (await fetch(`${address}/health/ready`)).status === 200);
    expect((await sendBatch()).status).toBe(200);
    await administrator.call(routes.createTeam, { body: { name: 'after', scope: everything } });
    // What was kept in the journal is stored before what came later.
    const times = await timesStored(administrator);
    expect([...acknowledged].filter((id) => times.get(id) !== 1)).toEqual([]);
    expect([...times.values()].filter((count) => count > 1)).toEqual([]);
    const detections = await administrator.call(routes.listEvents, { query: { kinds: ['detection'] } });
    expect(detections.total).toBe(times.size);
  }, 120_000);

  it('stops cleanly while it is full, says at the start that it is, and starts on what is there afterwards', async () => {
    fill(0);
    await running?.stop();
    running = undefined;
    fill(0);
    const failure = await start(serverOptions(data)).then(
      (started) => started.stop(),
      (error: unknown) => error,
    );
    if (failure !== undefined) {
      expect(failure).toMatchObject({ message: expect.stringContaining(`no space left for ${data}`) });
    }
    rmSync(filler);
    running = await start(serverOptions(data));
    const ready = await fetch(`${running.address}/health/ready`);
    expect(await ready.json()).toEqual({ status: 'ok', reasons: [] });
  });
});

async function post(client: Client, body: string): Promise<Answer> {
  const response = await client.transport(routes.intakeCloudTrail.path, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** Creates teams until one is refused: what the log of the database holds already takes a few. */
async function fillState(administrator: Client): Promise<unknown> {
  const names: string[] = [];
  for (let index = 0; index < 2000; index += 1) {
    const name = `team-${index}`;
    try {
      await administrator.call(routes.createTeam, {
        body: { name, scope: { op: '=', field: 'account', value: 'x'.repeat(4000) } },
      });
      names.push(name);
    } catch (error) {
      const { teams } = await administrator.call(routes.listTeams, {});
      expect(teams.map((team) => team.name).filter((known) => known.startsWith('team-'))).toEqual(
        expect.arrayContaining(names),
      );
      expect(teams.map((team) => team.name)).not.toContain(name);
      return error;
    }
  }
  return undefined;
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await isTrue()); tries += 1) {
    if (tries > 300) throw new Error('the server did not recover within 30 s');
    await sleep(100);
  }
}

async function timesStored(administrator: Client): Promise<ReadonlyMap<string, number>> {
  const path = `${routes.exportEvents.path}?kinds=event&format=jsonl`;
  const text = await (await administrator.transport(path, { method: 'GET' })).text();
  const times = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const { id } = JSON.parse(line) as { id: string };
    times.set(id, (times.get(id) ?? 0) + 1);
  }
  return times;
}
