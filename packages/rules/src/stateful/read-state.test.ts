import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { readEngineState } from './read-state.ts';
import type { EngineState } from './state.ts';
import { engineOf, eventAt, load, ruleText } from './testing/engines.ts';

const threshold = ruleText(
  'door.event = open',
  '  threshold: { count: 3, window: 10m, by: [door.user] }',
  'T',
);
const sequence = ruleText(
  'door.event = open',
  '  sequence: { window: 10m, by: [door.user], steps: [{ condition: door.event = knock }] }',
  'S',
);
const text = `${threshold}\n${sequence}`;

function at(time: number, event: string) {
  return eventAt(time, { 'door.event': event, 'door.user': 'ann', 'door.name': 'front' });
}

/** A state in which everything that can be remembered is there. */
function fullState(): EngineState {
  const engine = engineOf(text);
  for (const [time, event] of ['open', 'open', 'open', 'open', 'knock', 'open', 'open'].entries()) {
    engine.evaluate(at(time, event));
  }
  return engine.snapshot();
}

function restored(state: EngineState) {
  const reading = readEngineState(JSON.stringify(state));
  if ('problem' in reading) throw new Error(reading.problem);
  return reading.state;
}

const runs = Number(process.env.PROPERTY_RUNS ?? 300);

describe('the state of rules that count', () => {
  test('is plain JSON and comes back as it was', () => {
    const state = fullState();
    expect(restored(state)).toEqual(state);
    expect(createEngine(load(text), { state: restored(state) }).snapshot()).toEqual(state);
    const [counted, followed] = state.rules;
    expect(counted?.groups[0]?.used.length).toBeGreaterThan(0);
    expect(followed?.groups[0]?.stages[1]?.[0]?.[3]).toMatchObject({ output: 'door front by ann' });
  });

  test('holds 64-bit numbers', () => {
    const state = fullState();
    const [, followed] = structuredClone(state.rules);
    const entry = followed?.groups[0]?.stages[1]?.[0];
    Object.assign(entry?.[3] ?? {}, {
      fields: [
        ['evt.time', { integer: '18446744073709551615' }],
        ['__proto__', 1],
      ],
    });
    const next = { version: 1, rules: [followed] } as EngineState;
    expect(createEngine(load(text), { state: restored(next) }).snapshot().rules[1]).toEqual(followed);
  });

  test.each([
    ['the condition', threshold.replace('= open', '!= shut')],
    ['the count', threshold.replace('count: 3', 'count: 2')],
    ['the window', threshold.replace('10m', '11m')],
    ['the group', threshold.replace('[door.user]', '[door.name]')],
    ['what differs', threshold.replace('by:', 'distinct: door.name, by:')],
    [
      'a macro',
      `- macro: opened\n  condition: door.event in (open, ajar)\n${threshold.replace('door.event = open', 'opened')}`,
    ],
    ['the name', threshold.replace('rule: T', 'rule: U')],
  ])('a rule with a change of %s starts anew', (_, changed) => {
    const state = fullState();
    const engine = createEngine(load(changed), { state });
    expect(engine.snapshot().rules.map(({ groups }) => groups)).toEqual([[]]);
  });

  test.each([
    [
      'the name of a macro',
      `- macro: opened\n  condition: door.event = open\n${threshold.replace('door.event = open', 'opened')}`,
    ],
    ['the output', threshold.replace('output: door', 'output: a door')],
    ['the window as written', threshold.replace('10m', '600s')],
  ])('a change of %s keeps what was counted', (_, changed) => {
    const engine = createEngine(load(changed), { state: fullState() });
    expect(engine.snapshot().rules[0]?.groups).toHaveLength(1);
  });

  test('limits hold for what is restored', () => {
    const engine = engineOf(text);
    for (let user = 0; user < 20; user += 1) {
      engine.evaluate(eventAt(user, { 'door.event': 'open', 'door.user': String(user) }));
    }
    const next = createEngine(load(text), { state: engine.snapshot(), stateLimits: { groups: 7 } });
    expect(next.snapshot().rules.map(({ groups }) => groups.length)).toEqual([7, 7]);
  });

  test.each([
    ['', 'is not JSON'],
    ['{', 'is not JSON'],
    ['[]', 'it is not an object'],
    ['null', 'it is not an object'],
    ['{}', 'its version is missing, not 1'],
    ['{"version":2,"rules":[]}', 'its version is 2, not 1'],
    ['{"version":1}', 'rules is not a list'],
    ['{"version":1,"rules":[7]}', 'rules[0] is not an object'],
    ['{"version":1,"rules":[{"rule":"R"}]}', 'rules[0].definition is not a text'],
  ])('refuses %s', (stored, problem) => {
    const reading = readEngineState(stored);
    expect('problem' in reading ? reading.problem : '').toContain(problem);
  });

  const breaks: readonly (readonly [string, (group: Mutable) => void, string])[] = [
    ['a key that is no list', (group) => Object.assign(group, { key: '{}' }), '.key is not a list'],
    ['a key of numbers', (group) => Object.assign(group, { key: '[1]' }), '.key[0] is not a text'],
    [
      'a key that is no JSON',
      (group) => Object.assign(group, { key: '[' }),
      'is not a list of texts as JSON',
    ],
    [
      'a time that is no number',
      (group) => Object.assign(group.stages[0]?.[0] ?? [], ['x']),
      '[0] is not a whole number from 0',
    ],
    [
      'a negative time',
      (group) => Object.assign(group.stages[0]?.[0] ?? [], [-1]),
      '[0] is not a whole number from 0',
    ],
    [
      'times out of order',
      (group) => Object.assign(group.stages[0]?.[0] ?? [], [9e15]),
      'is older than the one before it',
    ],
    [
      'an id that is too long',
      (group) => Object.assign(group.stages[0]?.[0] ?? [], [0, 'x'.repeat(20_001)]),
      'is longer than 20000 characters',
    ],
    ['an entry that is cut', (group) => group.stages[0]?.[0]?.pop(), 'is not a list of four values'],
  ];

  test.each(breaks)('refuses %s', (_, change, problem) => {
    const engine = engineOf(threshold);
    for (const time of [0, 1]) engine.evaluate(at(time, 'open'));
    const state = JSON.parse(JSON.stringify(engine.snapshot()));
    change(state.rules[0].groups[0]);
    const reading = readEngineState(JSON.stringify(state));
    expect('problem' in reading ? reading.problem : '').toContain(problem);
  });

  test.each([
    [7, '.about is not an object'],
    [{ time: '1' }, '.about.id is not a text'],
    [{ id: 'o', time: 1 }, '.about.time is not a time'],
    [{ id: 'o', time: '1n' }, '.about.time is not a time'],
    [{ id: 'o', time: '9'.repeat(22) }, '.about.time is not a time'],
  ])('refuses a last event that is about %j', (about, problem) => {
    const state = JSON.parse(JSON.stringify(fullState()));
    state.rules[1].groups[0].stages[1][0][3].about = about;
    const reading = readEngineState(JSON.stringify(state));
    expect('problem' in reading ? reading.problem : '').toContain(problem);
  });

  test.each([-8.64e12, -1, 8.64e12])('takes a last event at second %d', (time) => {
    const engine = engineOf(text);
    engine.evaluate(at(time, 'open'));
    expect('state' in readEngineState(JSON.stringify(engine.snapshot()))).toBe(true);
  });

  test('whatever is changed in a stored state is refused or works', () => {
    const stored = JSON.stringify(fullState());
    const change = fc.record({
      at: fc.nat(stored.length),
      remove: fc.nat(30),
      insert: fc.oneof(
        fc.constantFrom('', '[]', '{}', 'null', '"', '1e400', '-1', ',[]', '{"__proto__":{}}'),
        fc.string({ maxLength: 5 }),
      ),
    });
    let refused = 0;
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        let damaged = stored;
        for (const { at: place, remove, insert } of changes) {
          damaged = damaged.slice(0, place) + insert + damaged.slice(place + remove);
        }
        const reading = readEngineState(damaged);
        if ('problem' in reading) {
          refused += 1;
          expect(reading.problem).toMatch(/^the stored state of the rules /);
          return;
        }
        const engine = createEngine(load(text), { state: reading.state });
        for (const [time, event] of ['open', 'knock', 'open', 'open', 'open'].entries())
          engine.evaluate(at(time, event));
        expect(engine.failures()).toEqual([]);
        expect('state' in readEngineState(JSON.stringify(engine.snapshot()))).toBe(true);
      }),
      { numRuns: runs },
    );
    expect(refused).toBeGreaterThan(runs / 10);
  });
});

interface Mutable {
  readonly stages: unknown[][][];
}
