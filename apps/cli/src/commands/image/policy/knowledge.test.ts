import { evaluatePolicy, readImagePolicy } from '@breakwater/findings';
import { policyKnowledge } from '@breakwater/scan';
import { expect, test } from 'vitest';
import { completeReport } from './complete-report.ts';
import { toReport } from './read-reports.ts';

test.each([
  ['type: packages, deny: ["maven:log4j-core@<2.17.1"]', 'maven', 'log4j-core', '2.9.0', [], 'failed'],
  ['type: packages, deny: ["deb:openssl@<1:1.0"]', 'deb', 'openssl', '3.0.15-1', [], 'failed'],
  ['type: packages, deny: ["golang:x@<v1.10.0"]', 'golang', 'x', 'v1.9.0', [], 'failed'],
  ['type: packages, deny: ["golang:stdlib@<1.19.10"]', 'golang', 'stdlib', 'go1.19.8', [], 'failed'],
  ['type: packages, deny: ["pypi:x@<2.0"]', 'pypi', 'x', '2.0rc1', [], 'failed'],
  ['type: packages, deny: ["npm:x@<2.0.0"]', 'npm', 'x', '2.0.0', [], 'passed'],
  ['type: licenses, deny: ["GPL-2.0-*"]', 'deb', 'x', '1', ['GPL-2'], 'failed'],
  ['type: licenses, denyCategories: [strong-copyleft]', 'deb', 'x', '1', ['GPL-2+'], 'failed'],
  ['type: licenses, denyCategories: [strong-copyleft]', 'deb', 'x', '1', ['LGPL-2.1'], 'passed'],
  ['type: licenses, allowCategories: [permissive]', 'pypi', 'x', '1', ['MIT License'], 'passed'],
  ['type: licenses, allowCategories: [permissive]', 'npm', 'x', '1', ['(MIT OR GPL-3.0)'], 'passed'],
  ['type: licenses, allowCategories: [permissive]', 'npm', 'x', '1', [], 'failed'],
])('%s: %s %s %s %j is %s', (gate, type, name, version, licenses, status) => {
  const policy = readImagePolicy(`name: p\ngates:\n  - {name: g, ${gate}}\n`, 'p.yaml');
  const read = toReport(
    '',
    completeReport({ sbom: { packages: [{ type, name, version, licenses }] } }, undefined),
  );
  if ('error' in read) throw new Error(read.error);
  expect(evaluatePolicy(policy, read.report, new Date(0), { knowledge: policyKnowledge }).status).toBe(
    status,
  );
});
