import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, loadRules } from '@breakwater/rules';
import { findSource, sources } from '@breakwater/sources';
import { describe, expect, test } from 'vitest';
import type { Fields } from './testing/ordinary-day/fields.ts';
import { ordinaryFiles } from './testing/ordinary-estate/files.ts';
import { ordinarySettings } from './testing/ordinary-estate/settings.ts';
import { ordinaryTasks } from './testing/ordinary-estate/tasks.ts';

interface Ordinary {
  readonly source: string;
  readonly make: (seed: number, count: number) => readonly Fields[];
  /** What one event is changed to, and the rule that sees it. */
  readonly deed: Fields;
  readonly rule: string;
}

const size = 5000;
const estates: readonly Ordinary[] = [
  {
    source: 'ecs',
    make: ordinaryTasks,
    deed: {
      'detail-type': 'ECS Task State Change',
      detail: { lastStatus: 'STOPPED', desiredStatus: 'STOPPED', stopCode: 'UserInitiated' },
    },
    rule: 'Task stopped by a person',
  },
  {
    source: 'fim',
    make: ordinaryFiles,
    deed: { change: 'created', path: '/etc/ld.so.preload', before: null, image: 'shop:1.2' },
    rule: 'Library set to be loaded into every program',
  },
  {
    source: 'config',
    make: ordinarySettings,
    deed: {
      change: 'updated',
      resource: { id: 'arn:aws:x', type: 'aws.subnet' },
      before: { MapPublicIpOnLaunch: false },
      after: { MapPublicIpOnLaunch: true },
    },
    rule: 'Subnet hands out public addresses',
  },
];

describe.each(estates)('$source', ({ source, make, deed, rule }) => {
  test.each([1, 2, 3])('no rule fires on what is ordinary (seed %i)', (seed) => {
    expect([...detections(source, make(seed, size))]).toEqual([]);
  });

  test('a single bad deed in it is found', () => {
    const [first, ...rest] = make(4, size);
    expect([...detections(source, [{ ...first, ...deed }, ...rest]).keys()]).toEqual([rule]);
  });
});

/** The rules that fire, each with its last output. */
function detections(source: string, records: readonly Fields[]): ReadonlyMap<string, string> {
  const name = `${source}.yaml`;
  const text = readFileSync(join(import.meta.dirname, name), 'utf8');
  const { ruleset } = loadRules([{ name, text }], { sources });
  if (ruleset === undefined) throw new Error(`${name} did not load`);
  const engine = createEngine(ruleset, { ruleMatching: 'all' });
  const parsed = findSource(source)?.parse(records.map((record) => JSON.stringify(record)).join('\n'));
  expect(parsed?.rejected).toEqual([]);
  expect(parsed?.events).toHaveLength(records.length);
  const outputs = new Map<string, string>();
  for (const event of parsed?.events ?? []) {
    for (const one of engine.evaluate(event)) outputs.set(one.rule, one.output);
  }
  expect(engine.failures()).toEqual([]);
  return outputs;
}
