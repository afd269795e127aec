import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, gunzipSync, gzipSync } from 'node:zlib';
import { CaptureWriter, syscallNames } from '@breakwater/capture';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { streamFile } from '../../read-input.ts';
import { replayCapture } from './replay.ts';
import { captureOf, type Step } from './testdata/scenario.ts';

const steps: Step[] = [
  { event: '>openat', with: { dirfd: -100, name: '/a', flags: 1, mode: 0 } },
  { event: 'openat', with: { fd: 3, dirfd: -100, name: '/a', flags: 1, mode: 0 } },
  { event: 'close', with: { res: 0, fd: 3 } },
];
const plain = captureOf(steps);
const seen = ['openat 2', 'close 3'];
const half = Math.floor(plain.length / 2);
const zipped = gzipSync(plain);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function replayed(
  bytes: Uint8Array,
): Promise<{ events: string[]; problem: string | undefined; hostname: string }> {
  const path = join(folder, 'one.scap');
  await writeFile(path, bytes);
  const events: string[] = [];
  const { problem, hostname } = await replayCapture(streamFile(path), (event) =>
    events.push(`${event.type} ${event.number}`),
  );
  return { events, problem: problem?.message, hostname };
}

describe('a capture as a file', () => {
  test.each<[string, Uint8Array]>([
    ['plain', plain],
    ['gzip', zipped],
    [
      'gzip of several members',
      Buffer.concat([gzipSync(plain.subarray(0, half)), gzipSync(plain.subarray(half))]),
    ],
  ])('%s', async (_, bytes) => {
    expect(await replayed(bytes)).toEqual({ events: seen, problem: undefined, hostname: 'h' });
  });

  test('two captures one after the other are two sections', async () => {
    const { events, problem } = await replayed(Buffer.concat([plain, plain]));
    expect([events, problem]).toEqual([[...seen, 'openat 5', 'close 6'], undefined]);
  });

  test.each<[string, Uint8Array, RegExp]>([
    ['cut off', plain.subarray(0, -4), /block 6 at byte \d+: the capture ends in the middle of a block/],
    ['gzip that is cut off', zipped.subarray(0, -12), /reading stopped/],
    ['damaged gzip', Buffer.concat([zipped.subarray(0, 30), new Uint8Array(50)]), /reading stopped/],
    ['empty', new Uint8Array(0), /empty/],
  ])('%s: what is whole is replayed, and the rest told of', async (_, bytes, message) => {
    const { problem } = await replayed(bytes);
    expect(problem).toMatch(message);
  });

  test('gzip that is cut off: all that can be inflated is replayed', async () => {
    const many = captureOf(
      Array.from(
        { length: 400 },
        (_, index): Step => ({
          event: 'openat',
          with: { fd: 3 + index, dirfd: -100, name: `/tmp/${(index * 7919) % 1000}`, flags: 1, mode: 0 },
        }),
      ),
    );
    const all = gzipSync(many);
    for (const share of [0.2, 0.5, 0.8, 0.99]) {
      const cut = all.subarray(0, Math.floor(all.length * share));
      const whole = await replayed(gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH }));
      expect(whole.events.length).toBeGreaterThan(0);
      expect((await replayed(cut)).events).toEqual(whole.events);
    }
  });

  test('what comes before the damage is replayed', async () => {
    const second = gzipSync(plain);
    second.fill(0xff, 20);
    expect((await replayed(Buffer.concat([zipped, second]))).events).toEqual(seen);
  });
});

describe('events that are asked for', () => {
  const capture = captureOf([
    { event: 'openat', with: { fd: 3, dirfd: -100, name: '/etc/shadow', flags: 1, mode: 0 } },
    { event: 'read', with: { res: 1, data: 'x', fd: 3, size: 1 } },
    { event: 'syscall', with: { ID: 41, nativeID: 41 } },
    { event: 'fchmod', with: { res: 0, fd: 3, mode: 0o755 } },
  ]);

  async function* once(): AsyncGenerator<Uint8Array> {
    yield capture;
  }

  test.each([
    ['fchmod', ['fchmod /etc/shadow 4']],
    ['read', ['read /etc/shadow 2']],
    ['nothing', []],
  ])('%s: the others change the state, and are counted', async (asked, expected) => {
    const told: string[] = [];
    const { events } = await replayCapture(
      once(),
      ({ type, number, record }) => told.push(`${type} ${record.system.descriptor?.name} ${number}`),
      { asksFor: (type) => type === asked },
    );
    expect(told).toEqual(expected);
    expect(events).toBe(4);
  });

  test('calls without a type of their own are asked for by the name of the call', async () => {
    const names: string[] = [];
    await replayCapture(once(), () => names.push('told'), {
      asksFor: (type) => {
        names.push(type);
        return false;
      },
    });
    expect(names).toContain(syscallNames[41]);
    expect(names).not.toContain('told');
    expect(new Set(names).size).toBe(names.length);
  });
});

test('events of old captures are seen as those of today', async () => {
  const parts: Uint8Array[] = [];
  const writer = new CaptureWriter((part) => parts.push(part.slice()));
  const number = (value: number): Uint8Array => new Uint8Array(new BigInt64Array([BigInt(value)]).buffer);
  const events: [code: number, ...parameters: Uint8Array[]][] = [
    [203, number(0).subarray(0, 4)],
    [108, Buffer.from('/old\0')],
    [109, number(0)],
    [6, number(3), number(100).subarray(0, 4)],
    [7, number(9), Buffer.from('abc')],
    [203, number(0).subarray(0, 4)],
  ];
  writer.section();
  for (const [code, ...parameters] of events) writer.event({ time: 1n, tid: 5, code, parameters });
  async function* once(): AsyncGenerator<Uint8Array> {
    yield Buffer.concat(parts);
  }
  const told: string[] = [];
  await replayCapture(once(), ({ number: position, record: { event } }) => {
    told.push(`${position} ${event.type.name} ${event.code} ${event.count}`);
  });
  expect(told).toEqual(['1 getuid 203 1', '3 unlink 301 2', '5 read 7 4', '6 getuid 203 1']);
});
