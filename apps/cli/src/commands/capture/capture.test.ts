import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventBlock, int64, sectionBlock, text } from './testing/build-capture.ts';

const main = join(import.meta.dirname, '../../main.ts');
const root = resolve(import.meta.dirname, '../../../../..');
const cases = resolve(root, process.env.BREAKWATER_CASES ?? '../shared');
const isMissing = !existsSync(join(cases, 'scap')) && process.env.REQUIRE_ALL !== '1';
const seconds = 60_000;
let folder = '';

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function capture(...args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, 'capture', ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

const time = BigInt(Date.UTC(2026, 2, 2, 9, 30)) * 1_000_000n;
const chdir = 95;
const getcwd = 93;

/** A thread changes its directory; the names steer a terminal when they are printed as they are. */
const events = ['/srv', '/tmp/\u001b[2J', '/a\nb'].flatMap((path, index) => [
  eventBlock({
    time: time + BigInt(index) * 1_000_000_000n,
    tid: 41,
    code: chdir,
    parameters: [int64(0), text(path)],
  }),
  eventBlock({
    time: time + BigInt(index) * 1_000_000_000n + 5n,
    tid: 42,
    code: getcwd,
    parameters: [int64(-2), text(path)],
  }),
]);
const whole = Buffer.concat([sectionBlock(), ...events]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'capture-'));
  writeFileSync(join(folder, 'small.scap'), whole);
  writeFileSync(join(folder, 'cut.scap'), whole.subarray(0, -10));
  writeFileSync(join(folder, 'cut-gzip.scap'), gzipSync(whole).subarray(0, -9));
  writeFileSync(join(folder, 'empty.scap'), '');
  writeFileSync(join(folder, 'text.scap'), 'Some text, that is no capture at all.\n');
  writeFileSync(
    join(folder, 'rules.yaml'),
    `- rule: Directory asked for
  desc: d
  condition: evt.type = getcwd and evt.failed = true
  output: asked by %thread.tid
  priority: NOTICE
`,
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('capture events', () => {
  it(
    'says that nothing is selected, and of how many events',
    () => {
      const { status, stdout, stderr } = capture('events', 'small.scap', '--filter', 'proc.name = nosuch');
      expect([status, stdout]).toEqual([0, '']);
      expect(stderr).toMatch(/^no event matches; \d+ events were looked at$/m);
    },
    seconds,
  );

  it(
    'prints columns under a heading, with nothing that steers the terminal',
    () => {
      const { status, stdout, stderr } = capture('events', 'small.scap');
      expect(stderr).toBe('');
      expect(status).toBe(0);
      const lines = stdout.trimEnd().split('\n');
      expect(lines).toHaveLength(7);
      expect(lines[0]).toMatch(/^NUM +TIME +CPU CTR +PROC +TID +TYPE +ARGS$/);
      expect(lines[1]).toMatch(/^1 +09:30:00\.000000000 +0 .* 41 +chdir +res=0 path=\/srv$/);
      expect(stdout).not.toContain('\u001b');
    },
    seconds,
  );

  it.each<[options: readonly string[], expected: string]>([
    [['--limit', '2'], '1 2'],
    [['--from', '3', '--to', '4'], '3 4'],
    [['--from', '+1', '--to', '09:30:01'], '3'],
    [['--from', '2026-03-02T09:30:02Z'], '5 6'],
    [['--filter', 'evt.type = chdir and evt.arg.path = /srv'], '1'],
    [['--filter', 'evt.type = getcwd', '--from', '3', '--limit', '1'], '4'],
    [['--filter', 'evt.type = mkdir'], ''],
  ])(
    '%j gives the events %j',
    (options, expected) => {
      const { status, stdout } = capture('events', 'small.scap', '--format', '%evt.num', ...options);
      expect(status).toBe(0);
      expect(stdout.split('\n').join(' ').trim()).toBe(expected);
    },
    seconds,
  );

  it(
    'prints the values of fields as JSON, whole',
    () => {
      const { stdout, stderr } = capture(
        ...['events', 'small.scap', '--limit', '1', '--json'],
        ...['--fields', 'evt.num, evt.rawtime,evt.arg.path,fd.name,container.healthcheck'],
      );
      expect(stdout).toBe(
        `{"evt.num":1,"evt.rawtime":${time},"evt.arg.path":"/srv","fd.name":null,"container.healthcheck":null}\n`,
      );
      expect(stderr).toContain('captures do not fill container.healthcheck');
    },
    seconds,
  );

  it.each<[options: readonly string[], message: RegExp]>([
    [
      ['--filter', 'evt.type = chdir and proc.nam = x'],
      /--filter, column 22: .*"proc\.name".*\n {4}evt\.type = chdir and proc\.nam = x\n {25}\^/,
    ],
    [
      ['--filter', 'evt.type = chdir and\n  (evt.num ='],
      /--filter, line 2, column \d+: .*\n {6}\(evt\.num =\n +\^/,
    ],
    [['--format', 'by %proc.name %nope'], /--format, column 16: .*"nope"\n/],
    [['--fields', 'evt.num,evt.number'], /--fields: "evt\.number" is not a field/],
    [['--fields', 'evt.num,nope'], /--fields: .*"nope"/],
    [['--fields', 'evt.num,,evt.type'], /a name is missing/],
    [['--format', ' '], /--format: the text is empty/],
    [['--from', 'noon'], /An event number/],
    [['--limit', '0'], /A number from 1/],
  ])(
    '%j is refused with its place',
    (options, message) => {
      const { status, stdout, stderr } = capture('events', 'small.scap', ...options);
      expect(stderr).toMatch(message);
      expect(stdout).toBe('');
      expect(status).toBe(2);
    },
    seconds,
  );
});

describe('capture info', () => {
  it(
    'says what a capture holds',
    () => {
      const { status, stdout, stderr } = capture('info', 'small.scap', '--json', '--rules', 'rules.yaml');
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        fileBytes: whole.length,
        format: { sections: 1, blocks: 7, bytes: whole.length },
        time: { first: '2026-03-02T09:30:00.000000000Z', last: '2026-03-02T09:30:02.000000005Z' },
        events: {
          total: 6,
          enter: 0,
          byType: [
            { type: 'chdir', events: 3 },
            { type: 'getcwd', events: 3 },
          ],
        },
        processes: [
          { pid: 41, events: 3 },
          { pid: 42, events: 3 },
        ],
        containers: [],
        network: { peers: [], serverPorts: [] },
        losses: {
          dropEvents: 0,
          unknownEvents: 0,
          threadsDropped: 0,
          descriptorsDropped: 0,
          containersDropped: 0,
          namesDropped: 0,
          uncounted: 0,
        },
        alerts: [{ rule: 'Directory asked for', priority: 'Notice', count: 3 }],
      });
    },
    seconds,
  );

  it(
    'reads well at 80 columns',
    () => {
      const { stdout } = capture('info', 'small.scap', '--rules', 'rules.yaml');
      expect(stdout).toContain('Directory asked for');
      expect(stdout).toContain('Missing: nothing');
      expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    },
    seconds,
  );
});

