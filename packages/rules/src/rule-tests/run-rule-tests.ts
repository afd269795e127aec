import type { Event, Explanation } from '@breakwater/model';
import { createEngine, type Fired } from '../engine.ts';
import { findNearest } from '../explain/find-nearest.ts';
import { falcoJson } from '../output/falco.ts';
import type { Ruleset } from '../ruleset.ts';
import type { EngineState } from '../stateful/state.ts';
import { progressOf } from './progress.ts';
import type { ExpectedDetection, RuleTest, TestInput } from './rule-test-file.ts';

export interface RuleTestResult {
  readonly name: string;
  /** The rules that the test is about. */
  readonly rules: readonly string[];
  readonly line: number;
  readonly durationMs: number;
  /** Empty: the test passed. */
  readonly problems: readonly string[];
}

/**
 * Hands over the events of an input, one after the other, and comes to why they are not all, if they are not. It may be
 * one object for all events, as captures have it: nothing of it may be kept.
 */
export type ReadEvents = (
  input: TestInput,
  onEvent: (event: Event) => void,
) => string | undefined | Promise<string | undefined>;

/** What a rule made of an input. */
interface Found {
  readonly times: number;
  /** Of the first time it fired. */
  readonly output: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Runs one test on an engine of its own, so that tests do not see each other's events. */
export async function runRuleTest(
  test: RuleTest,
  ruleset: Ruleset,
  readEvents: ReadEvents,
  now: () => number,
): Promise<RuleTestResult> {
  const start = now();
  const rules = [...test.detections.map(({ rule }) => rule), ...test.forbidden];
  const result = (problems: readonly string[]): RuleTestResult => ({
    name: test.input.name,
    rules,
    line: test.input.line,
    durationMs: now() - start,
    problems,
  });
  const known = new Set(ruleset.rules.map(({ name }) => name));
  const unknown = rules.filter((rule) => !known.has(rule));
  if (unknown.length > 0)
    return result(unknown.map((rule) => `there is no rule "${rule}" in the rule files`));
  // An engine of the rules in question alone is made in no time; an exact test looks at all of them.
  const named = test.isExact ? ruleset.rules : ruleset.rules.filter(({ name }) => rules.includes(name));
  const engine = createEngine({ ...ruleset, rules: named }, { ruleMatching: 'all' });
  const found = new Map<string, Found>();
  const silent = new Map(test.detections.map(({ rule }) => [rule, createSilence(ruleset, rule)]));
  let seen = 0;
  const problem = await readEvents(test.input, (event) => {
    seen += 1;
    for (const fired of engine.evaluate(event)) {
      found.set(fired.rule, foundAfter(found.get(fired.rule), fired, event));
      silent.delete(fired.rule);
    }
    for (const silence of silent.values()) silence.look(event);
  });
  if (seen === 0) return result([problem ?? 'the input holds no event']);
  const failures = engine.failures().map(({ rule, lastError }) => `the rule "${rule}" failed: ${lastError}`);
  return result([
    ...(problem === undefined ? [] : [problem]),
    ...test.detections.flatMap((expected) => {
      const one = found.get(expected.rule);
      if (one !== undefined) return differences(expected, one);
      const why = silent.get(expected.rule)?.reason(engine.snapshot()) ?? '';
      return [`"${expected.rule}" did not fire. ${why}`];
    }),
    ...test.forbidden.flatMap((rule) => unwanted(rule, found.get(rule))),
    ...(test.isExact ? unexpected(test, found) : []),
    ...failures,
  ]);
}

function foundAfter(before: Found | undefined, fired: Fired, event: Event): Found {
  if (before !== undefined) return { ...before, times: before.times + 1 };
  const { output_fields: fields } = JSON.parse(falcoJson(fired, event, ''));
  return { times: 1, output: fired.output, fields };
}

/** Why a rule has not fired so far: what the nearest event says, and how much was counted. */
interface Silence {
  readonly look: (event: Event) => void;
  readonly reason: (state: EngineState) => string;
}

function createSilence(ruleset: Ruleset, name: string): Silence {
  const nearer = findNearest(ruleset, name);
  const rule = ruleset.rules.find((one) => one.name === name);
  let nearest: Explanation | undefined;
  return {
    look: (event) => {
      nearest = nearer(event) ?? nearest;
    },
    reason: (state) => {
      if (nearest === undefined) return '';
      const progress = rule === undefined ? undefined : progressOf(rule, state);
      const needs = nearest.needs === undefined ? '' : `, needs ${nearest.needs}`;
      return progress === undefined ? nearest.reason : `${progress}${needs}. ${nearest.reason}`;
    },
  };
}

function differences(expected: ExpectedDetection, found: Found): string[] {
  const problems: string[] = [];
  if (expected.times !== undefined && expected.times !== found.times) {
    problems.push(`"${expected.rule}" fired ${found.times} times, expected ${expected.times}`);
  }
  if (expected.output !== undefined && expected.output !== found.output) {
    problems.push(`"${expected.rule}": output\n  - ${expected.output}\n  + ${found.output}`);
  }
  for (const [field, value] of Object.entries(expected.fields ?? {})) {
    const [wanted, got] = [JSON.stringify(value), JSON.stringify(found.fields[field])];
    if (wanted !== got)
      problems.push(`"${expected.rule}": ${field}\n  - ${wanted}\n  + ${got ?? 'not in the output'}`);
  }
  return problems;
}

function unwanted(rule: string, found: Found | undefined): string[] {
  return found === undefined ? [] : [`"${rule}" fired and must not: ${found.output}`];
}

function unexpected(test: RuleTest, found: ReadonlyMap<string, Found>): string[] {
  const expected = new Set(test.detections.map(({ rule }) => rule));
  const others = [...found.keys()].filter((rule) => !expected.has(rule));
  return others.map((rule) => `"${rule}" fired and is not expected`);
}
