import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everything, type RuntimePolicy, type StoredEvent } from '@breakwater/model';
import { createEngine, loadRules } from '@breakwater/rules';
import { sources } from '@breakwater/sources';
import {
  type EventStore,
  openJournalStream,
  openSqliteEventStore,
  StoreFull,
  type Stream,
} from '@breakwater/store';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ndjson, stopLogging } from '../../test-support/samples.ts';
import { Detector } from '../detect/detector.ts';
import { LiveFeed } from '../live-feed.ts';
import { createLogger } from '../logger.ts';
import type { Memory } from './checkpoint.ts';
import { Intake, intakeConsumer } from './intake.ts';
import { cloudTrailKind } from './kinds/cloudtrail.ts';

const account = '111111111111';
const rules = `
- rule: Any stop
  desc: d
  condition: ct.name = StopLogging
  output: "%ct.user %ct.request"
  priority: NOTICE
  source: aws_cloudtrail
`;
const policy: RuntimePolicy = {
  id: 'p',
  name: 'Policy',
  description: '',
  type: 'cloudtrail',
  severity: 'high',
  scope: everything,
  rules: [],
  exceptions: [],
  actions: [],
  status: 'enabled',
  origin: 'custom',
  revision: 1,
  updatedAt: '',
  updatedBy: '',
  isSample: false,
};
const { ruleset } = loadRules([{ name: 'rules.yaml', text: rules }], { sources });
if (ruleset === undefined) throw new Error('the rules of this test are wrong');
const detector = new Detector(createEngine(ruleset, { ruleMatching: 'all' }), [policy], {
  now: Date.now,
});

let folder: string;
let stream: Stream;
let events: EventStore;
/** Sizes of the appends that the store was asked for. */
let appends: number[];
/** What the next appends throw instead of storing. */
let failures: Error[];
let seen: StoredEvent[];
let intake: Intake;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'breakwater-intake-'));
  stream = await openJournalStream({ folder: join(folder, 'journal'), consumers: [intakeConsumer] });
  events = await openSqliteEventStore({ folder: join(folder, 'events') });
  [appends, failures, seen] = [[], [], []];
  intake = newIntake();
});

afterEach(async () => {
  await intake.stop();
  await stream.close();
  await events.close();
  await rm(folder, { recursive: true });
});

const noMemory: Memory = {
  isUsed: () => false,
  save: async () => undefined,
  restore: async () => undefined,
};

function newIntake(detectorNow = () => detector, memory = noMemory): Intake {
  const store: EventStore = Object.assign(Object.create(events), {
    append: async (batch: readonly StoredEvent[]) => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      appends.push(batch.length);
      return events.append(batch);
    },
  });
  const live = new LiveFeed();
  live.watch({ receive: (rows) => seen.push(...rows), end: () => undefined });
  return new Intake({
    stream,
    kinds: [cloudTrailKind(store, detectorNow)],
    live,
    memory,
    logger: createLogger('silent', process.stderr),
    onStored: () => undefined,
  });
}

function send(...records: readonly object[]) {
  return intake.accept('cloudtrail', Buffer.from(ndjson(records)));
}

function record(id: string, change: object = {}): object {
  return { ...stopLogging(id, account, 'eu-west-1'), ...change };
}

async function idsOf(kind: string): Promise<readonly string[]> {
  const filter = { op: '=', field: 'kind', value: kind } as const;
  const page = await events.list({
    scope: everything,
    filter,
    from: 0,
    to: 4e12,
    limit: 1000,
    order: 'oldest',
  });
  return page.rows.map(({ id }) => id);
}

it('stores batches that wait together, and counts each one alone', async () => {
  const answers = Promise.all([
    send(record('a'), record('b')),
    send(record('b'), record('c'), record('c')),
    send(record('a')),
    send(record('d')),
  ]);
  while (stream.counts().next < 4) await new Promise(setImmediate);
  intake.start();
  expect(await answers).toEqual([
    { accepted: 2, duplicates: 0, rejected: [] },
    { accepted: 1, duplicates: 2, rejected: [] },
    { accepted: 0, duplicates: 1, rejected: [] },
    { accepted: 1, duplicates: 0, rejected: [] },
  ]);
  expect(appends).toEqual([14]);
  expect(seen.map(({ kind, id }) => `${kind} ${id.split('/')[1]}`)).toEqual(
    ['event a', 'event b', 'detection a', 'detection b'].concat([
      'event c',
      'detection c',
      'event d',
      'detection d',
    ]),
  );
  await intake.stop();
  expect(stream.counts().consumers[intakeConsumer]).toEqual({ committed: 4, pending: 0 });
});

it('stores what an earlier process left in the journal, once', async () => {
  void send(record('a'), record('b')).catch(() => undefined);
  while (stream.counts().next < 1) await new Promise(setImmediate);
  const earlier = intake;
  intake = newIntake();
  intake.start();
  expect(await send(record('b'), record('c'))).toMatchObject({ accepted: 1, duplicates: 1 });
  await earlier.stop();
  for (const kind of ['event', 'detection']) expect(await idsOf(kind)).toHaveLength(3);
});

