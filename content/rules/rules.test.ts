import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatDiagnostic,
  loadRules,
  type ReadEvents,
  type RuleFile,
  type RuleTest,
  readRuleTests,
  runRuleTest,
} from '@breakwater/rules';
import { findSource, sources } from '@breakwater/sources';
import { describe, expect, test } from 'vitest';
import { controlIds } from './testing/control-ids.ts';

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
  const tests = readRuleTests(file, readFileSync(join(folder, 'tests', file), 'utf8'));
  const files = (tests.rules ?? [`../${file}`]).map((name) => readRuleFile(join('tests', name)));
  const alone = loadRules(files, { sources });
  const rules = rulesByFile.get(file) ?? [];

  test('loads with the files that its tests name', () => {
    expect(alone.errors.map(formatDiagnostic)).toEqual([]);
  });

  test('has no tests of rules that are elsewhere', () => {
    const names = rules.map((rule) => rule.name);
    const tested = tests.tests.flatMap(({ detections, forbidden }) => [
      ...detections.map(({ rule }) => rule),
      ...forbidden,
    ]);
    expect(tested.filter((name) => !names.includes(name))).toEqual([]);
  });

  test.each(rules.map((rule) => [rule.name, rule] as const))('%s keeps the house rules', (_, rule) => {
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
    const fires = tests.tests.some((one) => one.detections.some((expected) => expected.rule === rule.name));
    expect(fires, 'has an event that fires it').toBe(true);
    const quiet = tests.tests.some((one) => one.forbidden.includes(rule.name));
    expect(quiet, 'has a near miss').toBe(true);
  });

  const samples = tests.tests.map((one) => [titleOf(one), one] as const);

  test.each(samples)('%s', async (_, one) => {
    if (alone.ruleset === undefined) throw new Error('the rules did not load');
    const { problems } = await runRuleTest(one, alone.ruleset, readEvents, () => 0);
    expect(problems).toEqual([]);
  });
});

function titleOf({ input, detections, forbidden }: RuleTest): string {
  const fires = detections.map(({ rule }) => `${rule} fires: `);
  const quiet = forbidden.map((rule) => `${rule} is quiet: `);
  return `${[...fires, ...quiet].join('')}${input.name}`;
}

const readEvents: ReadEvents = ({ records, source }, onEvent) => {
  const parsed = findSource(source)?.parse(records.map((record) => JSON.stringify(record)).join('\n'));
  if (parsed === undefined) return `there is no source ${source}`;
  for (const event of parsed.events) onEvent(event);
  return parsed.rejected[0]?.error;
};

/** Controls of frameworks that are not at hand cannot be judged. */
function isJudged(control: string): boolean {
  return knownFrameworks.has(control.split(':')[0]);
}

function readRuleFile(name: string): RuleFile {
  return { name, text: readFileSync(join(folder, name), 'utf8') };
}
