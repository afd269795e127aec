import type { Event, Field } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { loadRules } from '../load.ts';
import { readRuleTests } from './read-rule-tests.ts';
import { type ReadEvents, runRuleTest } from './run-rule-tests.ts';

const field = (name: string): Field<Event> => ({
  name,
  type: 'string',
  description: name,
  extract: (event) => (event.record as Record<string, string>)[name],
});
const sources = [{ name: 'shop', fields: [field('door.state'), field('door.name')] }];
const rules = `
- rule: Door open
  desc: d
  condition: door.state = open
  output: "%door.name is open"
  priority: NOTICE
  source: shop
- rule: Front door open
  desc: d
  condition: door.state = open and door.name = front
  output: front
  priority: NOTICE
  source: shop
- rule: Often open
  desc: d
  condition: door.state = open
  threshold: { count: 3, window: 10s, by: [door.name] }
  output: often
  priority: NOTICE
  source: shop
- rule: Many doors open
  desc: d
  condition: door.state = open
  threshold: { count: 3, window: 10s, distinct: door.name }
  output: many
  priority: NOTICE
  source: shop
- rule: Opened after it was shut
  desc: d
  condition: door.state = open
  sequence: { window: 10s, by: [door.name], steps: [{ condition: door.state = shut }] }
  output: again
  priority: NOTICE
  source: shop
`;

/** One object for all events, as captures have it. */
const readEvents: ReadEvents = ({ records, source, file }, onEvent) => {
  if (file !== undefined) return `cannot read ${file}`;
  const event: { -readonly [Key in keyof Event]: Event[Key] } = {
    source,
    type: 'pluginevent',
    time: 0n,
    id: '',
    record: {},
  };
  for (const [index, record] of records.entries()) {
    Object.assign(event, {
      record,
      id: String(index),
      time: BigInt(Number(record.at ?? 0)) * 1_000_000_000n,
    });
    onEvent(event);
  }
  event.record = {};
  return undefined;
};

async function problemsOf(text: string): Promise<readonly string[]> {
  const { ruleset } = loadRules([{ name: 'rules.yaml', text: rules }], { sources });
  if (ruleset === undefined) throw new Error('the rules do not load');
  const file = readRuleTests('t.yaml', text);
  const results = await Promise.all(file.tests.map((one) => runRuleTest(one, ruleset, readEvents, () => 0)));
  return results.flatMap(({ problems }) => problems);
}

const head = 'source: shop\nbase: { door.state: open, door.name: front }\n';

describe('runs', () => {
  test.each<[string, string, readonly string[]]>([
    ['fires as it must', 'tests: [{ rule: Door open, fires: [{ name: a, record: {} }] }]', []],
    [
      'quiet as it must',
      'tests: [{ rule: Door open, quiet: [{ name: a, record: { door.state: shut } }] }]',
      [],
    ],
    [
      'does not fire: says why',
      'tests: [{ rule: Front door open, fires: [{ name: a, record: { door.name: back } }] }]',
      [
        '"Front door open" did not fire. Does not fire: door.name = front does not hold: door.name is "back".',
      ],
    ],
    [
      'fires and must not',
      'tests: [{ rule: Door open, quiet: [{ name: a, record: {} }] }]',
      ['"Door open" fired and must not: front is open'],
    ],
    [
      'another output',
      'tests: [{ rule: Door open, fires: [{ name: a, record: {}, output: back is open }] }]',
      ['"Door open": output\n  - back is open\n  + front is open'],
    ],
    [
      'another field, and one that is not printed',
      'tests: [{ rule: Door open, fires: [{ name: a, record: {}, fields: { door.name: back, x: 1 } }] }]',
      ['"Door open": door.name\n  - "back"\n  + "front"', '"Door open": x\n  - 1\n  + not in the output'],
    ],
    [
      'too often',
      'tests: [{ rule: Door open, fires: [{ name: a, records: [{}, {}], times: 1 }] }]',
      ['"Door open" fired 2 times, expected 1'],
    ],
    [
      'a case with all that is expected',
      'cases: [{ name: a, record: {}, exact: true, detections: [{ rule: Door open }, { rule: Front door open }] }]',
      [],
    ],
    [
      'a case with something unexpected',
      'cases: [{ name: a, record: {}, exact: true, detections: [{ rule: Door open }] }]',
      ['"Front door open" fired and is not expected'],
    ],
    [
      'an unknown rule',
      'tests: [{ rule: Dor open, fires: [{ name: a, record: {} }] }]',
      ['there is no rule "Dor open" in the rule files'],
    ],
    [
      'a threshold that is not reached: how much was counted in the fullest group and window',
      'tests: [{ rule: Often open, fires: [{ name: a, records: [{ at: 1 }, { at: 12 }, { at: 13 }, { door.name: back }] }] }]',
      [
        '"Often open" did not fire. 2 of 3 counted, needs 3 such events within 10s with the same door.name. Counts towards the threshold: door.state = open holds.',
      ],
    ],
    [
      'different values: how many there were',
      'tests: [{ rule: Many doors open, fires: [{ name: a, records: [{}, {}, { door.name: back }] }] }]',
      [
        '"Many doors open" did not fire. 2 of 3 counted, needs 3 different values of door.name in such events within 10s. Counts towards the threshold: door.state = open holds.',
      ],
    ],
    [
      'a threshold of which nothing was counted',
      'tests: [{ rule: Often open, fires: [{ name: a, record: { door.state: shut } }] }]',
      ['"Often open" did not fire. Does not fire: door.state = open does not hold: door.state is "shut".'],
    ],
    [
      'a sequence of which a step came',
      'tests: [{ rule: Opened after it was shut, fires: [{ name: a, record: { door.state: shut } }] }]',
      [
        '"Opened after it was shut" did not fire. 1 of 2 steps seen, needs before it, within 10s with the same door.name, in this order: (1) door.state = shut. Does not fire: door.state = open does not hold: door.state is "shut". It counts as step 1 of the sequence.',
      ],
    ],
    [
      'the nearest of several events says why',
      'tests: [{ rule: Front door open, fires: [{ name: a, records: [{ door.state: shut }, { door.name: back }] }] }]',
      [
        '"Front door open" did not fire. Does not fire: door.name = front does not hold: door.name is "back".',
      ],
    ],
    [
      'an input that cannot be read',
      'tests: [{ rule: Door open, fires: [{ name: a, file: x.json }] }]',
      ['cannot read x.json'],
    ],
  ])('%s', async (_name, text, problems) => expect(await problemsOf(head + text)).toEqual(problems));
});

