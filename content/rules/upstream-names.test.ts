import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { formatDiagnostic, loadRules, type RuleFile } from '@breakwater/rules';
import { sources } from '@breakwater/sources';
import { expect, test } from 'vitest';

const cases = resolve(import.meta.dirname, '../..', process.env.BREAKWATER_CASES ?? '../shared');
const upstreamFolder = join(cases, 'upstream-rules');
const isMissing = !existsSync(upstreamFolder) && process.env.REQUIRE_ALL !== '1';

// One set for both: a name that upstream has too would replace one of the two.
test.skipIf(isMissing)('our files load beside those of upstream, and no name replaces another', () => {
  const ours = ruleFiles(import.meta.dirname);
  const upstream = ruleFiles(upstreamFolder);
  const names = new Set(upstream.flatMap(definedNames));
  expect(ours.flatMap(definedNames).filter((name) => names.has(name))).toEqual([]);
  const together = loadRules([...upstream, ...ours], { sources });
  expect(together.errors.map(formatDiagnostic)).toEqual([]);
});

function ruleFiles(folder: string): readonly RuleFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

function definedNames({ text }: RuleFile): readonly string[] {
  return [...text.matchAll(/^- (?:rule|macro|list): (.+?)\s*$/gm)].map((match) => match[1] ?? '');
}
