import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StoreCorrupt, StoreFull } from '../errors.ts';
import { mountSmallDisk } from '../testing/small-disk.ts';
import { openJournalStream } from './journal-stream.ts';
import { streamSuite } from './stream.suite.ts';
import type { Stream } from './stream.ts';

const consumers = ['detect'];

streamSuite('journal', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-stream-'));
  return {
    open: (names) =>
      openJournalStream({
        folder,
        consumers: names,
        maxBytes: 65_536,
        segmentBytes: 16_384,
        maxBatchBytes: 8192,
      }),
    dispose: async () => rmSync(folder, { recursive: true }),
  };
});

async function readAll(stream: Stream): Promise<readonly string[]> {
  const consumer = stream.consumer('detect');
  const texts: string[] = [];
  while (texts.length < stream.counts().next) {
    for (const { payload } of await consumer.read(1000))
      texts.push(Buffer.from(payload).toString().trimEnd());
  }
  return texts;
}

describe('journal', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'breakwater-stream-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const segment = () => join(folder, readdirSync(folder).find((name) => name.endsWith('.segment')) ?? '');

  it('cuts what a crash left unfinished, wherever it stopped', async () => {
    const first = await openJournalStream({ folder, consumers });
    await first.append([Buffer.from('one'), Buffer.from('two')]);
    const whole = statSync(segment()).size;
    await first.append([Buffer.from('three')]);
    await first.close();
    const copy = join(folder, 'copy');
    copyFileSync(segment(), copy);
    const size = statSync(copy).size;
    for (let length = whole; length <= size; length += 1) {
      copyFileSync(copy, segment());
      truncateSync(segment(), length);
      const stream = await openJournalStream({ folder, consumers });
      const isWhole = length === size;
      expect(stream.counts().cutBytes).toBe(isWhole ? 0 : length - whole);
      await stream.append([Buffer.from('next')]);
      const expected = isWhole ? ['one', 'two', 'three', 'next'] : ['one', 'two', 'next'];
      expect(await readAll(stream), `cut at ${length}`).toEqual(expected);
      await stream.close();
    }
  });

  it.each(['zeros', 'noise', 'a length beyond the file'])('cuts a tail of %s', async (kind) => {
    const first = await openJournalStream({ folder, consumers });
    await first.append([Buffer.from('one')]);
    await first.close();
    const tail = Buffer.alloc(5000, kind === 'zeros' ? 0 : 0xa5);
    if (kind === 'a length beyond the file') tail.writeUInt32LE(1_000_000, 0);
    writeFileSync(segment(), Buffer.concat([readFileSync(segment()), tail]));
    const stream = await openJournalStream({ folder, consumers });
    expect(stream.counts()).toMatchObject({ next: 1, cutBytes: 5000 });
    expect(await readAll(stream)).toEqual(['one']);
    await stream.close();
  });

  it('says so when an older file is damaged or missing', async () => {
    const options = { folder, consumers, segmentBytes: 4096, maxBatchBytes: 4096 };
    const stream = await openJournalStream(options);
    for (let index = 0; index < 3; index += 1) await stream.append([Buffer.alloc(3000, index)]);
    await stream.close();
    const bytes = readFileSync(segment());
    bytes[100] = 0xff;
    writeFileSync(segment(), bytes);
    const damaged = await openJournalStream(options);
    await expect(damaged.consumer('detect').read(1)).rejects.toThrow(StoreCorrupt);
    await damaged.close();
    rmSync(segment());
    await expect(openJournalStream(options)).rejects.toThrow(StoreCorrupt);
  });

  it('survives a torn write of a committed place', async () => {
    const first = await openJournalStream({ folder, consumers });
    await first.append([Buffer.from('a'), Buffer.from('b'), Buffer.from('c')]);
    await first.consumer('detect').commit(1);
    await first.consumer('detect').commit(2);
    await first.close();
    const path = join(folder, 'detect.offset');
    const bytes = readFileSync(path);
    bytes.fill(0xff, 0, 10);
    writeFileSync(path, bytes);
    const stream = await openJournalStream({ folder, consumers });
    expect(stream.counts().consumers.detect?.committed).toBe(1);
    await stream.close();
    writeFileSync(path, Buffer.alloc(40, 0xff));
    await expect(openJournalStream({ folder, consumers })).rejects.toThrow(StoreCorrupt);
  });

  it('has every acknowledged message exactly once and in order after 20 kills in mid-append', async () => {
    const acknowledged = new Set<string>();
    for (let run = 0; run < 20; run += 1) {
      for (const text of await appendUntilKilled(folder, run)) acknowledged.add(text);
    }
    const stream = await openJournalStream({ folder, consumers, segmentBytes: 32_768, maxBatchBytes: 8192 });
    const kept = await readAll(stream);
    await stream.close();
    expect(acknowledged.size).toBeGreaterThan(200);
    expect(new Set(kept).size).toBe(kept.length);
    const isKept = new Set(kept);
    expect([...acknowledged].filter((text) => !isKept.has(text))).toEqual([]);
    expect(kept).toEqual([...kept].sort(byNumbers));
  }, 60_000);
});

/** Kills the child some time after it began; the messages that it said were acknowledged. */
async function appendUntilKilled(folder: string, run: number): Promise<readonly string[]> {
  const program = fileURLToPath(new URL('testdata/append-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, [program, folder, String(run)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, 20 + run * 7));
  child.kill('SIGKILL');
  await once(child, 'close');
  // What follows the last line end was not said to the end.
  return output.split('\n').slice(1, -1);
}

function byNumbers(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  for (const [index, value] of (left ?? []).entries()) {
    const difference = value - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

describe('journal on a full disk', () => {
  const disk = mountSmallDisk('1m');
  afterAll(() => disk.unmount());

  it.skipIf(disk.skipReason)(
    `refuses, keeps what it has and goes on (${disk.skipReason ?? '1 MiB'})`,
    async () => {
      const folder = join(disk.path, 'stream');
      const options = { folder, consumers, segmentBytes: 200_000 };
      const stream = await openJournalStream(options);
      const kept: string[] = [];
      const fill = async () => {
        for (let index = 0; index < 40; index += 1) {
          await stream.append([Buffer.from(String(index).padEnd(50_000))]);
          kept.push(String(index));
        }
      };
      await expect(fill()).rejects.toThrow(StoreFull);
      expect(kept.length).toBeGreaterThan(10);
      await expect(stream.append([Buffer.alloc(150_000)])).rejects.toThrow(StoreFull);
      expect(await readAll(stream)).toEqual(kept);
      await stream.consumer('detect').commit(kept.length);
      await stream.append([Buffer.from('after')]);
      await stream.close();
      const again = await openJournalStream(options);
      expect(again.counts().next).toBe(kept.length + 1);
      const rest = await again.consumer('detect').read(10);
      expect(rest.map(({ payload }) => Buffer.from(payload).toString())).toEqual(['after']);
      await again.close();
    },
  );
});