describe('refuses', () => {
  test.each<[string, string, string]>([
    ['no YAML', 'tests: [', 't.yaml:1: '],
    ['no mapping', '- a', 't.yaml:1: the file must be a mapping'],
    ['a key twice', 'source: a\nsource: b', 't.yaml:2: Map keys must be unique'],
    ['an unknown key', `${head}test: []`, 't.yaml:3: unknown key "test"; did you mean "tests"?'],
    ['tests that are no sequence', `${head}tests: 1`, 't.yaml:3: tests must be a sequence'],
    [
      'a rule that is no text',
      `${head}tests:\n  - rule: 1\n    fires: []`,
      't.yaml:4: tests[0].rule must be a text',
    ],
    [
      'nothing to run',
      `${head}tests:\n  - rule: Door open\n`,
      't.yaml:4: "Door open" has neither "fires" nor "quiet"',
    ],
    [
      'an unknown key of an event',
      `${head}tests:\n  - rule: Door open\n    fires:\n      - name: a\n        recrd: {}`,
      't.yaml:7: unknown key "recrd"; did you mean "record"?',
    ],
    [
      'a number that JSON has not',
      `${head}tests:\n  - rule: Door open\n    quiet:\n      - { name: a, record: { a: [1, .nan] } }`,
      't.yaml:6: tests[0].quiet[0].record.a[1] is no number that JSON has',
    ],
    [
      'a number that would be rounded',
      `${head}tests:\n  - rule: Door open\n    quiet:\n      - { name: a, record: { time: 1700000000123456789 } }`,
      't.yaml:6: tests[0].quiet[0].record.time is too large to be exact; put it in quotes',
    ],
    [
      'record and records',
      `${head}tests:\n  - rule: Door open\n    quiet:\n      - { name: a, record: {}, records: [] }`,
      't.yaml:6: needs one of "record", "records" and "file"',
    ],
    [
      'no source',
      'tests:\n  - rule: Door open\n    quiet:\n      - { name: a, record: {} }',
      't.yaml:4: names no "source", and neither does the file',
    ],
    ['a case that expects nothing', `${head}cases: [{ name: a, record: {} }]`, 't.yaml:3: expects nothing'],
    [
      'times that are no count',
      `${head}tests: [{ rule: a, fires: [{ name: a, record: {}, times: 0 }] }]`,
      't.yaml:3: tests[0].fires[0].times must be a whole number from 1',
    ],
  ])('%s', (_name, text, message) => expect(() => readRuleTests('t.yaml', text)).toThrow(message));

  test('keys of objects that every object has are keys like others', () => {
    const file = readRuleTests(
      't.yaml',
      `${head}tests: [{ rule: a, fires: [{ name: b, record: { __proto__: { x: 1 }, constructor: y } }] }]`,
    );
    expect(Object.keys(file.tests[0]?.input.records[0] ?? {})).toContain('constructor');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
