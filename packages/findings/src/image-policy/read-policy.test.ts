import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PolicyError } from './policy-yaml.ts';
import { readImagePolicy } from './read-policy.ts';

const shipped = fileURLToPath(new URL('../../../../content/policies/image/', import.meta.url));

test.each(readdirSync(shipped).filter((file) => file.endsWith('.yaml') && !file.endsWith('.tests.yaml')))(
  'the shipped policy %s is valid and bears the name of its file',
  (file) => {
    const policy = readImagePolicy(readFileSync(`${shipped}${file}`, 'utf8'), file);
    expect(`${policy.name}.yaml`).toBe(file);
    expect(policy.gates.length).toBeGreaterThan(0);
  },
);

test('reads every part of a policy', () => {
  const text = `
name: shop
applies: { repositories: ["shop/*"], tags: [main] }
gates:
  - { name: severe, type: vulnerabilities, severityAtLeast: high, fixableOnly: true, graceDays: 3 }
  - { name: telnet, type: packages, deny: [telnet] }
exceptions:
  - { vulnerability: CVE-2024-1, package: curl, reason: not reachable, expires: 2027-01-31 }
`;
  expect(readImagePolicy(text, 'shop.yaml')).toEqual({
    name: 'shop',
    applies: { repositories: ['shop/*'], tags: ['main'] },
    gates: [
      { name: 'severe', type: 'vulnerabilities', severityAtLeast: 'high', fixableOnly: true, graceDays: 3 },
      { name: 'telnet', type: 'packages', deny: ['telnet'] },
    ],
    exceptions: [
      { vulnerability: 'CVE-2024-1', package: 'curl', reason: 'not reachable', expires: '2027-01-31' },
    ],
  });
});

const gate = 'gates:\n  - name: g\n    type: vulnerabilities\n    severityAtLeast: high\n';

test.each([
  ['an empty file', '', 1, 'must be a map'],
  ['no gates', 'name: x\n', 1, 'a policy needs a list "gates"'],
  ['no gate in the list', 'name: x\ngates: []\n', 2, 'at least one gate'],
  ['an unknown field', `name: x\n${gate}severity: high\n`, 6, 'unknown field "severity"'],
  [
    'an unknown severity',
    'name: x\ngates:\n  - name: g\n    type: checks\n    severityAtLeast: grave',
    5,
    'one of',
  ],
  [
    'a gate without a condition',
    'name: x\ngates:\n  - name: g\n    type: vulnerabilities',
    3,
    'needs one of',
  ],
  ['a field of another gate type', `name: x\n${gate}    deny: [a]\n`, 6, 'no meaning'],
  ['EPSS above 1', 'name: x\ngates:\n  - {name: g, type: vulnerabilities, epssAtLeast: 5}', 3, 'from 0 to 1'],
  ['an exception without a reason', `name: x\n${gate}exceptions:\n  - check: a\n`, 7, 'needs a reason'],
  ['an exception for ever', `name: x\n${gate}exceptions:\n  - {check: a, reason: r}\n`, 7, 'expires'],
  [
    'a day that is none',
    `name: x\n${gate}exceptions:\n  - {check: a, reason: r, expires: 2027-02-30}\n`,
    7,
    'date',
  ],
  [
    'an exception for nothing',
    `name: x\n${gate}exceptions:\n  - {reason: r, expires: 2027-01-01}\n`,
    7,
    'names a',
  ],
  ['broken YAML', 'name: x\ngates: [\n', 3, ''],
  ['a key given twice', `name: x\nname: y\n${gate}`, 2, 'unique'],
])('refuses %s, with its line', (_name, text, line, message) => {
  const problems = problemsOf(text);
  expect(problems.map((problem) => problem.line)).toContain(line);
  expect(problems.map((problem) => problem.message).join('\n')).toContain(message);
});

test('YAML nested beyond the stack is one mistake', () => {
  expect(() => readImagePolicy('['.repeat(100_000), 'deep.yaml')).toThrow(
    /^deep\.yaml:1:\d+: nested too deeply$/m,
  );
});

test('names the file, the line and the field of every mistake', () => {
  const text = 'name: x\ngates:\n  - {name: g, type: vulnerabilities, epssAtLeast: 5, graceDays: -1}';
  expect(() => readImagePolicy(text, 'p.yaml')).toThrow(
    'p.yaml:3:51: gates[0].epssAtLeast: must be a number from 0 to 1\np.yaml:3:65: gates[0].graceDays: must be',
  );
});

function problemsOf(text: string): PolicyError['problems'] {
  try {
    readImagePolicy(text, 'p.yaml');
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
  return [];
}
