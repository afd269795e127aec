import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { routes } from '@breakwater/api';
import { everything } from '@breakwater/model';
import {
  accounts,
  assessments,
  checkResults,
  coverage,
  findings,
  imageReports,
  images,
  metricSamples,
  openSqliteState,
  resources,
  tasks,
} from '@breakwater/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start } from '../src/index.ts';
import {
  type Client,
  logIn,
  password,
  serverOptions,
  startTestServer,
  type TestServer,
} from '../test-support/test-server.ts';

const waitMs = 60_000;
const everyKind = ['event', 'detection', 'transition'] as const;

/** Waits until no job that loads the sample is under way; returns the newest one. */
async function loaded(client: Client) {
  for (const end = Date.now() + waitMs; Date.now() < end; await sleep(100)) {
    const { jobs } = await client.call(routes.listJobs);
    const job = jobs.find((one) => one.type === 'load-sample');
    if (job !== undefined && job.status !== 'queued' && job.status !== 'running') return job;
  }
  throw new Error(`the sample was not loaded within ${waitMs / 1000} s`);
}

function lastWeek(kinds: readonly (typeof everyKind)[number][]) {
  return { kinds, from: Date.now() - 8 * 86_400_000, to: Date.now() + 60_000, limit: 500 };
}

async function countsOf(client: Client) {
  return (await client.call(routes.getStatus)).counts;
}

describe('the sample environment', { timeout: waitMs }, () => {
  let server: TestServer;
  let me: Client;
  beforeAll(async () => {
    server = await startTestServer({ sample: true });
    me = server.administrator;
    expect(await loaded(me)).toMatchObject({ status: 'done' });
  }, waitMs);
  afterAll(() => server.stop());

  it('shows something on every screen', async () => {
    expect((await me.call(routes.getHome)).items.length).toBeGreaterThan(5);
    const status = await me.call(routes.getStatus);
    expect(status.hasSample).toBe(true);
    expect(status.counts.events).toBeGreaterThan(1500);
    expect(status.counts.detections).toBeGreaterThan(80);
    expect(status.counts.stoppedTasks).toBeGreaterThan(25);
    expect(status.counts.resources).toBeGreaterThan(60);
    expect(status.counts.openFindings).toBeGreaterThan(30);
    expect(status.counts.images).toBeGreaterThanOrEqual(6);
    expect((await me.call(routes.listAccounts)).accounts).toHaveLength(2);
  });

  it.each(everyKind)('has rows of kind %s, all marked', async (kind) => {
    const { rows } = await me.call(routes.listEvents, { query: lastWeek([kind]) });
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter((row) => !row.isSample)).toEqual([]);
  });

  it('has detections of every severity, in several places, some of them new', async () => {
    const { rows } = await me.call(routes.listEvents, { query: lastWeek(['detection']) });
    const all = <T>(of: (row: (typeof rows)[number]) => T): T[] => [...new Set(rows.map(of))];
    expect(all((row) => row.severity).sort()).toEqual(['critical', 'high', 'info', 'low', 'medium']);
    expect(all((row) => row.place.account)).toHaveLength(2);
    expect(all((row) => row.place.region).length).toBeGreaterThan(1);
    expect(rows.filter((row) => row.time > Date.now() - 3_600_000).length).toBeGreaterThan(3);
  });

  it('explains every task that stopped', async () => {
    const { rows } = await me.call(routes.listTasks, { query: { status: 'stopped', limit: 200 } });
    expect(rows.filter((row) => !row.isSample)).toEqual([]);
    const summaries = new Set(rows.map((row) => row.summary));
    expect(summaries.size).toBeGreaterThan(8);
    expect([...summaries].filter((summary) => summary.includes('no reason'))).toEqual([]);
    expect(rows.some((row) => row.isExpected)).toBe(true);
  });

  it('shows how the memory of a task climbed to its limit, where ECS gave no reason', async () => {
    const { rows } = await me.call(routes.listTasks, { query: { status: 'stopped', limit: 200 } });
    const killed = rows.filter((row) => row.place.service === 'checkout' && row.exitCode === 137);
    expect(killed.length).toBeGreaterThan(5);
    const details = await Promise.all(
      killed.map((row) => me.call(routes.getTask, { params: { arn: row.arn } })),
    );
    for (const { metrics, limits } of details) {
      const memory = metrics.find((one) => one.metric === 'bw_task_memory_working_set_bytes')?.points ?? [];
      expect(memory.length).toBeGreaterThan(10);
      expect(memory.at(-1)?.[1]).toBe(limits.memory);
      expect(memory[0]?.[1]).toBeLessThan((limits.memory ?? 0) / 2);
    }
    expect(details.map((detail) => detail.diagnosis.summary)).toContain(
      'A container was killed when the memory of the task reached its limit.',
    );
  });

  it('has images that passed, failed and could not be judged, of several origins', async () => {
    const page = await me.call(routes.listImages, {});
    expect(page.rows.filter((row) => !row.isSample)).toEqual([]);
    expect(page.counters.passed).toBeGreaterThan(0);
    expect(page.counters.failed).toBeGreaterThan(0);
    expect(page.counters.incomplete).toBeGreaterThan(0);
    expect(Object.keys(page.counters.byOrigin)).toEqual(
      expect.arrayContaining(['aws-fargate', 'aws-registry', 'ci-cd', 'cli']),
    );
    expect(page.rows.some((row) => row.runningTasks > 0)).toBe(true);
    const exploited = page.rows.find((row) => row.knownExploited > 0);
    const detail = await me.call(routes.getImage, { params: { digest: exploited?.digest ?? '' } });
    expect(detail.report.matches.some((match) => match.isKnownExploited && match.epss !== undefined)).toBe(
      true,
    );
    expect(detail.verdicts[0]?.reasons.length).toBeGreaterThan(0);
    expect(detail.report.layers.length).toBeGreaterThan(1);
  });

  it('has findings of every severity, open and resolved, and a history of scores', async () => {
    const page = await me.call(routes.listFindings, { query: { limit: 1 } });
    expect(page.byStatus.open).toBeGreaterThan(30);
    expect(page.byStatus.resolved).toBeGreaterThan(10);
    for (const severity of ['critical', 'high', 'medium', 'low'] as const)
      expect(page.bySeverity[severity], severity).toBeGreaterThan(0);
    const { frameworks } = await me.call(routes.listFrameworks);
    for (const framework of frameworks)
      expect(framework.history.length, framework.id).toBeGreaterThanOrEqual(6);
    const fsbp = frameworks.find((framework) => framework.id === 'aws-fsbp');
    expect(fsbp?.controls.passed).toBeGreaterThan(3);
    expect(fsbp?.controls.failed).toBeGreaterThan(3);
  });

  it('has an account that could be read in part only', async () => {
    const listed = (await me.call(routes.listAccounts)).accounts;
    expect(listed.every((account) => account.isSample)).toBe(true);
    expect(listed.map((account) => account.lastSync?.status).sort()).toEqual(['complete', 'partial']);
    const statuses = (await me.call(routes.listCoverage)).coverage.map((row) => row.status);
    expect(new Set(statuses)).toEqual(new Set(['ok', 'denied']));
  });

  it('is not loaded again at the next start, and once removed it never comes back', async () => {
    const data = await mkdtemp(join(tmpdir(), 'breakwater-'));
    try {
      const first = await startTestServer({ data, sample: true });
      await loaded(first.administrator);
      const before = await countsOf(first.administrator);
      await first.stop();
      await expectAllMarked(data);

      const second = await start(serverOptions(data, { sample: true }));
      const again = await logIn(second.address, 'admin', password);
      await sleep(1500);
      expect(await countsOf(again)).toEqual(before);
      const { removed } = await again.call(routes.removeSample);
      expect(removed).toBeGreaterThan(before.events);
      await expectNothing(again);
      await second.stop();

      const third = await start(serverOptions(data, { sample: true }));
      await sleep(1500);
      await expectNothing(await logIn(third.address, 'admin', password));
      await third.stop();
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  });

  it('goes on where it was interrupted', async () => {
    const data = await mkdtemp(join(tmpdir(), 'breakwater-'));
    try {
      const first = await startTestServer({ data, sample: true });
      while ((await countsOf(first.administrator)).events === 0) await sleep(20);
      await first.stop();
      const second = await start(serverOptions(data, { sample: true }));
      const again = await logIn(second.address, 'admin', password);
      await loaded(again);
      expect(await countsOf(again)).toEqual(await countsOf(me));
      await second.stop();
    } finally {
      await rm(data, { recursive: true, force: true });
    }
  });

  it('stays away when it is removed while it loads', async () => {
    const other = await startTestServer({ sample: true });
    try {
      while ((await countsOf(other.administrator)).events === 0) await sleep(20);
      await other.administrator.call(routes.removeSample);
      await loaded(other.administrator);
      await expectNothing(other.administrator);
    } finally {
      await other.stop();
    }
  });
});