it(
  'capture info tells peers and losses',
  () => {
    const ratio = Buffer.from([2, 0, 0, 0]);
    const address = Buffer.from([2, 203, 0, 113, 7, 0xbb, 0x01]);
    const connect = (result: number) => [int64(result), Buffer.alloc(0), int64(3), address];
    const lossy = Buffer.concat([
      sectionBlock(),
      eventBlock({ time, tid: 41, code: 148, parameters: [ratio] }),
      eventBlock({ time, tid: 41, code: 23, parameters: connect(0) }),
      eventBlock({ time, tid: 41, code: 23, parameters: connect(-111) }),
      eventBlock({ time, tid: 41, code: 60_000, parameters: [] }),
    ]);
    writeFileSync(join(folder, 'lossy.scap'), lossy);
    const info = JSON.parse(capture('info', 'lossy.scap', '--json').stdout);
    expect(info.events.total).toBe(4);
    expect(info.losses).toMatchObject({ dropEvents: 1, unknownEvents: 1 });
    expect(info.network.peers).toMatchObject([
      { direction: 'out', address: '203.0.113.7', port: 443, connections: 2, failed: 1 },
    ]);
    const { stdout } = capture('info', 'lossy.scap');
    expect(stdout).toContain('to 203.0.113.7:443');
    expect(stdout).toContain('1 reports of the recorder that it lost events');
  },
  seconds,
);

