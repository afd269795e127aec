import { everything, type Filter, nothing, type RuntimePolicy, type StoredEvent } from '@breakwater/model';
import { createEngine, type Engine, loadRules } from '@breakwater/rules';
import { cloudTrail, sources } from '@breakwater/sources';
import { expect, it } from 'vitest';
import { stopLogging } from '../../test-support/samples.ts';
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

function engine(): Engine {
  const { ruleset, errors } = loadRules([{ name: 'rules.yaml', text: rules }], { sources });
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
