import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, formatDiagnostic, loadRules, type RuleFile } from '@breakwater/rules';
import { findSource, sources } from '@breakwater/sources';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { controlIds } from './testing/control-ids.ts';

type Fields = Record<string, unknown>;

/** One event, or several in order. */
interface Sample {
  readonly name: string;
  readonly record?: Fields;
  readonly records?: readonly Fields[];
}

interface RuleTests {
  /** Rule files to load, relative to the file of the tests; without it the file of the same name alone. */
  readonly rules?: readonly string[];
  readonly source: string;
  readonly base: Fields;
  readonly tests: readonly {
    readonly rule: string;
    readonly fires: readonly Sample[];
    readonly quiet: readonly Sample[];
  }[];
}

const folder = import.meta.dirname;
const ruleFiles = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .sort();
const shipped = loadRules(ruleFiles.map(readRuleFile), { sources });
const rulesByFile = Map.groupBy(shipped.ruleset?.rules ?? [], (rule) => rule.location.file);
const knownControls = controlIds(join(folder, '../..'));
const knownFrameworks = new Set([...knownControls].map((control) => control.split(':')[0]));
// A file that holds only lists and macros for others needs no tests of its own.
const filesWithRules = ruleFiles.filter((name) => /^- rule:/m.test(readRuleFile(name).text));
const paragraphs = [/^Why it matters: \S/, /^Triage: \S/, /^False positives: \S/];

test('all files load as one set, without errors and warnings', () => {
  expect([...shipped.errors, ...shipped.warnings].map(formatDiagnostic)).toEqual([]);
  const defined = ruleFiles.flatMap((name) =>
    [...readRuleFile(name).text.matchAll(/^- (rule|macro|list): (.+)$/gm)].map(
      ([, kind, item]) => `${kind} ${item}`,
    ),
  );
  expect(
    defined.filter((item, index) => defined.indexOf(item) !== index),
    'defined twice',
  ).toEqual([]);
});

test.each(filesWithRules)('%s has tests', (file) => {
  expect(existsSync(join(folder, 'tests', file)), `tests/${file}`).toBe(true);
});

describe.each(filesWithRules.filter((file) => existsSync(join(folder, 'tests', file))))('%s', (file) => {
  const tests: RuleTests = parse(readFileSync(join(folder, 'tests', file), 'utf8'));
  const files = (tests.rules ?? [`../${file}`]).map((name) => readRuleFile(join('tests', name)));
  const alone = loadRules(files, { sources });
  const rules = rulesByFile.get(file) ?? [];

  test('loads with the files that its tests name', () => {
    expect(alone.errors.map(formatDiagnostic)).toEqual([]);
  });

  test('has no tests of rules that are elsewhere', () => {
    const names = rules.map((rule) => rule.name);
    expect(tests.tests.map((one) => one.rule).filter((name) => !names.includes(name))).toEqual([]);
  });

  test.each(rules.map((rule) => [rule.name, rule] as const))('%s keeps the house rules', (_, rule) => {
    expect(rule.source).toBe(tests.source);
    const [what, ...rest] = rule.description.trim().split(/\n\s*\n/);
    expect(what?.length ?? 0, 'says what happened').toBeGreaterThan(20);
    expect(rest, 'why it matters, triage, false positives').toHaveLength(paragraphs.length);
    paragraphs.forEach((form, index) => {
      expect(rest[index]).toMatch(form);
    });
    const techniques = rule.tags.filter((tag) => /^T\d{4}(?:\.\d{3})?$/.test(tag));
    const tactics = rule.tags.filter((tag) => tag.startsWith('mitre_'));
    expect(techniques.length > 0, 'a technique goes with a tactic').toBe(tactics.length > 0);
    expect(techniques.length > 0 || rule.tags.includes('reliability')).toBe(true);
    const controls = rule.tags.filter((tag) => tag.includes(':'));
    expect(controls.length, 'names a control').toBeGreaterThan(0);
    expect(
      controls.filter((control) => isJudged(control) && !knownControls.has(control)),
      'unknown controls',
    ).toEqual([]);
    const own = tests.tests.find((one) => one.rule === rule.name);
    expect(own?.fires.length ?? 0, 'events that fire').toBeGreaterThan(0);
    expect(own?.quiet.length ?? 0, 'near misses').toBeGreaterThan(0);
  });

  const samples = tests.tests.flatMap(({ rule, fires, quiet }) => [
    ...fires.map((sample) => [rule, sample.name, true, sample] as const),
    ...quiet.map((sample) => [rule, sample.name, false, sample] as const),
  ]);

  test.each(samples)('%s: %s fires: %s', (rule, _, isExpected, sample) => {
    if (alone.ruleset === undefined) throw new Error('the rules did not load');
    const engine = createEngine(alone.ruleset, { ruleMatching: 'all' });
    const records = sample.records ?? [sample.record ?? {}];
    const text = records.map((record) => JSON.stringify(laidOver(tests.base, record))).join('\n');
    const parsed = findSource(tests.source)?.parse(text);
    expect(parsed?.rejected).toEqual([]);
    expect(parsed?.events).toHaveLength(records.length);
    const fired = (parsed?.events ?? []).flatMap((event) => engine.evaluate(event).map((one) => one.rule));
    expect(fired.includes(rule), `fired: ${fired.join(', ')}`).toBe(isExpected);
    expect(engine.failures()).toEqual([]);
  });
});

/** Controls of frameworks that are not at hand cannot be judged. */
function isJudged(control: string): boolean {
  return knownFrameworks.has(control.split(':')[0]);
}

function readRuleFile(name: string): RuleFile {
  return { name, text: readFileSync(join(folder, name), 'utf8') };
}

/** `detail` and `fields` are laid over key by key, everything else replaces. */
function laidOver(base: Fields, record: Fields): Fields {
  const laid: Fields = { ...base, ...record };
  for (const key of ['detail', 'fields']) {
    if (base[key] !== undefined) laid[key] = { ...(base[key] as object), ...(record[key] as object) };
  }
  return laid;
}
