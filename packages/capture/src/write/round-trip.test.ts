import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CaptureReader } from '../capture-reader.ts';
import { offences } from '../testdata/strict-blocks.ts';
import { copyCapture, told } from '../testdata/told.ts';
import { CaptureWriter } from './capture-writer.ts';

const folder = join(
  process.env.BREAKWATER_CASES ?? join(import.meta.dirname, '../../../../../shared'),
  'scap',
);
const isThere = existsSync(folder);

describe.skipIf(!isThere && process.env.REQUIRE_ALL !== '1')('captures that were written again', () => {
  test.each(['dev-host', 'dev-container'])('%s tells the same', (name) => {
    const original = gunzipSync(readFileSync(join(folder, `${name}.scap`)));
    const copy = copyCapture(original);
    expect(told(copy)).toEqual(told(original));
    expect(offences(original)).toEqual([]);
    expect(offences(copy)).toEqual([]);
    expect(eventBlocks(copy)).toEqual(eventBlocks(original));
  });

  test('several sections stay several', () => {
    const one = gunzipSync(readFileSync(join(folder, 'dev-container.scap')));
    const both = Buffer.concat([one, one]);
    expect(told(copyCapture(both))).toEqual(told(both));
    expect(offences(copyCapture(both))).toEqual([]);
  });

  test('blocks of earlier versions are written as those of today', () => {
    const today = gunzipSync(readFileSync(join(folder, 'dev-container.scap')));
    const earlier = withEarlierEvents(today);
    const large = 2;
    expect(eventBlocks(earlier)).toHaveLength(large);
    expect(eventBlocks(copyCapture(earlier))).toEqual(eventBlocks(today));
    expect(offences(copyCapture(earlier))).toEqual([]);
  });
});

const eventTypesOfToday = new Set([0x216, 0x217, 0x221, 0x222]);

function blocksOf(bytes: Uint8Array): readonly Buffer[] {
  const all = Buffer.from(bytes);
  const blocks: Buffer[] = [];
  for (let at = 0; at < all.length; at += all.readUInt32LE(at + 4)) {
    blocks.push(all.subarray(at, at + all.readUInt32LE(at + 4)));
  }
  return blocks;
}

/** The blocks of events; bytes that only pad are left out, for writers do not clear them. */
function eventBlocks(bytes: Uint8Array): readonly string[] {
  return blocksOf(bytes)
    .filter((block) => eventTypesOfToday.has(block.readUInt32LE(0)))
    .map((block) => {
      const start = 8 + (block.readUInt32LE(0) % 2 === 1 && block.readUInt32LE(0) !== 0x221 ? 6 : 2);
      const end = start + block.readUInt32LE(start + 16);
      return `${block.length} ${block.toString('hex', 0, end)} ${block.readUInt32LE(block.length - 4)}`;
    });
}

/** The same events in blocks without the number of parameters, as before version 2; there were no large ones. */
function withEarlierEvents(bytes: Uint8Array): Buffer {
  return Buffer.concat(
    blocksOf(bytes).map((block) => {
      if (block.readUInt32LE(0) !== 0x216) return block;
      const length = block.readUInt32LE(26);
      const event = block.subarray(10, 10 + length);
      const body = Buffer.concat([block.subarray(8, 10), event.subarray(0, 22), event.subarray(26)]);
      body.writeUInt32LE(length - 4, 2 + 16);
      const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
      const whole = Buffer.concat([Buffer.alloc(8), padded, Buffer.alloc(4)]);
      whole.writeUInt32LE(0x204, 0);
      whole.writeUInt32LE(whole.length, 4);
      whole.writeUInt32LE(whole.length, whole.length - 4);
      return whole;
    }),
  );
}

describe('blocks', () => {
  test('flags and large blocks are used only where they are needed', () => {
    const codes: number[] = [];
    const writer = new CaptureWriter((bytes) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      codes.push(view.getUint32(0, true));
      expect(view.getUint32(4, true)).toBe(bytes.length);
      expect(view.getUint32(bytes.length - 4, true)).toBe(bytes.length);
      expect(bytes.length % 4).toBe(0);
    });
    writer.section();
    const event = { time: 1n, tid: 1, parameters: [] };
    writer.event({ ...event, code: 7 });
    writer.event({ ...event, code: 7, dumpFlags: 1 });
    writer.event({ ...event, code: 402 });
    writer.event({ ...event, code: 402, dumpFlags: 1 });
    expect(codes).toEqual([0x0a0d0d0a, 0x216, 0x217, 0x221, 0x222]);
  });

  test('a list that is long is written as several', () => {
    const parts: Uint8Array[] = [];
    const writer = new CaptureWriter((bytes) => parts.push(bytes.slice()));
    writer.section();
    const groups = Array.from({ length: 9000 }, (_, gid) => ({ gid, name: `group-${gid}` }));
    writer.users([], groups);
    writer.event({ time: 1n, tid: 1, code: 301, parameters: [] });
    expect(parts.length).toBeGreaterThan(4);
    const found: unknown[] = [];
    const reader = new CaptureReader({ onGroup: (group) => found.push(group) });
    for (const part of parts) reader.feed(part);
    expect(reader.end().problem).toBeUndefined();
    expect(found).toEqual(groups);
  });
});
