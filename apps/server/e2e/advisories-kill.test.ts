import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AdvisoryStatus, routes } from '@breakwater/api';
import type { ImageReport, Package } from '@breakwater/model';
import { addImported, compileToCache } from '@breakwater/vuln';
import { afterAll, expect, it } from 'vitest';
import { imageReport, ndjson, stoppedTask } from '../test-support/samples.ts';
import { type ServerProcess, spawnServer } from '../test-support/server-process.ts';
import { type Client, clientOf, logIn, password } from '../test-support/test-server.ts';

const imageCount = 20;
const kills = 6;
const account = '111111111111';

const folder = mkdtempSync(join(tmpdir(), 'breakwater-advisories-kill-'));
const cache = join(folder, 'cache', 'breakwater');
process.env.XDG_CACHE_HOME = join(folder, 'cache');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it(`a server killed ${kills} times while it takes up new advisories tells every change once`, async () => {
  await importData([advisory('GHSA-0', 'quiet')]);
  let server = await spawnServer(join(folder, 'data'));
  let administrator = await setUp(server);
  await untilCurrent(administrator);
  for (let at = 0; at < imageCount; at += 1) {
    const body = { origin: 'ci-cd', report: report(at) } as const;
    await administrator.call(routes.uploadImage, { body });
  }
  await sendTasks(server, administrator);
  await sleep(1000);
  const expected: string[] = [];
  for (let round = 1; round <= kills; round += 1) {
    expected.push(`GHSA-${round}`);
    await importData(['GHSA-0', ...expected].map((id) => advisory(id, id === 'GHSA-0' ? 'quiet' : 'held')));
    administrator.call(routes.refreshAdvisories, {}).catch(() => undefined);
    await sleep(round * 60);
    await server.kill();
    server = await spawnServer(join(folder, 'data'));
    administrator = await logIn(server.address, 'admin', password);
  }
  try {
    const { evaluation } = await untilCurrent(administrator, 100_000);
    expect(evaluation?.images).toBe(imageCount);
    const feed = await administrator.call(routes.listEvents, {
      query: { kinds: ['transition'], limit: 200 },
    });
    expect(feed.rows.map(({ rule }) => rule).sort()).toEqual(expected);
    const page = await administrator.call(routes.listImages, { query: { limit: 100 } });
    expect(page.rows.map(({ counts }) => counts.medium)).toEqual(
      Array.from({ length: imageCount }, () => expected.length),
    );
  } finally {
    await server.terminate();
  }
}, 200_000);

async function setUp(server: ServerProcess): Promise<Client> {
  await fetch(`${server.address}${routes.completeSetup.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: server.setupToken, username: 'admin', password }),
  });
  return logIn(server.address, 'admin', password);
}

async function sendTasks({ address }: ServerProcess, administrator: Client): Promise<void> {
  const body = { name: 'intake', scopes: ['intake'], teamId: 'everywhere', expiresInDays: 1 } as const;
  const { secret } = await administrator.call(routes.createToken, { body });
  const token = clientOf(address, { authorization: `Bearer ${secret}` });
  const containers = [{ name: 'app', lastStatus: 'RUNNING', imageDigest: digestAt(0) }];
  const running = { lastStatus: 'RUNNING', desiredStatus: 'RUNNING', stoppedAt: undefined, containers };
  const task = stoppedTask('task1', account, 'eu-west-1', running);
  await token.transport(routes.intakeEventBridge.path, { method: 'POST', body: ndjson([task]) });
}

async function untilCurrent(client: Client, limitMs = 20_000): Promise<AdvisoryStatus> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 200) {
    const status = await client.call(routes.getAdvisoryStatus, {});
    if (status.isCurrent) return status;
    await sleep(200);
  }
  throw new Error(`stored images were not up to date in ${limitMs} ms`);
}

let data = 0;
async function importData(records: readonly object[]): Promise<void> {
  data += 1;
  const source = join(folder, `data-${data}.jsonl`);
  writeFileSync(source, records.map((record) => JSON.stringify(record)).join('\n'));
  const { path } = await compileToCache([source], cache);
  await addImported(cache, { path, importedAt: new Date().toISOString(), sources: [source] });
}

function report(at: number): ImageReport {
  const held: Package = {
    ...{ type: 'npm', name: 'held', version: '1.0.0', purl: 'pkg:npm/held@1.0.0' },
    ...{ locations: [{ path: `app/${at}` }], licenses: [], foundBy: 'npm' },
  };
  return imageReport(digestAt(at), { sbom: { packages: [held] }, advisories: { hash: 'scan', records: 1 } });
}

function digestAt(at: number): string {
  return `sha256:${at.toString(16).padStart(64, '0')}`;
}

function advisory(id: string, name: string) {
  return {
    id,
    modified: '2026-01-01T00:00:00Z',
    affected: [
      { package: { ecosystem: 'npm', name }, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }] },
    ],
  };
}
