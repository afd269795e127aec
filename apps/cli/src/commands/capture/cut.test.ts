import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventBlock, int64, sectionBlock, text } from './testing/build-capture.ts';

const main = join(import.meta.dirname, '../../main.ts');
let folder = '';

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function breakwater(...args: readonly string[]): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return { status, stdout, stderr };
}

const time = BigInt(Date.UTC(2026, 2, 2, 9, 30)) * 1_000_000n;
const [getcwd, chdir, write] = [93, 95, 9];

/** Two threads change their directory and ask for it, one each second. */
const events = ['/srv', '/tmp', '/var'].flatMap((path, index) => {
  const at = time + BigInt(index) * 1_000_000_000n;
  return [
    eventBlock({ time: at, tid: 41, code: chdir, parameters: [int64(0), text(path)] }),
    eventBlock({ time: at + 5n, tid: 42, code: getcwd, parameters: [int64(0), text(`${path}/token=abc`)] }),
    eventBlock({
      time: at + 6n,
      tid: 42,
      code: write,
      parameters: [int64(3), Buffer.from('key=1'), int64(1), Buffer.from([5, 0, 0, 0])],
    }),
  ];
});
const whole = Buffer.concat([sectionBlock(), ...events]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cut-'));
  writeFileSync(join(folder, 'small.scap'), whole);
  writeFileSync(join(folder, 'damaged.scap.gz'), gzipSync(whole).subarray(0, -9));
  writeFileSync(join(folder, 'text.scap'), 'Some text, that is no capture at all.\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Numbers of the whole's events that a cut keeps. */
function linesOf(file: string): readonly string[] {
  const { stdout } = breakwater('capture', 'events', file, '--format', '%evt.rawtime %evt.type %evt.args');
  return stdout.trimEnd().split('\n');
}

const seconds = 60_000;

describe('capture cut', () => {
  it(
    'keeps what is asked for and says what that is',
    () => {
      const { status, stdout, stderr } = breakwater(
        'capture',
        'cut',
        'small.scap',
        '--out',
        'cut.scap',
        '--from',
        '+1',
        '--to',
        '+1.5',
        '--tid',
        '42',
      );
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(stdout).toContain('events    2 of 9');
      expect(stdout).toContain('2026-03-02T09:30:01.000000005Z, 0.000 s');
      expect(linesOf('cut.scap')).toEqual(linesOf('small.scap').slice(4, 6));
      expect(readFileSync(join(folder, 'cut.scap')).readUInt16BE(0)).toBe(0x1f8b);
      expect(statSync(join(folder, 'cut.scap')).mode & 0o777).toBe(0o600);
    },
    seconds,
  );

  it(
    'prints JSON, and writes plain captures when asked to',
    () => {
      const { status, stdout } = breakwater(
        'capture',
        'cut',
        'small.scap',
        '--out',
        'plain.scap',
        '--no-compress',
        '--to',
        '5',
        '--json',
      );
      expect(status).toBe(0);
      const bytes = readFileSync(join(folder, 'plain.scap'));
      expect(bytes.readUInt32LE(0)).toBe(0x0a0d0d0a);
      expect(JSON.parse(stdout)).toMatchObject({
        file: 'plain.scap',
        events: 5,
        sections: 1,
        bytes: bytes.length,
        uncompressedBytes: bytes.length,
        time: { first: '2026-03-02T09:30:00.000000000Z', last: '2026-03-02T09:30:01.000000005Z' },
      });
    },
    seconds,
  );

  it(
    'writes over a file only when told to, and leaves nothing else behind',
    () => {
      writeFileSync(join(folder, 'there.scap'), 'precious');
      const refused = breakwater('capture', 'cut', 'small.scap', '--out', 'there.scap');
      expect(refused.status).toBe(2);
      expect(refused.stderr).toContain('there.scap is there already; with --force it is written over');
      expect(readFileSync(join(folder, 'there.scap'), 'utf8')).toBe('precious');
      expect(breakwater('capture', 'cut', 'small.scap', '--out', 'there.scap', '--force').status).toBe(0);
      expect(linesOf('there.scap')).toEqual(linesOf('small.scap'));
      expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
    },
    seconds,
  );

  it(
    'hides what is to be hidden and counts it',
    () => {
      const { stdout } = breakwater(
        'capture',
        'cut',
        'small.scap',
        '--out',
        'hidden.scap',
        '--redact-secrets',
        '--redact',
        'key=(\\d)',
      );
      expect(stdout).toContain('redacted  6 parts');
      const lines = linesOf('hidden.scap').join('\n');
      expect(lines).toContain('path=/srv/token=***');
      expect(lines).toContain('data=key=*');
      expect(gunzipSync(readFileSync(join(folder, 'hidden.scap'))).toString('latin1')).not.toContain('abc');
    },
    seconds,
  );

  it(
    'reads a damaged capture as far as it is whole, and says so',
    () => {
      const { status, stderr } = breakwater('capture', 'cut', 'damaged.scap.gz', '--out', 'part.scap');
      expect(status).toBe(0);
      expect(stderr).toContain('read in part: damaged.scap.gz:');
    },
    seconds,
  );

  it.each([
    [
      ['small.scap', '--out', 'x.scap', '--filter', 'evt.type = foo'],
      '--filter, column 12: unknown event type "foo"',
    ],
    [
      ['small.scap', '--out', 'x.scap', '--filter', 'proc.name = none'],
      'no event of the capture is selected',
    ],
    [['small.scap', '--out', 'x.scap', '--container', 'web'], 'the capture has no containers'],
    [['small.scap', '--out', 'x.scap', '--redact', '(a'], '--redact (a: '],
    [['small.scap', '--out', 'x.scap', '--redact-env', 'a(?=b)'], '--redact-env a(?=b): '],
    [['small.scap', '--out', 'none/x.scap'], 'cannot write none/x.scap'],
    [['small.scap', '--out', '.'], 'cannot write .: it is no file'],
    [['small.scap'], "required option '--out <file>' not specified"],
    [['small.scap', '--out', 'x.scap', '--from', 'noon'], 'An event number'],
    [['small.scap', '--out', 'x.scap', '--pid', '0'], 'A number from 1.'],
    [['text.scap', '--out', 'x.scap'], 'cannot read text.scap'],
    [['missing.scap', '--out', 'x.scap'], 'there is no such file'],
  ])(
    '%j is refused',
    (args, message) => {
      const { status, stdout, stderr } = breakwater('capture', 'cut', ...args);
      expect(stderr).toContain(message);
      expect(stdout).toBe('');
      expect(status).toBe(2);
      expect(existsSync(join(folder, 'x.scap'))).toBe(false);
    },
    seconds,
  );
});