async function expectNothing(client: Client): Promise<void> {
  const { hasSample, counts } = await client.call(routes.getStatus);
  expect(hasSample).toBe(false);
  expect(Object.values(counts).filter((count) => count !== 0)).toEqual([]);
  expect((await client.call(routes.listEvents, { query: lastWeek(everyKind) })).rows).toEqual([]);
  expect((await client.call(routes.listTasks, { query: { status: 'all' } })).rows).toEqual([]);
  expect((await client.call(routes.listFindings, {})).rows).toEqual([]);
  expect((await client.call(routes.listCoverage)).coverage).toEqual([]);
  for (const framework of (await client.call(routes.listFrameworks)).frameworks)
    expect(framework.history).toEqual([]);
}

/** Every collection that the sample fills holds marked records only. */
async function expectAllMarked(data: string): Promise<void> {
  const state = openSqliteState({ path: join(data, 'state.db'), now: Date.now });
  const filled = [
    accounts,
    assessments,
    checkResults,
    coverage,
    findings,
    imageReports,
    images,
    metricSamples,
    resources,
    tasks,
  ];
  try {
    await state.read(async (reader) => {
      for (const collection of filled) {
        const table = reader.table(collection as typeof tasks, everything);
        expect(await table.count(), collection.name).toBeGreaterThan(0);
        const unmarked = await table.count({ op: '=', field: 'isSample', value: 'false' });
        expect(unmarked, collection.name).toBe(0);
      }
    });
  } finally {
    await state.close();
  }
}
