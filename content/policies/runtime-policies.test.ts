import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSeverity, type PolicyType, sourceOfPolicyType } from '@breakwater/model';
import { loadRules } from '@breakwater/rules';
import { sources } from '@breakwater/sources';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface PolicyFile {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly type: PolicyType;
  readonly severity: string;
  /** Absent: every rule of the source. */
  readonly rules?: readonly string[];
}

const policyFolder = join(import.meta.dirname, 'runtime');
const policies = yamlFiles(policyFolder).map((file) => ({
  file,
  policy: parse(readFileSync(join(policyFolder, file), 'utf8')) as PolicyFile,
}));
const rules = shippedRules();
const sourcesWithRules = [...new Set(rules.map((rule) => rule.source))].sort();

describe.each(policies)('$file', ({ file, policy }) => {
  test('is named as its file, and says what it is about', () => {
    expect(`${policy.id}.yaml`).toBe(file);
    expect(policy.name.length).toBeGreaterThan(5);
    expect(policy.description.length).toBeGreaterThan(40);
    expect(isSeverity(policy.severity)).toBe(true);
    expect(sourcesWithRules).toContain(sourceOfPolicyType[policy.type]);
  });

  test('names rules of its source, each once', () => {
    const named = policy.rules ?? [];
    const known = namesOf(sourceOfPolicyType[policy.type]);
    expect(policy.rules === undefined || named.length > 0).toBe(true);
    expect(new Set(named).size).toBe(named.length);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});

test.each(sourcesWithRules)('every rule on %s belongs to a policy', (source) => {
  const own = policies.filter(({ policy }) => sourceOfPolicyType[policy.type] === source);
  const grouped = new Set(own.flatMap(({ policy }) => policy.rules ?? namesOf(source)));
  expect(namesOf(source).filter((name) => !grouped.has(name))).toEqual([]);
});

test('no two policies have one id or name', () => {
  expect(new Set(policies.map(({ policy }) => policy.id)).size).toBe(policies.length);
  expect(new Set(policies.map(({ policy }) => policy.name)).size).toBe(policies.length);
});

function namesOf(source: string): readonly string[] {
  return rules.filter((rule) => rule.source === source).map((rule) => rule.name);
}

function shippedRules(): readonly { readonly name: string; readonly source: string }[] {
  const folder = join(import.meta.dirname, '../rules');
  const files = yamlFiles(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  return loadRules(files, { sources }).ruleset?.rules ?? [];
}

function yamlFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
}
