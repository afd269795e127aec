import {
  everything,
  type Filter,
  nothing,
  type PolicyException,
  type RuntimePolicy,
  type StoredEvent,
} from '@breakwater/model';
import { createEngine, type Engine, loadRules } from '@breakwater/rules';
import { cloudTrail, sources } from '@breakwater/sources';
import { describe, expect, it } from 'vitest';
import { stopLogging } from '../../test-support/samples.ts';
import { completeLate } from './complete-late.ts';
import { Detector } from './detector.ts';
import { rowMaker } from './event-row.ts';

const rules = `
- rule: Any stop
  desc: d
  condition: ct.name = StopLogging
  output: "%ct.user stopped %ct.request.name"
  priority: NOTICE
  source: aws_cloudtrail
  tags: [one]
- rule: Stop in Europe
  desc: d
  condition: ct.name = StopLogging and ct.region startswith eu-
  output: in %ct.region
  priority: CRITICAL
  source: aws_cloudtrail
  tags: [one, two]
`;

function policy(change: Partial<RuntimePolicy>): RuntimePolicy {
  return {
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
    ...change,
  };
}

function engine(text = rules): Engine {
  const { ruleset, errors } = loadRules([{ name: 'rules.yaml', text }], { sources });
  if (ruleset === undefined) throw new Error(JSON.stringify(errors));
  return createEngine(ruleset, { ruleMatching: 'all' });
}

function detections(...policies: readonly RuntimePolicy[]): readonly StoredEvent[] {
  const parsed = cloudTrail.parse(JSON.stringify(stopLogging('e', '111111111111', 'eu-west-1')));
  const event = parsed.events[0];
  if (event === undefined) throw new Error(JSON.stringify(parsed.rejected));
  const summary = cloudTrail.summarize(event);
  const row = rowMaker(cloudTrail, true)(event, summary);
  return new Detector(engine(), policies, { now: Date.now }).detect(event, row, summary.sourceIp);
}

it('the most severe rule names the detection, all that fired are listed', () => {
  expect(detections(policy({}))).toEqual([
    expect.objectContaining({
      kind: 'detection',
      id: 'p:111111111111/e',
      title: 'Stop in Europe',
      severity: 'critical',
      tags: ['one', 'two'],
      isSample: true,
      body: expect.objectContaining({
        policy: 'Policy',
        sourceIp: '198.51.100.7',
        eventId: '111111111111/e',
        output: 'in eu-west-1',
        rules: [
          expect.objectContaining({ rule: 'Any stop', output: 'bob stopped main' }),
          expect.objectContaining({ rule: 'Stop in Europe' }),
        ],
      }),
    }),
  ]);
});

/** Stops after someone started; any start is told too. */
const sequence = `
- rule: Stop after start
  desc: d
  condition: ct.name = StopLogging
  output: "%ct.user stopped %ct.request.name"
  priority: CRITICAL
  source: aws_cloudtrail
  sequence: { window: 1h, steps: [{ condition: ct.name = StartLogging }] }
- rule: Any stop
  desc: d
  condition: ct.name = StopLogging
  output: stop
  priority: NOTICE
  source: aws_cloudtrail
- rule: Any start
  desc: d
  condition: ct.name = StartLogging
  output: start
  priority: NOTICE
  source: aws_cloudtrail
`;

it('a sequence that a late step completes is a detection of its own on the last event', () => {
  const detector = new Detector(engine(sequence), [policy({})], { now: Date.now });
  const detect = (id: string, change: object) => {
    const parsed = cloudTrail.parse(
      JSON.stringify({ ...stopLogging(id, '111111111111', 'eu-west-1'), ...change }),
    );
    const [event] = parsed.events;
    if (event === undefined) throw new Error(JSON.stringify(parsed.rejected));
    const summary = cloudTrail.summarize(event);
    return detector.detect(event, rowMaker(cloudTrail, true)(event, summary), summary.sourceIp);
  };
  const early = detect('stop', { eventTime: '2026-01-02T03:04:05Z' });
  const late = detect('start', {
    eventName: 'StartLogging',
    eventTime: '2026-01-02T03:00:00Z',
    sourceIPAddress: '203.0.113.9',
    userIdentity: { type: 'IAMUser', userName: 'eve', accountId: '111111111111' },
  });
  expect(early.map(({ id, title }) => [id, title])).toEqual([['p:111111111111/stop', 'Any stop']]);
  const byTitle = new Map(late.map((row) => [row.title, row]));
  expect(byTitle.get('Any start')).toMatchObject({
    id: 'p:111111111111/start',
    time: Date.parse('2026-01-02T03:00:00Z'),
    user: 'eve',
    body: { eventId: '111111111111/start', sourceIp: '203.0.113.9' },
  });
  const done = byTitle.get('Stop after start');
  expect(done).toMatchObject({
    id: expect.stringMatching(/^p:late-[0-9a-f]{32}$/),
    time: Date.parse('2026-01-02T03:04:05Z'),
    source: 'aws_cloudtrail',
    place: { account: '111111111111' },
    fields: { 'ct.user': 'bob', 'ct.request.name': 'main', 'detection.rules': ['Stop after start'] },
    body: {
      id: done?.id,
      time: '2026-01-02T03:04:05.000Z',
      eventId: '111111111111/stop',
      output: 'bob stopped main',
      rules: [{ correlation: { lastTime: '2026-01-02T03:04:05.000Z' } }],
    },
  });
  expect(done).not.toHaveProperty('user');
  expect(done?.body).not.toHaveProperty('sourceIp');
  expect(late).toHaveLength(2);
});

