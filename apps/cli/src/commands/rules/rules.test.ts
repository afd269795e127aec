import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { captureOf } from './testdata/capture.ts';

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
const shellRules = `- rule: Shell
  desc: d
  condition: evt.type = execve and proc.name = bash
  output: "%proc.name %evt.num"
  priority: NOTICE
- rule: Web shell
  desc: d
  condition: evt.type = execve and proc.name = nginx and proc.args contains -c
  output: o
  priority: NOTICE
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
  const capture = captureOf(['nginx', 'bash', 'bash']);
  writeFileSync(join(folder, 'tests/trace.scap'), capture);
  writeFileSync(join(folder, 'cut.scap'), capture.subarray(0, capture.length - 10));
  writeFileSync(join(folder, 'no.scap'), 'hello');
  writeFileSync(join(folder, 'shell.yaml'), shellRules);
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

describe('breakwater rules test over a capture', () => {
  function results(...tests: readonly string[]) {
    writeFileSync(
      join(folder, 'captured.yaml'),
      `rules: [shell.yaml]\nsource: syscall\ntests:\n${tests.join('')}`,
    );
    return run('test', 'captured.yaml');
  }
  const fires = (rule: string, input: string) => `  - { rule: ${rule}, fires: [{ name: a, ${input} }] }\n`;
  const quiet = (rule: string, input: string) => `  - { rule: ${rule}, quiet: [{ name: a, ${input} }] }\n`;

  test('events of a capture beside records of the same source', () => {
    const { stdout, status } = results(
      fires('Shell', 'file: tests/trace.scap, times: 2, output: bash 2'),
      quiet('Web shell', 'file: tests/trace.scap'),
      fires('Shell', 'record: { type: execve, time: 1, fields: { proc.name: bash } }'),
    );
    expect(stdout).toContain('3 passed, 0 failed');
    expect(status).toBe(0);
  });

  test.each<[string, string, string]>([
    [
      'the nearest event says why the rule did not fire',
      fires('Web shell', 'file: tests/trace.scap'),
      'proc.args contains -c does not hold: proc.args is "a b".',
    ],
    [
      'a capture that is cut fails even a quiet test',
      quiet('Web shell', 'file: cut.scap'),
      'read in part: cut.scap: ',
    ],
    ['no capture', quiet('Web shell', 'file: no.scap'), 'cannot read no.scap: block 1'],
    [
      'another source',
      quiet('Web shell', 'file: tests/trace.scap, source: ecs'),
      'holds events of the source "syscall", not "ecs"',
    ],
  ])('%s', (_name, text, words) => {
    const { stdout, status } = results(text);
    expect(stdout).toContain(words);
    expect(status).toBe(1);
  });
});

describe('breakwater rules test that cannot all be run', () => {
  const other = '      - { name: fine, record: {} }\n';
  test.each<[string, string, number]>([
    ['a missing file', `${head}    fires:\n      - { name: a, file: nope.json }\n${other}`, 2],
    [
      'an unknown rule',
      `${head}    fires:\n${other}  - { rule: "No\\e[31m", fires: [{ name: a, record: {} }] }\n`,
      1,
    ],
  ])('%s: the others are run', (_name, text, code) => {
    writeFileSync(join(folder, 'part.yaml'), `rules: [trail.yaml]\n${text}`);
    const { stdout, status } = run('test', 'part.yaml');
    expect(stdout).toContain('1 passed, 1 failed');
    expect(stdout).not.toContain('\u001b');
    expect(status).toBe(code);
  });
});

describe('breakwater rules on names that steer the terminal', () => {
  test.each(['list', 'validate'])('%s', (command) => {
    const text = rules.replace('rule: Trail stopped', 'rule: "a\\e[31m\\nb"');
    const counted = text.replace(
      'priority:',
      'threshold: { count: 3, window: 1m, by: [ct.user] }\n  priority:',
    );
    writeFileSync(join(folder, 'odd.yaml'), `${counted}- macro: "x\\e[2J"\n  condition: (ct.name = a)\n`);
    const { stdout } = run(command, 'odd.yaml');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toContain(String.raw`\u001b[`);
    if (command !== 'list') return;
    expect(stdout).toContain('(threshold)');
    expect(JSON.parse(run('list', 'odd.yaml', '--json').stdout)).toMatchObject([
      { kind: 'threshold', count: 3, windowSeconds: 60, by: ['ct.user'] },
    ]);
  });
});

describe('breakwater rules explain over a capture', () => {
  const explain = (rule: string, ...more: readonly string[]) =>
    run('explain', rule, '--rules', 'shell.yaml', '--input', 'tests/trace.scap', ...more);

  test.each<[string, string, readonly string[], readonly string[]]>([
    ['the first event on which it fires', 'Shell', [], ['Shell: fires', 'event 2 of tests/trace.scap']],
    [
      'else the nearest',
      'Web shell',
      [],
      ['event 1 of', 'proc.args contains -c  <- "a b"', 'holds on none of 3 event(s); this one came nearest'],
    ],
    ['one event by its number', 'Shell', ['--event', '1'], ['event 1 of', 'proc.name = bash  <- "nginx"']],
    ['only where it fires', 'Shell', ['--only', 'fired'], ['event 2 of', 'event 3 of']],
    [
      'only where it is quiet, as JSON',
      'Shell',
      ['--only', 'quiet', '--json'],
      ['"event": 1', '"fired": false'],
    ],
  ])('%s', (_name, rule, more, words) => {
    const { stdout, status } = explain(rule, ...more);
    for (const one of words) expect(stdout).toContain(one);
    expect(status).toBe(0);
  });

  test('an event that is not there', () => {
    const { stderr, status } = explain('Shell', '--event', '9');
    expect(stderr).toContain('the capture has no event 9 that rules are about');
    expect(status).toBe(2);
  });

  test('a capture that is cut says so', () => {
    const { stdout, stderr } = run('explain', 'Web shell', '--rules', 'shell.yaml', '--input', 'cut.scap');
    expect(stdout).toContain('event 1 of cut.scap');
    expect(stderr).toContain('read in part: block ');
  });
});

describe('breakwater rules validate', () => {
  test.each<[string, string, number, string]>([
    ['a plugin whose part a source plays', '{ name: cloudtrail, version: 0.10.0 }', 0, 'valid: 0 rules'],
    [
      'a newer one',
      '{ name: cloudtrail, version: 0.99.0 }',
      1,
      'needs.yaml:1:30: LOAD_ERR_VALIDATE in required plugin "cloudtrail": the rules need the plugin cloudtrail 0.99.0',
    ],
    ['one of which there is none', '{ name: nomad, version: 0.1.0 }', 1, 'there is none of that name'],
    [
      'an alternative',
      '{ name: nomad, version: 0.1.0, alternatives: [{ name: json, version: 0.7.0 }] }',
      0,
      'valid: 0 rules',
    ],
  ])('%s', (_name, plugin, status, words) => {
    writeFileSync(join(folder, 'needs.yaml'), `- required_plugin_versions: [${plugin}]\n`);
    const result = run('validate', 'needs.yaml');
    expect(result.stdout).toContain(words);
    expect(result.status).toBe(status);
  });
});

describe('breakwater rules validate on bytes', () => {
  test.each<[string, Buffer, string]>([
    ['UTF-8 with a mark', Buffer.from(`\ufeff${rules}`), 'valid: 1 rules, 0 error(s), 0 warning(s)'],
    ['UTF-16', Buffer.from(`\ufeff${rules}`, 'utf16le'), 'valid: 1 rules, 0 error(s), 0 warning(s)'],
    [
      'Latin-1',
      Buffer.from(rules.replace('desc: d', 'desc: caf\u00e9'), 'latin1'),
      'bytes.yaml:4:12: TEXT_NOT_UTF8',
    ],
    ['nothing', Buffer.alloc(0), 'valid: 0 rules'],
  ])('%s', (_name, bytes, words) => {
    writeFileSync(join(folder, 'bytes.yaml'), bytes);
    const { stdout, status } = run('validate', 'bytes.yaml');
    expect(stdout).toContain(words);
    expect(status).toBe(0);
  });
});

describe('breakwater rules fields', () => {
  test('of system calls: which of them captures fill', () => {
    const { stdout } = run('fields', 'syscall');
    expect(stdout).toMatch(/^\+ evt\.num .*\n\+ evt\.time /m);
    expect(stdout).toMatch(/^\+ proc\.name /m);
    expect(stdout).toMatch(/^ {2}evt\.around/m);
    expect(stdout).toMatch(/captures \(\.scap\) fill this field: \d+ of \d+/);
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
      'cannot read nowhere: there is no such file\n',
    ],
  ])('%s: exit 2', (_name, args, words) => {
    const { status, stderr } = run(...args);
    expect(stderr).toContain(words);
    expect(status).toBe(2);
  });
});

describe('breakwater rules list', () => {
  test.each<[string, readonly string[], number, string]>([
    ['rules of a source', ['trail.yaml', '--source', 'aws_cloudtrail'], 0, 'Trail stopped\n1 rule(s)'],
    [
      'an unknown source',
      ['trail.yaml', '--source', 'nope'],
      2,
      'unknown source "nope"; one of aws_cloudtrail, ecs',
    ],
    ['rules that are not valid', ['log.json'], 2, 'the rules are not valid'],
  ])('%s', (_name, args, status, words) => {
    const result = run('list', ...args);
    expect(result.stdout + result.stderr).toContain(words);
    expect(result.status).toBe(status);
  });
});

describe('breakwater rules coverage', () => {
  test.each<[string, readonly string[], string]>([
    [
      'framework',
      ['--framework', 'nope'],
      'unknown framework "nope"; one of aws-fsbp, cis-aws-5.0, cis-aws-7.0',
    ],
    ['source', ['--source', 'nope'], 'unknown source "nope"; one of'],
  ])('an unknown %s', (_name, args, words) => {
    const result = run('coverage', 'trail.yaml', ...args);
    expect(result.stderr).toContain(words);
    expect(result.status).toBe(2);
  });

  test('techniques and controls with their rules', () => {
    const { status, stdout } = run('coverage', 'trail.yaml', '--framework', 'cis-aws-5.0');
    expect(stdout).toContain('Defense Evasion: 2 of ');
    expect(stdout).toContain('T1562        1  ');
    expect(stdout).toContain('T1562.008    1  ');
    expect(stdout).toContain('CIS AWS Foundations Benchmark 5.0 (cis-aws-5.0): rules watch 1 of');
    expect(status).toBe(0);
  });

  test('without rules for a source there is none', () => {
    const { stdout } = run('coverage', 'trail.yaml', '--source', 'ecs', '--framework', 'cis-aws-5.0');
    expect(stdout).toContain('rules watch 0 of ');
  });
});
