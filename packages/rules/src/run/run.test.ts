import type { Event } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { createEngine, type EngineOptions } from '../engine.ts';
import { loadRules } from '../load.ts';
import type { RuleSource } from '../options.ts';

/** Milliseconds that reading `x.slow` takes, and the clock that it moves. */
let now = 0;
let slowness = 0;

const source: RuleSource = {
  name: 'test',
  fields: [
    { name: 'x.name', type: 'string', description: 'd', extract: ({ record }) => record as string },
    {
      name: 'x.slow',
      type: 'string',
      description: 'd',
      extract: () => {
        now += slowness;
        return 'a';
      },
    },
    {
      name: 'x.boom',
      type: 'string',
      description: 'd',
      extract: ({ record }) => {
        if (record === 'bad') throw new Error('boom');
        return record as string;
      },
    },
  ],
};

function rule(name: string, condition: string): string {
  return `- {rule: ${name}, desc: d, condition: ${condition}, output: o, priority: INFO, source: test}\n`;
}

function engineOf(text: string, options: EngineOptions = {}) {
  const { ruleset, errors } = loadRules([{ name: 'r.yaml', text }], { sources: [source] });
  if (ruleset === undefined) throw new Error(JSON.stringify(errors));
  return createEngine(ruleset, { ruleMatching: 'all', ...options });
}

function event(record: string, second = 0): Event {
  return { source: 'test', type: 'pluginevent', time: BigInt(second) * 1_000_000_000n, id: '', record };
}

describe('a rule that throws', () => {
  const many = Array.from({ length: 8 }, (_, index) => rule(`named ${index}`, `x.boom = b${index}`)).join('');

  test.each([true, false])('is counted and the others go on; indexed: %s', (isIndexed) => {
    const engine = engineOf(many + rule('good', 'x.name exists'), { isIndexed });
    expect(engine.evaluate(event('bad')).map((fired) => fired.rule)).toEqual(['good']);
    expect(engine.evaluate(event('b3')).map((fired) => fired.rule)).toEqual(['named 3', 'good']);
    expect(engine.failures()).toHaveLength(8);
    expect(engine.failures()[0]).toEqual({ rule: 'named 0', count: 1, lastError: 'boom' });
    expect(engine.statistics().at(-1)).toMatchObject({ rule: 'good', evaluated: 2, fired: 2, failed: 0 });
  });

  test('fails anew with each event, and no verdict of one event is taken for another', () => {
    const shared = '- {macro: m, condition: (x.boom contains a or x.boom contains b or x.boom glob "*c*")}\n';
    const engine = engineOf(shared + rule('one', 'm') + rule('two', 'm and x.name exists'));
    expect(engine.evaluate(event('a'))).toHaveLength(2);
    expect(engine.evaluate(event('bad'))).toHaveLength(0);
    expect(engine.evaluate(event('x'))).toHaveLength(0);
    expect(engine.evaluate(event('c'))).toHaveLength(2);
    expect(engine.failures().map(({ count }) => count)).toEqual([1, 1]);
  });
});

describe('the rate limit', () => {
  test('holds back per rule and window, counts it, and says so when the rule fires next', () => {
    const engine = engineOf(rule('one', 'x.name exists') + rule('two', 'x.name = b'), {
      rateLimit: { fires: 2, seconds: 60 },
    });
    const fired = [0, 1, 2, 3, 59].map((second) => engine.evaluate(event('a', second)).length);
    expect(fired).toEqual([1, 1, 0, 0, 0]);
    const [one, two] = engine.evaluate(event('b', 61));
    expect(one).toMatchObject({ rule: 'one', suppressed: 3 });
    expect(two).not.toHaveProperty('suppressed');
    expect(engine.statistics()).toMatchObject([
      { fired: 3, suppressed: 3, evaluated: 6 },
      { fired: 1, suppressed: 0 },
    ]);
  });

  test('does not depend on the order of events', () => {
    const engine = engineOf(rule('one', 'x.name exists'), { rateLimit: { fires: 1, seconds: 60 } });
    const fired = [130, 10, 70, 20, 140, 80].map((second) => engine.evaluate(event('a', second)).length);
    expect(fired).toEqual([1, 1, 1, 0, 0, 0]);
  });

  test('without one nothing is held back', () => {
    const engine = engineOf(rule('one', 'x.name exists'));
    for (let count = 0; count < 50; count += 1) expect(engine.evaluate(event('a'))).toHaveLength(1);
  });
});

describe('a slow rule', () => {
  const rules = rule('slow', 'x.slow = a') + rule('quick', 'x.name exists');
  const options = { clock: () => now, slowMs: 5, sampleEvery: 4, pauseAfter: 3, pauseEvents: 10 };

  test('is found by samples, paused for a while and tried again; the others never wait', () => {
    slowness = 20;
    const engine = engineOf(rules, { slowness: options });
    const fired = Array.from({ length: 20 }, () => engine.evaluate(event('a')).map((one) => one.rule));
    expect(fired.every((one) => one.includes('quick'))).toBe(true);
    // Events 1 to 3 are not timed, 4 is the first sample, 5 and 6 follow, 7 to 16 are sat out, 17 is slow again.
    expect(fired.flatMap((one, index) => (one.includes('slow') ? [index + 1] : []))).toEqual([
      1, 2, 3, 4, 5, 6, 17,
    ]);
    expect(engine.statistics()).toMatchObject([
      { rule: 'slow', slow: 4, skipped: 13, evaluated: 7, meanMicroseconds: 20_000 },
      { rule: 'quick', slow: 0, skipped: 0, evaluated: 20, meanMicroseconds: 0 },
    ]);
  });

  test('that is quick in between is not paused', () => {
    const engine = engineOf(rules, { slowness: options });
    for (let count = 0; count < 40; count += 1) {
      slowness = count % 3 === 0 ? 1 : 20;
      expect(engine.evaluate(event('a'))).toHaveLength(2);
    }
    expect(engine.statistics()[0]).toMatchObject({ skipped: 0 });
  });

  test('is not looked for unless asked', () => {
    slowness = 20;
    const engine = engineOf(rules);
    for (let count = 0; count < 100; count += 1) expect(engine.evaluate(event('a'))).toHaveLength(2);
    expect(engine.statistics()[0]).not.toHaveProperty('meanMicroseconds');
  });
});
