import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const main = join(import.meta.dirname, '../../main.ts');
let folder = '';

const record = {
  eventTime: '2026-03-02T09:30:00Z',
  eventType: 'AwsApiCall',
  eventName: 'StopLogging',
  eventID: '1',
  recipientAccountId: '1',
};
const rules = `- rule: Trail stopped
  desc: d
  condition: ct.name = StopLogging
  output: stopped %ct.id by %ct.user
  priority: CRITICAL
  source: aws_cloudtrail
  tags: [a]
`;

function run(args: readonly string[], input = ''): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'detect-'));
  writeFileSync(join(folder, 'rules.yaml'), rules);
  writeFileSync(join(folder, 'invalid.yaml'), rules.replace('ct.name', 'ct.nam'));
  mkdirSync(join(folder, 'tree'));
  writeFileSync(join(folder, 'empty.json'), '');
  const log = JSON.stringify({ Records: [record, { broken: true }, record] });
  writeFileSync(join(folder, 'one.json'), log);
  writeFileSync(join(folder, 'tree/one.json'), log);
  mkdirSync(join(folder, 'links'));
  symlinkSync('../one.json', join(folder, 'links/one.json'));
  symlinkSync('..', join(folder, 'links/round.json'));
  writeFileSync(join(folder, 'tree/two.json.gz'), gzipSync(JSON.stringify(record)));
  writeFileSync(join(folder, 'tree/three.json.gz'), gzipSync(JSON.stringify(record)).subarray(0, 40));
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('breakwater detect', () => {
  test.each([
    [['--append-output', '%nofield'], '--append-output: what is added to the output: '],
    [['--extra-field', 'ct.id', 'ct.nosuch'], '--extra-field: what is added to the output: '],
  ])('%j is blamed itself, not the rule file', (option, message) => {
    const { status, stderr } = run(['detect', '--rules', 'rules.yaml', '--input', 'one.json', ...option]);
    expect(status).toBe(2);
    expect(stderr).toContain(`breakwater: ${message}`);
    expect(stderr).toContain('has no field "');
    expect(stderr).not.toContain('rules.yaml');
  });

  test('reads a tree, reports what it could not read and goes on', () => {
    const { status, stdout, stderr } = run(['detect', '--rules', 'rules.yaml', '--input', 'tree']);
    expect(status).toBe(2);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(3);
    expect(Object.keys(lines[0])).toEqual([
      'hostname',
      'output',
      'output_fields',
      'priority',
      'rule',
      'source',
      'tags',
      'time',
    ]);
    expect(lines[0]).toMatchObject({
      rule: 'Trail stopped',
      output: '09:30:00.000000000: Critical stopped 1 by <NA>',
    });
    expect(stderr).toContain('rejected: tree/one.json: record 2: eventTime is missing');
    expect(stderr).toContain('read in part: tree/three.json.gz: the compressed file ends too early');
    expect(stderr).toContain('3 record(s) evaluated, 1 rejected, 3 detection(s)');
  });

  test.each<[string, readonly string[], string, number, string]>([
    [
      'text from standard input',
      ['detect', '--rules', 'rules.yaml', '--input', '-', '--format', 'text'],
      JSON.stringify(record),
      0,
      '1 detection(s)',
    ],
    [
      'an empty file',
      ['detect', '--rules', 'rules.yaml', '--input', 'empty.json'],
      '',
      2,
      'the input is empty',
    ],
    [
      'nothing on standard input',
      ['detect', '--rules', 'rules.yaml', '--input', '-'],
      '',
      2,
      'the input is empty',
    ],
    [
      'a log without records',
      ['detect', '--rules', 'rules.yaml', '--input', '-'],
      '{"Records":[]}',
      0,
      '0 record(s) evaluated',
    ],
    [
      'a log that is cut',
      ['detect', '--rules', 'rules.yaml', '--input', '-'],
      `{"Records":[${JSON.stringify(record)}`,
      2,
      'read in part: standard input: the input ends before its list of records does',
    ],
    [
      'a last line that is cut',
      ['detect', '--rules', 'rules.yaml', '--input', '-'],
      `${JSON.stringify(record)}\n${JSON.stringify(record).slice(0, 50)}`,
      2,
      'read in part: standard input: the input ends in the middle of a record, line 2\n1 file(s), 1 record(s) evaluated, 0 rejected, 1 detection(s)\nthe result is partial',
    ],
    [
      'a file with a hostile name',
      ['detect', '--rules', 'rules.yaml', '--input', 'no\u001b[2Jsuch'],
      '',
      2,
      String.raw`breakwater: cannot read no\u001b[2Jsuch: there is no such file`,
    ],
    [
      'a hostile line',
      ['detect', '--rules', 'rules.yaml', '--input', '-'],
      `${JSON.stringify(record)}\n\u001b[31mx\n`,
      0,
      String.raw`\u001b[31m`,
    ],
    [
      '--fail-on below',
      ['detect', '--rules', 'rules.yaml', '--input', 'one.json', '--fail-on', 'warning'],
      '',
      1,
      '2 detection(s)',
    ],
    [
      '--fail-on above',
      ['detect', '--rules', 'rules.yaml', '--input', 'one.json', '--fail-on', 'emergency'],
      '',
      0,
      '2 detection(s)',
    ],
    [
      'invalid rules',
      ['detect', '--rules', 'invalid.yaml', '--input', 'one.json'],
      '',
      2,
      'did you mean "ct.name"',
    ],
    [
      'an input without a single event',
      ['detect', '--rules', 'rules.yaml', '--input', '-'],
      '{"not": "a record"}',
      2,
      '1 rejected',
    ],
    [
      'text that would turn the line around is escaped',
      ['detect', '--rules', 'rules.yaml', '--input', '-', '--format', 'text'],
      JSON.stringify({ ...record, eventID: 'a\u202eb' }),
      0,
      String.raw`stopped a\u202eb`,
    ],
    [
      'a link to a file is read',
      ['detect', '--rules', 'rules.yaml', '--input', 'links'],
      '',
      2,
      '2 detection(s)',
    ],
    [
      'a link to a directory is told of',
      ['detect', '--rules', 'rules.yaml', '--input', 'links'],
      '',
      2,
      'a symbolic link to no file',
    ],
    ['no such input', ['detect', '--rules', 'rules.yaml', '--input', 'nowhere'], '', 2, 'no such file'],
    ['no such rules', ['detect', '--rules', 'nowhere.yaml', '--input', 'one.json'], '', 2, 'no such file'],
    [
      'an unknown source',
      ['detect', '--rules', 'rules.yaml', '--input', 'one.json', '--source', 'x'],
      '',
      2,
      'unknown source',
    ],
    [
      'an unknown option',
      ['detect', '--rules', 'rules.yaml', '--input', '-', '--nope'],
      '',
      2,
      'unknown option',
    ],
    ['validate valid', ['rules', 'validate', 'rules.yaml'], '', 0, 'valid: 1 rules'],
    [
      'validate invalid',
      ['rules', 'validate', 'invalid.yaml'],
      '',
      1,
      'invalid.yaml:3:14: LOAD_ERR_COMPILE_CONDITION',
    ],
    ['validate unreadable', ['rules', 'validate', 'nowhere.yaml'], '', 2, 'no such file'],
    ['list', ['rules', 'list', 'rules.yaml'], '', 0, 'Trail stopped'],
    ['fields', ['rules', 'fields', 'ecs'], '', 0, 'ecs.task.stop_code'],
  ])('%s', (_, args, input, status, words) => {
    const result = run(args, input);
    expect(result.stdout + result.stderr).toContain(words);
    expect(result.status).toBe(status);
  });
});