it('a detection about an earlier event says who acted in that event and from where, when it is kept', async () => {
  const { events } = cloudTrail.parse(
    JSON.stringify({
      Records: [
        { ...stopLogging('stop', '111111111111', 'eu-west-1'), eventTime: '2026-01-02T03:04:05Z' },
        {
          ...stopLogging('start', '111111111111', 'eu-west-1'),
          eventName: 'StartLogging',
          eventTime: '2026-01-02T03:00:00Z',
          userIdentity: { type: 'IAMUser', userName: 'eve', accountId: '111111111111' },
        },
      ],
    }),
  );
  const detector = new Detector(engine(sequence), [policy({})], { now: Date.now });
  const rows = events.map((event) => rowMaker(cloudTrail, true)(event, cloudTrail.summarize(event)));
  const [stop, start] = rows as [StoredEvent, StoredEvent];
  const detections = events.flatMap((event, index) => detector.detect(event, rows[index] as StoredEvent));
  const lateOf = (all: readonly StoredEvent[]) => all.find(({ title }) => title === 'Stop after start');
  const known = { user: 'bob', body: { user: 'bob', sourceIp: '198.51.100.7' } };
  const none = { get: async () => undefined };

  const inBatch = await completeLate(detections, rows, none);
  expect(lateOf(inBatch)).toMatchObject(known);
  expect(inBatch.filter((row) => row !== lateOf(inBatch))).toEqual(
    detections.filter((row) => row !== lateOf(detections)),
  );
  const stored = {
    get: async (_: Filter, kind: string, id: string) =>
      kind === 'event' && id === stop.id ? stop : undefined,
  };
  expect(lateOf(await completeLate(detections, [start], stored))).toMatchObject(known);
  expect(lateOf(await completeLate(detections, [start], none))).not.toHaveProperty('user');
});

const inOtherAccount: Filter = { op: '=', field: 'account', value: '222222222222' };
it.each([
  [
    'two policies make two detections',
    [policy({ id: 'a' }), policy({ id: 'b' })],
    ['a:111111111111/e', 'b:111111111111/e'],
  ],
  ['a policy that is off makes none', [policy({ status: 'disabled' })], []],
  ['a policy of another type makes none', [policy({ type: 'ecs' })], []],
  ['a policy of another scope makes none', [policy({ scope: inOtherAccount })], []],
  ['a policy of no scope makes none', [policy({ scope: nothing })], []],
  ['a policy with other rules makes none', [policy({ rules: ['Another'] })], []],
])('%s', (_, policies, ids) => {
  expect(detections(...policies).map((row) => row.id)).toEqual(ids);
});

it('a policy with one of the rules is named by it', () => {
  expect(detections(policy({ rules: ['Any stop'] }))[0]).toMatchObject({
    title: 'Any stop',
    severity: 'low',
  });
});

describe('an exception', () => {
  const accepted = { id: 'x', reason: 'known', createdAt: '', createdBy: '' };
  const ofBob: Filter = { op: '=', field: 'user', value: 'bob' };
  it.each([
    ['takes the rules away that it matches', { filter: ofBob }, []],
    ['of one rule leaves the other', { filter: ofBob, rule: 'Stop in Europe' }, ['Any stop']],
    [
      'may ask for the rule, its severity and what its output names',
      {
        filter: {
          op: 'and',
          filters: [
            { op: '=', field: 'rule', value: 'Any stop' },
            { op: '=', field: 'severity', value: 'low' },
            { op: '=', field: 'ct.request.name', value: 'main' },
          ],
        },
      },
      ['Stop in Europe'],
    ],
    ['that does not match leaves all', { filter: inOtherAccount }, ['Any stop', 'Stop in Europe']],
    [
      'that is over leaves all',
      { filter: ofBob, expiresAt: '2020-01-01T00:00:00Z' },
      ['Any stop', 'Stop in Europe'],
    ],
  ] as const)('%s', (_, change, rulesLeft) => {
    const exception: PolicyException = { ...accepted, ...change };
    const [row] = detections(policy({ exceptions: [exception] }));
    expect((row?.fields['detection.rules'] ?? []) as readonly string[]).toEqual(rulesLeft);
  });
});

it('a dry run is of no severity, is marked and acts on nothing', () => {
  const action = { type: 'webhook', mode: 'enforce', url: 'https://hooks.example.com/' } as const;
  const [dry] = detections(policy({ status: 'dry-run', actions: [action] }));
  expect(dry).toMatchObject({ severity: 'info', tags: ['dry-run', 'one', 'two'] });
  expect(dry?.body).not.toHaveProperty('actions');
});

it('the sample environment only notes what would be done', () => {
  const action = { type: 'webhook', mode: 'enforce', url: 'https://hooks.example.com/' } as const;
  const [row] = detections(
    policy({ actions: [action, { type: 'stop-task', mode: 'enforce', maxPerServiceAndHour: 1 }] }),
  );
  expect(row?.body).toMatchObject({
    actions: [{ outcome: 'would-have-acted', target: 'hooks.example.com' }, { outcome: 'not-possible' }],
  });
});