it.each([
  ['a time that no store keeps', { eventTime: '1999-12-31T23:59:59Z' }, 'outside the years 2000 to 2099'],
  ['an id that is too long', { eventID: 'x'.repeat(600) }, 'id is longer than 512 characters'],
  ['a record that is too large', { requestParameters: { a: 'x'.repeat(1_048_000) } }, 'larger than 1048576'],
])('rejects %s by its place and goes on', async (_, change, reason) => {
  intake.start();
  const answer = await send(record('a'), { eventID: 'no time' }, record('bad', change), record('b'));
  expect(answer).toEqual({
    accepted: 2,
    duplicates: 0,
    rejected: [
      { index: 1, error: 'eventTime is missing' },
      { index: 2, error: expect.stringContaining(reason) },
    ],
  });
  expect(await send(record('after'))).toMatchObject({ accepted: 1 });
  expect(await idsOf('event')).toHaveLength(3);
});

it('keeps the detection of a request that its sender padded', async () => {
  intake.start();
  const padded = record('padded', { requestParameters: { name: 'main', a: 'x'.repeat(900_000) } });
  expect(await send(padded)).toMatchObject({ accepted: 1, rejected: [] });
  expect(await idsOf('detection')).toEqual([`p:${account}/padded`]);
});

it('takes more records at once than the store takes in one append', async () => {
  intake.start();
  const records = Array.from({ length: 12_000 }, (_, index) => record(String(index)));
  expect(await send(...records)).toEqual({ accepted: 12_000, duplicates: 0, rejected: [] });
  expect(appends).toEqual([10_000, 10_000, 4000]);
});

it('says that a batch is kept when the store fails, and stores it when that is over', async () => {
  intake.start();
  failures = [new Error('out of order')];
  await expect(send(record('a'))).rejects.toMatchObject({
    status: 503,
    code: 'store-behind',
    message: expect.stringContaining('out of order'),
  });
  expect(await send(record('b'))).toMatchObject({ accepted: 1 });
  expect(await idsOf('event')).toEqual([`${account}/a`, `${account}/b`]);
});

it('counts the events of a batch once that could not be stored at first', async () => {
  const threshold = `${rules.trimEnd()}\n  threshold: { count: 2, window: 1h }\n`;
  const { ruleset, errors } = loadRules([{ name: 'rules.yaml', text: threshold }], { sources });
  if (ruleset === undefined) throw new Error(JSON.stringify(errors));
  let engine = createEngine(ruleset, { ruleMatching: 'all' });
  let saved = engine.snapshot();
  await intake.stop();
  intake = newIntake(() => new Detector(engine, [policy], { now: Date.now }), {
    isUsed: () => true,
    save: async () => {
      saved = engine.snapshot();
    },
    restore: async () => {
      engine = createEngine(ruleset, { ruleMatching: 'all', state: saved });
    },
  });
  intake.start();
  failures.push(new Error('not now'));
  await expect(
    send(stopLogging('1', account, 'eu-west-1'), stopLogging('2', account, 'eu-west-1')),
  ).rejects.toThrow('not now');
  await expect
    .poll(() => seen.filter(({ kind }) => kind === 'detection').map(({ id }) => id), { timeout: 5000 })
    .toEqual([`${policy.id}:${account}/2`]);
});

it('takes nothing while the disk is full', async () => {
  intake.start();
  failures = [new StoreFull('no space left for /data: free some')];
  await expect(send(record('a'))).rejects.toMatchObject({ status: 503 });
  await expect(send(record('b'))).rejects.toThrow('no space left for /data');
  expect(stream.counts().next).toBe(1);
  while (intake.lastError !== undefined) await new Promise(setImmediate);
  expect(await send(record('c'))).toMatchObject({ accepted: 1 });
  expect(await idsOf('event')).toEqual([`${account}/a`, `${account}/c`]);
});

it('refuses a body that was cut off, keeps what was whole, and takes a whole one with broken records', async () => {
  intake.start();
  const accept = (text: string) => intake.accept('cloudtrail', Buffer.from(text));
  const whole = JSON.stringify({ Records: [record('a'), record('b')] });
  await expect(accept(whole.slice(0, 24))).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('0 accepted'),
  });
  await expect(accept(whole.slice(0, -20))).rejects.toMatchObject({
    code: 'cut-body',
    message: expect.stringContaining('1 accepted'),
  });
  expect(await accept(whole)).toEqual({ accepted: 1, duplicates: 1, rejected: [] });
  expect(
    await accept(`${JSON.stringify(record('c'))}\n{"broken\n${JSON.stringify(record('d'))}\n`),
  ).toMatchObject({
    accepted: 2,
    rejected: [{ index: 1 }],
  });
});
