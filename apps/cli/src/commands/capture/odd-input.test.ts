import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventBlock, int64, sectionBlock, text } from './testing/build-capture.ts';

const main = join(import.meta.dirname, '../../main.ts');
const seconds = 60_000;
const start = BigInt(Date.UTC(2026, 2, 2, 9, 30)) * 1_000_000n;
const second = 1_000_000_000n;
const chdir = 95;
let folder = '';

function captureAt(...times: readonly bigint[]): Buffer {
  const events = times.map((time) =>
    eventBlock({ time, tid: 41, code: chdir, parameters: [int64(0), text('/srv')] }),
  );
  return Buffer.concat([sectionBlock(), ...events]);
}

function run(args: readonly string[], input?: Buffer) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
  });
  return { status, stdout, stderr };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'odd-capture-'));
  writeFileSync(
    join(folder, 'odd.scap'),
    captureAt(start, 0n, start + second, 2n ** 64n - 1n, start + 2n * second),
  );
  writeFileSync(join(folder, 'late.scap'), captureAt(0n, start, start + second));
  writeFileSync(
    join(folder, 'rules.yaml'),
    '- {rule: Moves, desc: d, condition: evt.type = chdir, output: moved, priority: INFO}\n',
  );
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ['plain', (bytes: Buffer) => bytes],
  ['gzip', (bytes: Buffer) => gzipSync(bytes)],
])(
  'a capture comes on standard input, %s',
  (_name, packed) => {
    const input = packed(captureAt(start, start + second));
    expect(JSON.parse(run(['capture', 'info', '-', '--json'], input).stdout)).toMatchObject({
      events: { total: 2 },
      time: { seconds: 1 },
    });
    const lines = run(['capture', 'events', '-', '-p', '%evt.num'], input).stdout;
    expect(lines).toBe('1\n2\n');
    const found = run(['detect', '--rules', 'rules.yaml', '--input', '-', '--json'], input);
    expect(found.status).toBe(0);
    expect(found.stdout.trim().split('\n')).toHaveLength(2);
  },
  seconds,
);

it(
  'bytes behind the compressed capture are told and ignored',
  () => {
    const input = Buffer.concat([gzipSync(captureAt(start)), Buffer.from('garbage')]);
    const { stdout, stderr } = run(['capture', 'events', '-', '-p', '%evt.num'], input);
    expect(stdout).toBe('1\n');
    expect(stderr).toContain('warning: -: ');
  },
  seconds,
);

it.each(['odd.scap', 'late.scap'])(
  'times that cannot be are told and measure nothing: %s',
  (file) => {
    const length = file === 'odd.scap' ? 2 : 1;
    const info = JSON.parse(run(['capture', 'info', file, '--json']).stdout);
    expect(info.time.seconds).toBe(length);
    expect(info.losses.misdated).toBe(file === 'odd.scap' ? 2 : 1);
    const tiles = run(['capture', 'tiles', file, '--json']);
    expect(JSON.parse(tiles.stdout).seconds).toBe(length);
    expect(tiles.stderr).toMatch(/\d events? ha(?:s|ve) an impossible time/);
  },
  seconds,
);
