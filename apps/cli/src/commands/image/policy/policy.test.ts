import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { shippedPolicies } from '../policies.ts';
import { completeReport } from './complete-report.ts';
import { policyCommand } from './index.ts';
import type { PolicyResult } from './run-test.ts';

const written = vi.hoisted(() => ({ text: '' }));
vi.mock('../../../terminal/output.ts', () => ({
  writeOut: async (text: string) => {
    written.text += text;
  },
}));

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-test-'));
  written.text = '';
  process.exitCode = undefined;
});

afterEach(async () => {
  await rm(folder, { recursive: true });
  process.exitCode = undefined;
});

const policy = `
name: mine
excludes: { stages: [test] }
gates:
  - { name: severe, type: vulnerabilities, severityAtLeast: high }
  - { name: small, type: size, maxLayers: 0, action: warn }
`;

const severe = {
  id: 'CVE-2026-1',
  severity: 'critical',
  fixedVersion: '2',
  package: { type: 'npm', name: 'left' },
};

describe('stored results', () => {
  test.each<[string, unknown, string[], string, number | undefined]>([
    ['a clean one', {}, [], 'passed', undefined],
    ['a vulnerable one', { matches: [severe] }, [], 'failed', 1],
    ['one that was not examined wholly', { gaps: [{ what: 'a', reason: 'b' }] }, [], 'incomplete', 1],
    [
      'one that the policy is not about',
      { matches: [severe] },
      ['--place', 'stage=test'],
      'not-applicable',
      undefined,
    ],
  ])('%s', async (_name, image, options, outcome, code) => {
    const report = await write('result.json', JSON.stringify(completeReport(image, undefined)));
    await run(await write('mine.yaml', policy), '--report', report, '--json', ...options);
    expect(resultsOf(written.text).map((result) => result.outcome)).toEqual([outcome]);
    expect(process.exitCode).toBe(code);
  });

  test('of a folder are all judged, those that cannot be read are told', async () => {
    await mkdir(join(folder, 'results/deep'), { recursive: true });
    await write('results/a.json', JSON.stringify(completeReport({ matches: [severe] }, undefined)));
    await write('results/b.json', '{"digest": 1}');
    await write('results/deep/c.json', 'no json');
    await write('results/d.txt', 'not read');
    await run(await write('mine.yaml', policy), '--report', join(folder, 'results'), '--json');
    expect(
      resultsOf(written.text).map(({ outcome, problems }) => [outcome, problems[0]?.slice(0, 12)]),
    ).toEqual([
      ['failed', undefined],
      ['error', 'not a result'],
      ['error', 'not JSON: Un'],
    ]);
    expect(process.exitCode).toBe(2);
  });

  test('are judged as at the time of their scan, or as told', async () => {
    const dated = { ...severe, published: '2025-12-30T00:00:00Z' };
    const report = await write('r.json', JSON.stringify(completeReport({ matches: [dated] }, '2026-01-01')));
    const mine = await write('mine.yaml', 'name: mine\nfailOn: high\ngraceDays: 7\n');
    await run(mine, '--report', report, '--json');
    await run(mine, '--report', report, '--json', '--as-of', '2026-02-01');
    expect(written.text.match(/"outcome": "\w+"/g)).toEqual(['"outcome": "passed"', '"outcome": "failed"']);
  });

  test('the same results give the same bytes', async () => {
    const report = await write('r.json', JSON.stringify(completeReport({ matches: [severe] }, undefined)));
    const mine = await write('mine.yaml', policy);
    await run(mine, 'default', '--report', report, '--json');
    const first = written.text;
    written.text = '';
    await run(mine, 'default', '--report', report, '--json');
    expect(written.text).toBe(first);
    expect(resultsOf(first).map(({ verdict }) => verdict?.policyVersion)).toEqual([
      expect.stringMatching(/^sha256:/),
      expect.stringMatching(/^sha256:/),
    ]);
  });

  test('as a table of 80 columns, with the cheapest fix', async () => {
    const report = await write(
      'r.json',
      JSON.stringify(completeReport({ matches: [severe], repository: 'x'.repeat(90) }, undefined)),
    );
    await run(await write('mine.yaml', policy), '--report', report);
    expect(Math.max(...written.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(written.text.replace(/\s+/g, ' ')).toContain('upgrade left to 2: closes it');
  });

  test('as JUnit, in which nothing is markup', async () => {
    const image = { matches: [{ ...severe, id: 'CVE-<&">' }] };
    const report = await write('r.json', JSON.stringify(completeReport(image, undefined)));
    await run(await write('mine.yaml', policy), '--report', report, '--format', 'junit');
    expect(written.text).toContain('<testsuite name="mine" tests="1" failures="1" errors="0" skipped="0">');
    expect(written.text).toContain('CVE-&#60;&#38;&#34;&#62;');
  });
});

describe('tests beside a policy', () => {
  test('pass and fail by outcome and gates', async () => {
    await write(
      'mine.tests.yaml',
      `
asOf: 2026-11-23
cases:
  - { name: clean, image: {}, expect: passed, fails: [] }
  - { name: vulnerable, image: { matches: [{ id: A, severity: high }] }, expect: failed, fails: [severe], warns: [] }
  - { name: wrong outcome, image: {}, expect: failed }
  - { name: wrong gates, image: { matches: [{ id: A, severity: high }] }, expect: failed, fails: [other] }
  - { name: elsewhere, image: {}, place: { stage: test }, expect: not-applicable }
`,
    );
    await run(await write('mine.yaml', policy), '--json');
    expect(resultsOf(written.text).map(({ name, problems }) => [name, ...problems])).toEqual([
      ['clean'],
      ['vulnerable'],
      ['wrong outcome', 'expected failed, got passed'],
      ['wrong gates', 'expected to fail: other; got: severe'],
      ['elsewhere'],
    ]);
    expect(process.exitCode).toBe(1);
  });

  test.each([
    ['cases: []', 'needs a list "cases"'],
    ['cases:\n  - { name: a, expect: passed }', 'needs either "report" or "image"'],
    ['cases:\n  - { name: a, image: {}, expect: pass }', 'did you mean "passed"?'],
    ['cases:\n  - { name: a, image: {}, expects: passed }', 'did you mean "expect"?'],
    ['cases:\n  - { name: a, image: {}, place: { stag: x }, expect: passed }', 'a place has account'],
  ])('%j is refused', async (tests, message) => {
    await write('mine.tests.yaml', tests);
    await expect(run(await write('mine.yaml', policy))).rejects.toThrow(message);
  });

  test('an image that is no result is told, with its line', async () => {
    await write(
      'mine.tests.yaml',
      'cases:\n  - { name: a, image: { matches: [{ id: 1 }] }, expect: failed }',
    );
    await run(await write('mine.yaml', policy), '--json');
    expect(resultsOf(written.text)[0]?.problems[0]).toContain('matches.0.id');
    expect(process.exitCode).toBe(2);
  });

  test('there must be some', async () => {
    await expect(run(await write('mine.yaml', policy))).rejects.toThrow('nothing to test');
  });
});

test('every shipped policy passes its own tests', async () => {
  const names = (await shippedPolicies()).map((shipped) => shipped.policy.name);
  await run(...names, '--json');
  expect(resultsOf(written.text).filter(({ isGood }) => !isGood)).toEqual([]);
  expect(process.exitCode).toBeUndefined();
});

test('a shipped policy is shown as it is; an unknown name lists those there are', async () => {
  await policyCommand().parseAsync(['show', 'default'], { from: 'user' });
  expect(written.text).toMatch(/^name: default$/m);
  await expect(policyCommand().parseAsync(['show', 'defualt'], { from: 'user' })).rejects.toThrow(
    'cis-docker, default',
  );
});

test('the list fits 80 columns and names all', async () => {
  await policyCommand().parseAsync(['list'], { from: 'user' });
  expect(Math.max(...written.text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  for (const name of ['cis-docker', 'hipaa', 'soc2'])
    expect(written.text).toMatch(new RegExp(`^${name} `, 'm'));
});

function run(...args: string[]): Promise<unknown> {
  return policyCommand().parseAsync(['test', ...args], { from: 'user' });
}

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

function resultsOf(text: string): readonly PolicyResult[] {
  return JSON.parse(text).results;
}
