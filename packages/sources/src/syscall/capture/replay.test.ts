import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
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

  test('what comes before the damage is replayed', async () => {
    const second = gzipSync(plain);
    second.fill(0xff, 20);
    expect((await replayed(Buffer.concat([zipped, second]))).events).toEqual(seen);
  });
});
