import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { readEngineState } from './read-state.ts';
import { engineOf, eventAt, load, ruleText } from './testing/engines.ts';
import { type Arrival, naiveSequence, naiveThreshold } from './testing/naive.ts';

const window = 60;

/** Events that arrive up to one window late, some of them twice; `names` are the kinds of events. */
function arrivals(names: readonly string[]): fc.Arbitrary<readonly RawArrival[]> {
  const one = fc.record({
    gap: fc.constantFrom(0, 0, 0, 1, 10, 20, 30, 50, 61),
    delay: fc.constantFrom(0, 0, 1, 20, 40, 59, 60),
    again: fc.option(fc.constantFrom(0, 1, 60), { freq: 6 }),
    name: fc.constantFrom(...names),
    user: fc.constantFrom('ann', 'ann', 'ann', 'bob'),
    color: fc.constantFrom('red', 'red', 'red', 'blue', 'green', 'white'),
  });
  return fc.array(one, { maxLength: 40 }).map((list) => {
    let time = 0;
    const all = list.flatMap(({ gap, delay, again, ...rest }, index) => {
      time += gap;
      const raw = { ...rest, time, id: `p${index}` };
      const first = { raw, due: time + delay };
      return again === null ? [first] : [first, { raw, due: time + again }];
    });
    return all.toSorted((a, b) => a.due - b.due).map(({ raw }) => raw);
  });
}

interface RawArrival {
  readonly time: number;
  readonly id: string;
  readonly name: string;
  readonly user: string;
  readonly color: string;
}

function toEvent({ time, id, name, user, color }: RawArrival) {
  return eventAt(time, { 'door.event': name, 'door.user': user, 'door.color': color }, { id });
}

function toArrival(raw: RawArrival, stagesByName: Readonly<Record<string, readonly number[]>>): Arrival {
  return { time: raw.time * 1e6, id: raw.id, key: raw.user, stages: stagesByName[raw.name] ?? [] };
}

/** What an engine fires: the arrival and the ids; of a sequence the last id, for the choice of steps is free. */
function firedBy(text: string, list: readonly RawArrival[], restartAt = -1, said: object[] = []) {
  const ruleset = load(text);
  let engine = createEngine(ruleset, { ruleMatching: 'all' });
  return list.flatMap((raw, at) => {
    if (at === restartAt) {
      const reading = readEngineState(JSON.stringify(engine.snapshot()));
      if ('problem' in reading) throw new Error(reading.problem);
      engine = createEngine(ruleset, { ruleMatching: 'all', state: reading.state });
    }
    return engine.evaluate(toEvent(raw)).map(({ correlation, output, fields, about }) => {
      said.push({ output, fields, about });
      return { at, ids: correlation?.eventIds ?? [] };
    });
  });
}

const thresholdText = (count: number, more = '') =>
  ruleText('door.event = open', `  threshold: { count: ${count}, window: 1m, by: [door.user]${more} }`);

const sequences = [
  { conditions: ['door.event = a'], stages: { a: [0], open: [1] } },
  { conditions: ['door.event = a', 'door.event = b'], stages: { a: [0], b: [1], open: [2] } },
  {
    conditions: ['door.event in (a, open)', 'door.event in (a, b)', 'door.event = a'],
    stages: { a: [0, 1, 2], b: [1], open: [0, 3] },
  },
] as const;

function sequenceText(conditions: readonly string[]): string {
  const steps = conditions.map((condition) => `{ condition: '${condition}' }`).join(', ');
  return ruleText('door.event = open', `  sequence: { window: 1m, by: [door.user], steps: [${steps}] }`);
}

const runs = Number(process.env.PROPERTY_RUNS ?? 300);

