import type { Event, Field, FieldValue } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { createEngine, type Engine } from '../engine.ts';
import { loadRules } from '../load.ts';
import { interpret } from '../testing/interpreter.ts';
import { testSource } from '../testing/random-rules.ts';

type Values = Readonly<Record<string, FieldValue>>;

const eventOf = (record: Values): Event => ({
  source: 'test',
  type: 'pluginevent',
  time: 0n,
  id: '1',
  record,
});

function rulesetOf(conditions: readonly string[], fields: readonly Field<Event>[] = testSource.fields) {
  const rules = conditions.map((condition, index) => ({
    rule: `r${index}`,
    desc: 'd',
    condition,
    output: 'o',
    priority: 'INFO',
    source: 'test',
  }));
  const files = [{ name: 'r.yaml', text: JSON.stringify(rules) }];
  const { ruleset, errors } = loadRules(files, { sources: [{ ...testSource, fields }] });
  if (ruleset === undefined) throw new Error(errors[0]?.message);
  return ruleset;
}

const fired = (engine: Engine, values: Values) => engine.evaluate(eventOf(values)).map(({ rule }) => rule);

describe('conditions of odd shapes', () => {
  const alternating = Array.from({ length: 240 }).reduce<string>(
    (inner, _, index) => `(x.arg[k${index}] = a or not (x.arg[n${index}] = b and ${inner}))`,
    'x.name = a',
  );
  const wide = (sign: string) =>
    Array.from({ length: 5000 }, (_, index) => `x.arg[k${index}] = a`).join(` ${sign} `);

  test.each([
    ['nested deeply', alternating],
    ['of very many alternatives', wide('or')],
    ['of very many parts', wide('and')],
    ['of texts that look like a program', `x.name = "'); throw 1; //" or x.name = "\${v}" or x.name = "*/"`],
  ])('%s', (_, condition) => {
    const ruleset = rulesetOf([condition]);
    const engine = createEngine(ruleset);
    const all = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`x.arg[k${index}]`, 'a']));
    for (const values of [{}, all, { ...all, 'x.arg[k4999]': 'c' }, { 'x.arg[n1]': 'b', 'x.name': 'a' }]) {
      const expected = ruleset.rules.map(({ tree }) => interpret(tree, eventOf(values)));
      expect([fired(engine, values).length === 1]).toEqual(expected);
    }
    for (const name of ["'); throw 1; //", `\${v}`, '*/']) {
      const expected = ruleset.rules.map(({ tree }) => interpret(tree, eventOf({ 'x.name': name })));
      expect([fired(engine, { 'x.name': name }).length === 1]).toEqual(expected);
    }
    expect(engine.failures()).toEqual([]);
  });
});

describe('what several rules ask is worked out once an event', () => {
  let reads: string[] = [];
  const counted = testSource.fields.map((field): Field<Event> => {
    const extract: Field<Event>['extract'] = (event, argument) => {
      reads.push(field.name);
      if (field.name === 'x.bool') throw new Error('broken');
      return field.extract(event, argument);
    };
    return { ...field, extract };
  });

  test('also what transformers read', () => {
    const conditions = ['tolower(x.name) = a', 'toupper(x.name) = B', 'x.name contains c', 'x.name = d'];
    const engine = createEngine(rulesetOf(conditions, counted), { isIndexed: false });
    for (const name of ['e', 'f']) {
      reads = [];
      fired(engine, { 'x.name': name });
      expect(reads).toEqual(['x.name']);
    }
  });

  test('a field that throws fails the rules that ask for it, and no other', () => {
    const conditions = ['x.bool = true', 'x.bool = false', 'x.name = a'];
    const engine = createEngine(rulesetOf(conditions, counted), { ruleMatching: 'all' });
    expect(fired(engine, { 'x.name': 'a' })).toEqual(['r2']);
    expect(engine.failures()).toEqual([
      { rule: 'r0', count: 1, lastError: 'broken' },
      { rule: 'r1', count: 1, lastError: 'broken' },
    ]);
  });
});

test('a value of another kind than its field is decided as the plain tree does', () => {
  const conditions = [
    'x.name = "1"',
    'x.name in ("1", a)',
    'x.name startswith "1"',
    'x.name != "1"',
    'x.int = 1',
    'x.int in (1, 2)',
    'x.int < 2',
    'x.int != 1',
    'x.bool = true',
    'x.port != 1',
  ];
  const ruleset = rulesetOf(conditions);
  const engine = createEngine(ruleset, { ruleMatching: 'all' });
  const samples: readonly FieldValue[] = ['1', 'a', ['1', 'a'], ['b'], 1, 2, 1n, 2n ** 60n, true, false];
  for (const [name, values] of Object.entries({
    'x.name': samples.slice(0, 4),
    'x.int': samples.slice(4, 8),
    'x.bool': samples.slice(8),
    'x.port': [1, 2, [1, 2], [2, 3]] as readonly FieldValue[],
  })) {
    for (const value of values) {
      const event = eventOf({ [name]: value });
      const expected = ruleset.rules.filter(({ tree }) => interpret(tree, event)).map((rule) => rule.name);
      expect(fired(engine, { [name]: value })).toEqual(expected);
    }
  }
});

test('a field with a path is read along it, and asked for what is no text', () => {
  const asked: unknown[] = [];
  const field: Field<Event> = {
    name: 'x.path',
    type: 'string',
    description: 'd',
    path: () => ['who', 'name'],
    extract: ({ record }) => {
      asked.push(record);
      return 'asked';
    },
  };
  const engine = createEngine(rulesetOf(['x.path = ann', 'x.path = asked', 'not x.path exists'], [field]), {
    ruleMatching: 'all',
    isIndexed: false,
  });
  const verdict = (record: object) => engine.evaluate({ ...eventOf({}), record }).map(({ rule }) => rule);
  expect(verdict({ who: { name: 'ann' } })).toEqual(['r0']);
  for (const nothing of [{}, { who: 1 }, { who: null }, { who: {} }, { who: [] }, { who: 'name' }]) {
    expect(verdict(nothing)).toEqual(['r2']);
  }
  expect(asked).toEqual([]);
  for (const name of [1, null, ['ann'], {}, true]) expect(verdict({ who: { name } })).toEqual(['r1']);
  expect(asked).toHaveLength(5);
});
