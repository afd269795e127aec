import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, formatDiagnostic, loadRules } from '@breakwater/rules';
import { findSource, sources } from '@breakwater/sources';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface Sample {
  readonly name: string;
  readonly record: Record<string, unknown>;
}

interface RuleTests {
  readonly source: string;
  readonly base: Record<string, unknown>;
  readonly tests: readonly {
    readonly rule: string;
    readonly fires: readonly Sample[];
    readonly quiet: readonly Sample[];
  }[];
}

const folder = import.meta.dirname;
const ruleFiles = readdirSync(folder).filter((name) => name.endsWith('.yaml'));

describe.each(ruleFiles)('%s', (name) => {
  const result = loadRules([{ name, text: readFileSync(join(folder, name), 'utf8') }], { sources });
  const tests: RuleTests = parse(readFileSync(join(folder, 'tests', name), 'utf8'));

  test('loads without errors and warnings', () => {
    expect([...result.errors, ...result.warnings].map(formatDiagnostic)).toEqual([]);
  });

  const rules = result.ruleset?.rules ?? [];

  test.each(rules.map((rule) => [rule.name, rule] as const))('%s keeps the house rules', (_, rule) => {
    expect(rule.source).toBe(tests.source);
    expect(rule.description.length).toBeGreaterThan(30);
    const technique = rule.tags.some((tag) => /^T\d{4}(?:\.\d{3})?$/.test(tag));
    const tactic = rule.tags.some((tag) => tag.startsWith('mitre_'));
    expect(technique, 'a technique goes with a tactic').toBe(tactic);
    expect(technique || rule.tags.includes('reliability')).toBe(true);
    const own = tests.tests.find((one) => one.rule === rule.name);
    expect(own?.fires.length ?? 0, 'events that fire').toBeGreaterThan(0);
    expect(own?.quiet.length ?? 0, 'near misses').toBeGreaterThan(0);
  });

  const samples = tests.tests.flatMap(({ rule, fires, quiet }) => [
    ...fires.map((sample) => [rule, sample.name, true, sample] as const),
    ...quiet.map((sample) => [rule, sample.name, false, sample] as const),
  ]);

  test.each(samples)('%s: %s fires: %s', (rule, _, isExpected, sample) => {
    if (result.ruleset === undefined) throw new Error('the rules did not load');
    const engine = createEngine(result.ruleset, { ruleMatching: 'all' });
    const parsed = findSource(tests.source)?.parse(JSON.stringify(laidOver(tests.base, sample.record)));
    expect(parsed?.rejected).toEqual([]);
    const fired = (parsed?.events ?? []).flatMap((event) => engine.evaluate(event).map((one) => one.rule));
    expect(fired.includes(rule), `fired: ${fired.join(', ')}`).toBe(isExpected);
    expect(engine.failures()).toEqual([]);
  });
});

/** `detail` is laid over key by key, everything else replaces. */
function laidOver(base: Record<string, unknown>, record: Record<string, unknown>): Record<string, unknown> {
  const detail = { ...(base.detail as object), ...(record.detail as object) };
  return { ...base, ...record, ...(base.detail === undefined ? {} : { detail }) };
}
