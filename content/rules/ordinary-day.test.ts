import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, formatDiagnostic, loadRules, type RuleFile } from '@breakwater/rules';
import { findSource, sources } from '@breakwater/sources';
import { expect, test } from 'vitest';
import { person } from './testing/ordinary-day/actors.ts';
import type { Fields } from './testing/ordinary-day/fields.ts';
import { ordinaryAccountDay } from './testing/ordinary-day/ordinary-account-day.ts';

const folder = import.meta.dirname;
const size = 25_000;
const timeout = 60_000;

/** What the owner of the account says about it, in a file of its own. */
const declared: RuleFile = {
  name: 'declared.yaml',
  text: '- list: deploy_identities\n  items: [ci-deploy, "terraform-*"]\n  override: { items: append }\n',
};
const shipped = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .sort()
  .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
const { ruleset, errors } = loadRules([...shipped, declared], { sources });

/** The rules that fire, each with its last output. */
function detections(records: readonly Fields[]): ReadonlyMap<string, string> {
  if (ruleset === undefined) throw new Error(errors.map(formatDiagnostic).join('\n'));
  const engine = createEngine(ruleset, { ruleMatching: 'all' });
  const text = records.map((record) => JSON.stringify(record)).join('\n');
  const parsed = findSource('aws_cloudtrail')?.parse(text);
  expect(parsed?.rejected).toEqual([]);
  expect(parsed?.events).toHaveLength(records.length);
  const outputs = new Map<string, string>();
  for (const event of parsed?.events ?? []) {
    for (const { rule, output } of engine.evaluate(event)) outputs.set(rule, output);
  }
  expect(engine.failures()).toEqual([]);
  return outputs;
}

test.each([1, 2, 3])(
  'no rule fires on an ordinary day (seed %i)',
  (seed) => {
    const records = ordinaryAccountDay(seed, size);
    expect([...detections(records)]).toEqual([]);
  },
  timeout,
);

test(
  'the day has what an account has',
  () => {
    const records = ordinaryAccountDay(1, size);
    expect(new Set(records.map((record) => record.eventName)).size).toBeGreaterThan(120);
    const types = records.map((record) => (record.userIdentity as Fields).type);
    expect([...new Set(types)].sort()).toEqual([
      'AWSAccount',
      'AWSService',
      'AssumedRole',
      'IAMUser',
      undefined,
    ]);
    expect(records.filter((record) => record.errorCode !== undefined).length).toBeGreaterThan(size / 100);
    expect(ordinaryAccountDay(1, 100)).toEqual(ordinaryAccountDay(1, 100));
  },
  timeout,
);

test(
  'a single bad deed in it is found',
  () => {
    const [first, ...rest] = ordinaryAccountDay(4, size);
    const deed = {
      ...first,
      ...person('ada'),
      eventID: '00000000-0000-4000-8000-ffffffffffff',
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      errorCode: undefined,
      requestParameters: { name: 'org-trail' },
    };
    expect([...detections([deed, ...rest]).keys()]).toEqual(['Trail stopped or deleted']);
  },
  timeout,
);
