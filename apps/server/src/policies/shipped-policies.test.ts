import { join, resolve } from 'node:path';
import { loadRules } from '@breakwater/rules';
import { sources } from '@breakwater/sources';
import { expect, it } from 'vitest';
import { readShippedRules } from '../rules/sync-shipped-files.ts';
import { checkPolicy } from './check-policy.ts';
import { readShippedPolicies } from './shipped-policies.ts';

const content = resolve(import.meta.dirname, '../../../../content');
const policies = await readShippedPolicies(join(content, 'policies', 'runtime'));
const { ruleset, errors } = loadRules(await readShippedRules(join(content, 'rules')), { sources });

it('the shipped rule files load together', () => {
  expect(errors).toEqual([]);
});

it('the shipped policies have ids and names of their own', () => {
  expect(policies.length).toBeGreaterThan(0);
  expect(new Set(policies.map(({ id }) => id)).size).toBe(policies.length);
  expect(new Set(policies.map(({ name }) => name)).size).toBe(policies.length);
});

it.each(policies.map((policy) => [policy.id, policy] as const))(
  '%s names rules that are there',
  (_, policy) => {
    if (ruleset === undefined) throw new Error('the rules do not load');
    expect(() => checkPolicy(policy, policy.id, [], ruleset)).not.toThrow();
  },
);
