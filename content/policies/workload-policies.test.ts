import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSeverity } from '@breakwater/model';
import { loadRules } from '@breakwater/rules';
import { sources } from '@breakwater/sources';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

interface PolicyFile {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly severity: string;
  readonly rules?: readonly string[];
}

const policyFolder = join(import.meta.dirname, 'runtime');
const policies = yamlFiles(policyFolder).map((file) => ({
  file,
  policy: parse(readFileSync(join(policyFolder, file), 'utf8')) as PolicyFile,
}));
const workload = policies.filter(({ policy }) => policy.type === 'workload');
const ruleNames = systemCallRules();

describe.each(workload)('$file', ({ file, policy }) => {
  test('is named as its file, and says what it is about', () => {
    expect(`${policy.id}.yaml`).toBe(file);
    expect(policy.name.length).toBeGreaterThan(5);
    expect(policy.description.length).toBeGreaterThan(40);
    expect(isSeverity(policy.severity)).toBe(true);
  });

  test('names rules that exist, each once', () => {
    const named = policy.rules ?? [];
    expect(named.length).toBeGreaterThan(0);
    expect(new Set(named).size).toBe(named.length);
    expect(named.filter((name) => !ruleNames.includes(name))).toEqual([]);
  });
});

test('every rule on system calls belongs to a policy', () => {
  const grouped = new Set(workload.flatMap(({ policy }) => policy.rules ?? []));
  expect(ruleNames.filter((name) => !grouped.has(name))).toEqual([]);
});

test('no two policies have one id or name', () => {
  expect(new Set(policies.map(({ policy }) => policy.id)).size).toBe(policies.length);
  expect(new Set(policies.map(({ policy }) => policy.name)).size).toBe(policies.length);
});

function systemCallRules(): readonly string[] {
  const folder = join(import.meta.dirname, '../rules');
  const files = yamlFiles(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
  const rules = loadRules(files, { sources }).ruleset?.rules ?? [];
  return rules.filter((rule) => rule.source === 'syscall').map((rule) => rule.name);
}

function yamlFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort();
}
