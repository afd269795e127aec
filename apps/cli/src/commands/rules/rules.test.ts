import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const main = join(import.meta.dirname, '../../main.ts');
let folder = '';

function run(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'rules', ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const rules = `- macro: logging
  condition: (ct.name in (StopLogging, DeleteTrail))
- rule: Trail stopped
  desc: d
  condition: logging and not ct.error exists
  output: stopped by %ct.user
  priority: CRITICAL
  source: aws_cloudtrail
  tags: [T1562.008, mitre_defense_evasion, cis-aws-5.0:3.1]
`;
const head = `source: aws_cloudtrail
base: { eventTime: "2026-03-02T09:30:00Z", eventType: AwsApiCall, eventName: StopLogging }
tests:
  - rule: Trail stopped
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rules-'));
  mkdirSync(join(folder, 'tests'));
  writeFileSync(join(folder, 'trail.yaml'), rules);
  writeFileSync(
    join(folder, 'tests/trail.yaml'),
    `${head}    fires: [{ name: stopped, record: {} }]\n    quiet: [{ name: refused, record: { errorCode: x } }]\n`,
  );
  writeFileSync(
    join(folder, 'tests/wrong.yaml'),
    `rules: [../trail.yaml]\n${head}    fires: [{ name: "a <b>", record: { errorCode: x } }]\n`,
  );
  const record = { eventTime: '2026-03-02T09:30:00Z', eventType: 'AwsApiCall', eventName: 'StopLogging' };
  const records = [record, { ...record, errorCode: 'AccessDenied' }];
  writeFileSync(join(folder, 'log.json'), JSON.stringify({ Records: records }));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('breakwater rules test', () => {
  test('tells which files pass and what differs', () => {
    const { status, stdout } = run('test', 'tests');
    expect(stdout).toBe(`tests/trail.yaml: 2 passed
tests/wrong.yaml: 0 passed, 1 failed
  FAIL tests/wrong.yaml:6 Trail stopped: a <b>
       "Trail stopped" did not fire. Does not fire: not ct.error exists does not hold.
2 passed, 1 failed in 2 file(s)
`);
    expect(status).toBe(1);
  });

  test('JUnit, with names that are no XML', () => {
    const { status, stdout } = run('test', 'tests/wrong.yaml', '--format', 'junit');
    expect(stdout).toContain('<testcase name="Trail stopped: a &lt;b&gt;" classname="tests/wrong.yaml"');
    expect(stdout).toContain('<failure message="&quot;Trail stopped&quot; did not fire.');
    expect(status).toBe(1);
  });

  test('other rule files than the tests name, JSON', () => {
    const { status, stdout } = run('test', 'tests/trail.yaml', '--rules', 'trail.yaml', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ passed: 2, failed: 0, notRun: 0 });
    expect(status).toBe(0);
  });

  test.each<[string, readonly string[], string]>([
    ['no such file', ['test', 'nowhere'], 'no such file'],
    ['no test file', ['test', 'trail.yaml'], 'trail.yaml:1: the file must be a mapping'],
    ['no test of the rule', ['test', 'tests', '--rule', 'Other'], 'no test is about the rule "Other"'],
  ])('%s: exit 2', (_name, args, words) => {
    const { status, stdout, stderr } = run(...args);
    expect(stdout + stderr).toContain(words);
    expect(status).toBe(2);
  });
});

describe('breakwater rules explain', () => {
  test('the condition as a tree with the values of each event', () => {
    const { status, stdout } = run('explain', 'trail', '--rules', 'trail.yaml', '--input', 'log.json');
    expect(stdout).toContain('Trail stopped: fires\n  event 1 of log.json, 2026-03-02T09:30:00.000Z\n');
    expect(stdout).toContain('+ ct.name in (StopLogging, DeleteTrail)  <- "StopLogging"');
    expect(stdout).toContain('Trail stopped: does not fire\n  event 2 of log.json');
    expect(stdout).toContain('+ ct.error exists  <- "AccessDenied"');
    expect(status).toBe(0);
  });

  test('one event, as JSON', () => {
    const args = ['--rules', 'trail.yaml', '--input', 'log.json', '--event', '2', '--json'];
    const { stdout } = run('explain', 'Trail stopped', ...args);
    expect(JSON.parse(stdout)).toMatchObject([{ event: 2, fired: false, tree: { kind: 'and' } }]);
  });

  test('only those it is quiet on', () => {
    const args = ['--rules', 'trail.yaml', '--input', 'log.json', '--only', 'quiet'];
    const { stdout } = run('explain', 'Trail stopped', ...args);
    expect(stdout.match(/event \d/g)).toEqual(['event 2']);
  });

  test.each<[string, readonly string[], string]>([
    [
      'an unknown rule',
      ['explain', 'nope', '--rules', 'trail.yaml', '--input', 'log.json'],
      'there is no rule "nope"',
    ],
    [
      'an event beyond the end',
      ['explain', 'trail', '--rules', 'trail.yaml', '--input', 'log.json', '--event', '9'],
      'the input has 2 event(s)',
    ],
    [
      'no such input',
      ['explain', 'trail', '--rules', 'trail.yaml', '--input', 'nowhere'],
      'cannot read nowhere',
    ],
  ])('%s: exit 2', (_name, args, words) => {
    const { status, stderr } = run(...args);
    expect(stderr).toContain(words);
    expect(status).toBe(2);
  });
});

describe('breakwater rules coverage', () => {
  test('techniques and controls with their rules', () => {
    const { status, stdout } = run('coverage', 'trail.yaml', '--framework', 'cis-aws-5.0');
    expect(stdout).toContain('Defense Evasion: 1 of ');
    expect(stdout).toContain('T1562.008    1  ');
    expect(stdout).toContain('rules watch 1 of ');
    expect(status).toBe(0);
  });

  test('without rules for a source there is none', () => {
    const { stdout } = run('coverage', 'trail.yaml', '--source', 'ecs', '--framework', 'cis-aws-5.0');
    expect(stdout).toContain('rules watch 0 of ');
  });
});