describe('what cannot be read', () => {
  it.each([
    ['cut.scap', 'block 7 at byte '],
    ['cut-gzip.scap', 'block '],
  ])(
    '%s is read in part, and it is said so',
    (file, place) => {
      const told = capture('events', file, '-p', '%evt.num');
      expect(told.status).toBe(0);
      expect(told.stderr).toContain(`read in part: ${file}: ${place}`);
      const info = capture('info', file, '--json');
      expect(info.status).toBe(0);
      expect(info.stderr).toContain(`read in part: ${file}: ${place}`);
      expect(JSON.parse(info.stdout).partial.reason).toContain(place);
    },
    seconds,
  );

  it.each([
    ['none.scap', 'cannot read none.scap: there is no such file'],
    ['.', 'it is a directory'],
    ['empty.scap', 'cannot read empty.scap'],
    ['text.scap', 'not a capture'],
  ])(
    '%s is refused',
    (file, message) => {
      for (const command of ['events', 'info']) {
        const { status, stdout, stderr } = capture(command, file);
        expect(stderr).toContain(message);
        expect(stdout).toBe('');
        expect(status).toBe(2);
      }
    },
    seconds,
  );
});

it(
  'rules fields syscall says which fields captures fill',
  () => {
    const { stdout } = spawnSync(process.execPath, [main, 'rules', 'fields', 'syscall', '--json'], {
      encoding: 'utf8',
    });
    const fields: { name: string; filled: boolean }[] = JSON.parse(stdout);
    const filled = new Map(fields.map((field) => [field.name, field.filled]));
    expect([...filled.values()].every((value) => typeof value === 'boolean')).toBe(true);
    expect(filled.get('proc.cmdline')).toBe(true);
    expect(filled.get('evt.num')).toBe(true);
    expect(filled.get('k8s.deployment.name')).toBe(false);
  },
  seconds,
);

describe.skipIf(isMissing)(`real captures (skipped when ${cases}/scap is missing)`, () => {
  const file = (name: string): string => join(cases, 'scap', name);

  it.each(['dev-host', 'dev-container'])(
    '%s: counts by type are those of its list',
    (name) => {
      const { stdout } = capture('info', file(`${name}.scap`), '--json');
      const info = JSON.parse(stdout);
      const rows = readFileSync(file(`${name}.events.tsv`), 'utf8')
        .trim()
        .split('\n')
        .slice(1);
      const total = rows.reduce((sum, row) => sum + Number(row.split('\t')[2]), 0);
      expect(info.events.total).toBe(total);
      const openat = rows.find((row) => row.startsWith('307\t'))?.split('\t')[2];
      expect(info.events.byType).toContainEqual({ type: 'openat', events: Number(openat) });
      expect(info.machine.hostname).toBe('scaphost');
      expect(info.partial).toBeUndefined();
    },
    seconds,
  );

  it(
    'dev-container: names the container and its image',
    () => {
      const info = JSON.parse(capture('info', file('dev-container.scap'), '--json').stdout);
      expect(info.containers).toMatchObject([
        { id: 'cf2a81f3616a', name: 'web-1', image: 'docker.io/library/debian:12', type: 'docker' },
        // The group of an ancestor reads as one of containerd, as upstream reads it.
        { id: '0123456789ab' },
      ]);
    },
    seconds,
  );

  it(
    'dev-host: the alerts are those of real Falco',
    () => {
      const rules = join(cases, 'upstream-rules', 'falco_rules.yaml');
      const { stdout } = capture('info', file('dev-host.scap'), '--rules', rules, '--json');
      const expected = new Map<string, number>();
      for (const line of readFileSync(file('dev-host.stable.alerts.jsonl'), 'utf8').trim().split('\n')) {
        const { rule } = JSON.parse(line);
        expected.set(rule, (expected.get(rule) ?? 0) + 1);
      }
      const alerts: { rule: string; count: number }[] = JSON.parse(stdout).alerts;
      expect(new Map(alerts.map(({ rule, count }) => [rule, count]))).toEqual(expected);
    },
    seconds,
  );
});
