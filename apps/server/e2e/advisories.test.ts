import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AdvisoryStatus, routes } from '@breakwater/api';
import type { ImageReport, Package } from '@breakwater/model';
import { addImported, compileToCache } from '@breakwater/vuln';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { digestOf, imageReport, ndjson, stoppedTask } from '../test-support/samples.ts';
import { startTestServer, type TestServer } from '../test-support/test-server.ts';

const account = '111111111111';
const digest = digestOf(account);
const dayMs = 86_400_000;
let folder: string;
let server: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'breakwater-advisories-'));
  server = await startTestServer({ advisories: folder });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

it('a new advisory reaches images that were stored before, their findings, verdicts and the feed', async () => {
  expect(await status()).toMatchObject({ isCurrent: false, isOld: false });
  await importData('first', [advisory('GHSA-9', 'express')], 20 * dayMs);
  expect(await untilCurrent()).toMatchObject({ dataSet: { records: 1, ageDays: 20 }, isOld: true });

  await server.administrator.call(routes.uploadImage, { body: { origin: 'ci-cd', report: report() } });
  const token = await server.addToken(['intake']);
  const running = { lastStatus: 'RUNNING', desiredStatus: 'RUNNING', stoppedAt: undefined };
  const body = ndjson([stoppedTask('task1', account, 'eu-west-1', running)]);
  await token.transport(routes.intakeEventBridge.path, { method: 'POST', body });
  expect(await row()).toMatchObject({ status: 'passed', counts: { critical: 0 }, runningTasks: 1 });

  await importData('second', [advisory('GHSA-9', 'express'), critical('GHSA-1', 'lodash')], 0);
  expect(await untilCurrent()).toMatchObject({
    isOld: false,
    evaluation: { images: 1, changedImages: 1, added: 1, events: 1 },
  });
  await until(async () => (await row()).status === 'failed');
  expect(await row()).toMatchObject({ counts: { critical: 1 }, fixable: 1 });
  const detail = await server.administrator.call(routes.getImage, { params: { digest } });
  expect(detail.report.matches).toMatchObject([{ id: 'GHSA-1', path: 'app/lodash', layer: 'sha256:app' }]);
  const { findings } = await server.administrator.call(routes.getImageFindings, { params: { digest } });
  expect(findings).toMatchObject([{ status: 'open', severity: 'critical', subject: digest }]);
  const feed = await server.administrator.call(routes.listEvents, { query: { kinds: ['transition'] } });
  expect(feed.rows).toMatchObject([
    {
      source: 'vulnerability',
      title: 'CVE update: GHSA-1 affects lodash 4.17.15, fixed in 4.17.20',
      severity: 'critical',
      place: { account, cluster: 'shop', service: 'web', imageDigest: digest },
      fields: { 'finding.from': 'new', 'finding.to': 'open', 'tasks.count': 1 },
    },
  ]);

  const viewer = await server.addUser(
    'elsewhere',
    'viewer',
    await server.addTeam('other', {
      op: '=',
      field: 'account',
      value: '222222222222',
    }),
  );
  await expect(viewer.call(routes.getImageFindings, { params: { digest } })).rejects.toThrow(/404|no|not/i);

  await importData('third', [advisory('GHSA-9', 'express')], -1000);
  expect(await untilCurrent()).toMatchObject({ evaluation: { removed: 1, events: 1 } });
  await until(async () => (await row()).status === 'passed');
  const closed = await server.administrator.call(routes.getImageFindings, { params: { digest } });
  expect(closed.findings).toMatchObject([{ status: 'resolved' }]);
}, 60_000);

it('an image that is uploaded later is judged by the data in use', async () => {
  await importData('fourth', [critical('GHSA-1', 'lodash')], -2000);
  await untilCurrent();
  const later = digestOf('222222222222');
  await server.administrator.call(routes.uploadImage, {
    body: { origin: 'cli', report: { ...report(), digest: later } },
  });
  await until(async () => {
    const page = await server.administrator.call(routes.listImages, {});
    return page.rows.find((one) => one.digest === later)?.counts.critical === 1;
  });
}, 30_000);

it('data of which a part is damaged is not used, and that is told', async () => {
  const before = await status();
  const path = join(folder, 'damaged.jsonl.gz');
  writeFileSync(path, Buffer.from('1f8b0800000000000003', 'hex'));
  const whole = join(folder, 'whole.jsonl');
  writeFileSync(whole, JSON.stringify(advisory('GHSA-9', 'express')));
  const compiled = await compileToCache([path, whole], folder);
  await addImported(folder, {
    path: compiled.path,
    importedAt: new Date().toISOString(),
    sources: [path, whole],
  });
  const after = await server.administrator.call(routes.refreshAdvisories, {});
  expect(after.problem).toContain('damaged.jsonl.gz');
  expect(after.dataSet?.hash).toBe(before.dataSet?.hash);
});

function status(): Promise<AdvisoryStatus> {
  return server.administrator.call(routes.getAdvisoryStatus, {});
}

async function untilCurrent(): Promise<AdvisoryStatus> {
  await server.administrator.call(routes.refreshAdvisories, {});
  await until(async () => (await status()).isCurrent);
  return status();
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await isTrue()) return;
    await sleep(100);
  }
  throw new Error('what was waited for did not come true in 20 s');
}

async function row() {
  const page = await server.administrator.call(routes.listImages, {});
  const found = page.rows.find((one) => one.digest === digest);
  if (found === undefined) throw new Error('no row');
  return found;
}

async function importData(name: string, records: readonly object[], ageMs: number): Promise<void> {
  const source = join(folder, `${name}.jsonl`);
  const modified = new Date(Date.now() - ageMs).toISOString();
  writeFileSync(source, records.map((record) => JSON.stringify({ ...record, modified })).join('\n'));
  const { path } = await compileToCache([source], folder);
  await addImported(folder, { path, importedAt: new Date().toISOString(), sources: [source] });
}

function report(): ImageReport {
  const lodash: Package = {
    ...{ type: 'npm', name: 'lodash', version: '4.17.15', purl: 'pkg:npm/lodash@4.17.15' },
    locations: [{ path: 'app/lodash', layer: 'sha256:app' }],
    ...{ licenses: [], foundBy: 'npm' },
  };
  const base = imageReport(digest);
  return {
    ...base,
    config: { ...base.config, user: 'app', hasHealthcheck: true },
    sbom: { packages: [lodash] },
    verdicts: [],
    advisories: { hash: 'of-the-scan', records: 1, newest: new Date(Date.now() - 30 * dayMs).toISOString() },
  };
}

function advisory(id: string, name: string) {
  const events = [{ introduced: '0' }, { fixed: '4.17.20' }];
  return { id, affected: [{ package: { ecosystem: 'npm', name }, ranges: [{ type: 'ECOSYSTEM', events }] }] };
}

function critical(id: string, name: string) {
  return { ...advisory(id, name), database_specific: { severity: 'CRITICAL' } };
}
