import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventBlock, int64, sectionBlock, text } from './testing/build-capture.ts';

const main = join(import.meta.dirname, '../../main.ts');
const root = resolve(import.meta.dirname, '../../../../..');
const scap = join(resolve(root, process.env.BREAKWATER_CASES ?? '../shared'), 'scap');
const isMissing = !existsSync(scap) && process.env.REQUIRE_ALL !== '1';
const seconds = 60_000;
let folder = '';

function tiles(...args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, [main, 'capture', 'tiles', ...args], { cwd: folder, encoding: 'utf8' });
}

const chdir = 95;
const time = BigInt(Date.UTC(2026, 2, 2, 9, 30)) * 1_000_000n;
const events = [0, 1, 2, 3].map((second) =>
  eventBlock({
    time: time + BigInt(second) * 1_000_000_000n,
    tid: 41,
    code: chdir,
    parameters: [int64(second === 3 ? -2 : 0), text('/tmp')],
  }),
);
const whole = Buffer.concat([sectionBlock(), ...events]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiles-'));
  writeFileSync(join(folder, 'small.scap'), whole);
  writeFileSync(join(folder, 'cut.scap'), whole.subarray(0, -10));
  writeFileSync(join(folder, 'text.scap'), 'no capture at all, only text\n');
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('capture tiles', () => {
  it(
    'prints a table that reads at 80 columns, with why a figure deserves a look',
    () => {
      const { status, stdout, stderr } = tiles('small.scap');
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(stdout).toMatch(/^ {2}Events +4 {2}█ +█ +█ +█$/m);
      expect(stdout).toMatch(/^ {2}Failed calls +1 /m);
      expect(stdout).toMatch(/figures are nought and not shown/);
    },
    seconds,
  );

  it.each<[options: readonly string[], events: number]>([
    [[], 4],
    [['--from', '+1'], 3],
    [['--from', '2', '--to', '3'], 2],
    [['--to', '+0.5'], 1],
  ])(
    '%j counts %i events',
    (options, count) => {
      const { status, stdout } = tiles('small.scap', '--json', ...options);
      expect(status).toBe(0);
      const result = JSON.parse(stdout) as { events: number; tiles: { id: string; samples: number[] }[] };
      expect(result.events).toBe(count);
      const samples = result.tiles.find(({ id }) => id === 'events')?.samples ?? [];
      expect(samples).toHaveLength(400);
      expect(samples.reduce((sum, amount) => sum + amount, 0)).toBe(count);
    },
    seconds,
  );

  it.each<[args: readonly string[], status: number, message: RegExp]>([
    [['cut.scap'], 0, /read in part: cut\.scap: block \d+ at byte \d+/],
    [['text.scap'], 2, /not a capture/],
    [['none.scap'], 2, /no such file/],
    [['small.scap', '--from', '100'], 2, /no event lies between --from and --to/],
    [['small.scap', '--from', 'soon'], 2, /event number/],
  ])(
    '%j ends with %i',
    (args, status, message) => {
      const run = tiles(...args);
      expect(run.status).toBe(status);
      expect(run.stderr).toMatch(message);
    },
    seconds,
  );

  it.skipIf(isMissing)(
    'says what deserves a look in a capture of a container',
    () => {
      const { stdout } = tiles(join(scap, 'dev-container.scap'));
      expect(stdout).toMatch(/^! Commands at a terminal +18 .*\n {4}Somebody worked at a terminal$/m);
      expect(stdout).toMatch(/^ {2}Active containers +2 /m);
    },
    seconds,
  );
});