describe('counting one event at a time', () => {
  test('a threshold fires as one that looks at all events every time', () => {
    fc.assert(
      fc.property(arrivals(['open', 'shut']), fc.integer({ min: 1, max: 5 }), (list, count) => {
        const naive = naiveThreshold(
          list.map((raw) => toArrival(raw, { open: [0] })),
          { count, window: window * 1e6 },
        );
        expect(firedBy(thresholdText(count), list)).toEqual(naive);
      }),
      { numRuns: runs },
    );
  });

  test('so does one of different values', () => {
    fc.assert(
      fc.property(arrivals(['open', 'open', 'shut']), fc.integer({ min: 2, max: 4 }), (list, count) => {
        const naive = naiveThreshold(
          list.map((raw) => ({ ...toArrival(raw, { open: [0] }), value: raw.color })),
          { count, window: window * 1e6 },
        );
        expect(firedBy(thresholdText(count, ', distinct: door.color'), list)).toEqual(naive);
      }),
      { numRuns: runs },
    );
  });

  test('values that come again and again take little room, and the rule fires at the same events', () => {
    const one = fc.record({
      gap: fc.constantFrom(1, 1, 2, 40, ...Array.from({ length: 60 }, () => 0)),
      color: fc.constantFrom('blue', 'green', 'white', ...Array.from({ length: 100 }, () => 'red')),
    });
    let isThinned = false;
    fc.assert(
      fc.property(fc.array(one, { minLength: 100, maxLength: 300 }), (list) => {
        let time = 0;
        const raws = list.map(({ gap, color }, index) => {
          time += gap;
          return { time, id: `p${index}`, name: 'open', user: 'ann', color };
        });
        const naive = naiveThreshold(
          raws.map((raw) => ({ ...toArrival(raw, { open: [0] }), value: raw.color })),
          { count: 4, window: window * 1e6 },
        );
        const engine = engineOf(thresholdText(4, ', distinct: door.color'));
        const fired = raws.flatMap((raw, at) => (engine.evaluate(toEvent(raw)).length > 0 ? [at] : []));
        expect(fired).toEqual(naive.map(({ at }) => at));
        const state = engine.statistics()[0]?.state;
        if (list.length > 5 * (state?.entries ?? list.length)) isThinned = true;
      }),
      { numRuns: Math.min(runs, 100) },
    );
    expect(isThinned).toBe(true);
  });

  test.each(sequences)(
    'a sequence $conditions fires as one that tries every choice',
    ({ conditions, stages }) => {
      fc.assert(
        fc.property(arrivals(['a', 'a', 'b', 'open', 'shut']), (list) => {
          const naive = naiveSequence(
            list.map((raw) => toArrival(raw, stages)),
            conditions.length,
            window * 1e6,
          );
          const fired = firedBy(sequenceText(conditions), list);
          expect(fired.map(({ at, ids }) => ({ at, ids: ids.slice(-1) }))).toEqual(naive);
        }),
        { numRuns: runs },
      );
    },
  );

  test('a restart at any point changes nothing', () => {
    const texts = [thresholdText(3), thresholdText(2, ', distinct: door.color')].concat(
      sequences.map(({ conditions }) => sequenceText(conditions)),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        arrivals(['a', 'b', 'open']),
        fc.nat(40),
        (text, list, restartAt) => {
          const [before, after]: object[][] = [[], []];
          expect(firedBy(text, list, restartAt, after)).toEqual(firedBy(text, list, -1, before));
          expect(after).toEqual(before);
        },
      ),
      { numRuns: runs },
    );
  });

  test('groups that were all touched again make room for a new one', () => {
    const engine = engineOf(thresholdText(50), { stateLimits: { groups: 5 } });
    const users = ['a', 'b', 'c', 'd', 'e', 'a', 'b', 'c', 'd', 'e', 'f'];
    for (const [index, user] of users.entries()) {
      engine.evaluate(toEvent({ time: index, id: String(index), name: 'open', user, color: 'red' }));
    }
    expect(engine.statistics()[0]?.state).toMatchObject({ groups: 5, evictedGroups: 1 });
  });

  test('memory stays within bounds, and what was forgotten is counted', () => {
    const limits = {
      groups: 5,
      entries: 40,
      entriesPerGroup: 9,
      entriesPerStep: 4,
      heldPerGroup: 2,
      held: 4,
      usedIds: 6,
    };
    const text = [thresholdText(3), sequenceText(['door.event = a', 'door.event = b'])]
      .join('\n')
      .replace('rule: R\n', 'rule: T\n');
    const one = fc.record({
      time: fc.oneof(fc.nat(10_000), fc.nat(200)),
      id: fc.nat(500).map(String),
      name: fc.constantFrom('a', 'b', 'open'),
      user: fc.oneof(fc.constant('ann'), fc.nat(30).map(String)),
      color: fc.constant('red'),
    });
    let evicted = 0;
    let forgotten = 0;
    fc.assert(
      fc.property(fc.array(one, { minLength: 100, maxLength: 400 }), (list) => {
        const engine = engineOf(text, { stateLimits: limits });
        for (const raw of list) {
          engine.evaluate(toEvent(raw));
          for (const { state } of engine.statistics()) {
            expect(state?.groups).toBeLessThanOrEqual(limits.groups);
            expect(state?.entries).toBeLessThanOrEqual(
              Math.max(limits.entries, 2 * (4 * 3 + limits.usedIds)),
            );
          }
        }
        const stored = engine
          .snapshot()
          .rules.map(({ groups }) =>
            groups.reduce((sum, group) => sum + group.used.length + group.stages.flat().length, 0),
          );
        const waiting = engine
          .snapshot()
          .rules.flatMap(({ groups }) => groups.map(({ stages }) => stages[2] ?? []));
        expect(waiting.flat().length).toBeLessThanOrEqual(limits.held);
        expect(stored).toEqual(engine.statistics().map(({ state }) => state?.entries));
        for (const { state } of engine.statistics()) {
          evicted += state?.evictedGroups ?? 0;
          forgotten += state?.forgotten ?? 0;
        }
      }),
      { numRuns: 30 },
    );
    expect(evicted).toBeGreaterThan(100);
    expect(forgotten).toBeGreaterThan(100);
  }, 60_000);
});
