import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { CaptureReader } from '../capture-reader.ts';
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
  });
});

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
