import type { Event } from '@breakwater/model';
import { createEngine, type Fired } from '../engine.ts';
import { explainRule } from '../explain/explain-rule.ts';
import { falcoJson } from '../output/falco.ts';
import type { Ruleset } from '../ruleset.ts';
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

/** The events of an input, or why there are none. */
export type TestEvents = { readonly events: readonly Event[] } | { readonly error: string };

interface OneFired {
  readonly event: Event;
  readonly fired: Fired;
}

/** Runs one test on an engine of its own, so that tests do not see each other's events. */
export function runRuleTest(
  test: RuleTest,
  ruleset: Ruleset,
  eventsOf: (input: TestInput) => TestEvents,
  now: () => number,
): RuleTestResult {
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
  const input = eventsOf(test.input);
  if ('error' in input) return result([input.error]);
  // An engine of the rules in question alone is made in no time; an exact test looks at all of them.
  const named = test.isExact ? ruleset.rules : ruleset.rules.filter(({ name }) => rules.includes(name));
  const engine = createEngine({ ...ruleset, rules: named }, { ruleMatching: 'all' });
  const found = input.events.flatMap((event): OneFired[] =>
    engine.evaluate(event).map((fired) => ({ event, fired })),
  );
  const failures = engine.failures().map(({ rule, lastError }) => `the rule "${rule}" failed: ${lastError}`);
  return result([
    ...test.detections.flatMap((expected) => missing(expected, found, input.events, ruleset)),
    ...test.forbidden.flatMap((rule) => unwanted(rule, found)),
    ...(test.isExact ? unexpected(test, found) : []),
    ...failures,
  ]);
}

function missing(
  expected: ExpectedDetection,
  found: readonly OneFired[],
  events: readonly Event[],
  ruleset: Ruleset,
): string[] {
  const own = found.filter(({ fired }) => fired.rule === expected.rule);
  const [first] = own;
  if (first === undefined) {
    const reasons = events.map((event) => explainRule(ruleset, expected.rule, event).reason);
    const [reason = 'there is no event'] = new Set(reasons);
    return [`"${expected.rule}" did not fire. ${reason}`];
  }
  const problems: string[] = [];
  if (expected.times !== undefined && expected.times !== own.length) {
    problems.push(`"${expected.rule}" fired ${own.length} times, expected ${expected.times}`);
  }
  if (expected.output !== undefined && expected.output !== first.fired.output) {
    problems.push(`"${expected.rule}": output\n  - ${expected.output}\n  + ${first.fired.output}`);
  }
  const actual = JSON.parse(falcoJson(first.fired, first.event, '')).output_fields as Record<string, unknown>;
  for (const [field, value] of Object.entries(expected.fields ?? {})) {
    const [wanted, got] = [JSON.stringify(value), JSON.stringify(actual[field])];
    if (wanted !== got)
      problems.push(`"${expected.rule}": ${field}\n  - ${wanted}\n  + ${got ?? 'not in the output'}`);
  }
  return problems;
}

function unwanted(rule: string, found: readonly OneFired[]): string[] {
  const one = found.find(({ fired }) => fired.rule === rule);
  return one === undefined ? [] : [`"${rule}" fired and must not: ${one.fired.output}`];
}

function unexpected(test: RuleTest, found: readonly OneFired[]): string[] {
  const expected = new Set(test.detections.map(({ rule }) => rule));
  const others = new Set(found.map(({ fired }) => fired.rule).filter((rule) => !expected.has(rule)));
  return [...others].map((rule) => `"${rule}" fired and is not expected`);
}
