import { describe, expect, test } from 'vitest';
import { CaptureReader, type CaptureSummary } from './capture-reader.ts';
import { told } from './testdata/told.ts';
import { ByteWriter } from './write/byte-writer.ts';
import { CaptureWriter } from './write/capture-writer.ts';
import { parameterBytes } from './write/parameters.ts';

const section = 0x0a0d0d0a;

function block(type: number, body: Uint8Array, lengths: { head?: number; tail?: number } = {}): Uint8Array {
  const to = new ByteWriter().u32(type).u32(0).data(body);
  while (to.length % 4 !== 0) to.u8(0);
  const total = to.length + 4;
  to.patchU32(4, lengths.head ?? total);
  return to.u32(lengths.tail ?? total).bytes.slice();
}

const header = (magic = 0x1a2b3c4d, major = 1): Uint8Array =>
  block(section, new ByteWriter().u32(magic).u16(major).u16(2).i64(-1).bytes);

function event(code = 301, tid = 5, change: (to: ByteWriter) => void = () => {}): Uint8Array {
  const path = parameterBytes('fspath', '/a');
  const to = new ByteWriter().u16(1).i64(1000n).i64(tid);
  to.u32(26 + 4 + 8 + path.length)
    .u16(code)
    .u32(2)
    .u16(8)
    .u16(path.length)
    .i64(0)
    .data(path);
  change(to);
  return block(0x216, to.bytes);
}

/** Without the number of parameters. */
function oldEvent(code: number, parts: readonly Uint8Array[], surplus = 0): Uint8Array {
  const size = parts.reduce((sum, { length }) => sum + length + 2, 22);
  const to = new ByteWriter()
    .u16(1)
    .i64(1000n)
    .i64(5)
    .u32(size + surplus)
    .u16(code);
  for (const { length } of parts) to.u16(length);
  for (const part of parts) to.data(part);
  to.data(new Uint8Array(surplus));
  return block(0x204, to.bytes);
}

function read(...parts: readonly Uint8Array[]): CaptureSummary {
  const reader = new CaptureReader({});
  for (const part of parts) reader.feed(part);
  return reader.end();
}

const all = (...parts: readonly Uint8Array[]): Uint8Array => Buffer.concat(parts);

describe('what is wrong ends the reading and says where', () => {
  test.each<[string, Uint8Array, RegExp, number]>([
    ['nothing', new Uint8Array(0), /^block 1 at byte 0: the capture is empty/, 0],
    ['no capture', Buffer.from('#!/bin/sh\necho hello'), /^block 1 at byte 0: not a capture/, 0],
    ['a wrong magic', header(0x11223344), /section header is wrong/, 0],
    ['a later major version', header(undefined, 2), /version 2/, 0],
    ['no event', header(), /no events/, 0],
    [
      'lengths that differ',
      all(header(), block(0x201, new Uint8Array(180), { tail: 4 })),
      /^block 2 at byte 28: .*differ/,
      0,
    ],
    [
      'a block without room',
      all(header(), block(0x216, new Uint8Array(4), { head: 8 })),
      /^block 2 at byte 28: a block cannot have 8 bytes/,
      0,
    ],
    ['an event block of no bytes', all(header(), block(0x216, new Uint8Array(0))), /no room for an event/, 0],
    [
      'an event shorter than its header',
      all(header(), block(0x216, new Uint8Array(20))),
      /shorter than its header/,
      1,
    ],
    [
      'an event that says too little',
      all(
        header(),
        event(301, 5, (to) => to.patchU32(18, 20)),
      ),
      /says that it has 20 bytes/,
      1,
    ],
    [
      'an event that says too much',
      all(
        header(),
        event(301, 5, (to) => to.patchU32(18, 4000)),
      ),
      /says that it has 4000 bytes/,
      1,
    ],
    [
      'too many parameters',
      all(
        header(),
        event(301, 5, (to) => to.patchU32(24, 9)),
      ),
      /has 9 parameters, at most 2/,
      1,
    ],
    [
      'a parameter beyond the end',
      all(
        header(),
        event(301, 5, (to) => to.patchU32(28, 0xffff_0008)),
      ),
      /parameter 1 of the event "unlink" \(301\) goes beyond/,
      1,
    ],
    [
      'a list after events',
      all(header(), event(), block(0x220, new Uint8Array(0))),
      /^block 3 at byte \d+: unexpected block of type 0x220 after events/,
      1,
    ],
    [
      'an unknown block after events',
      all(header(), event(), block(0x999, new Uint8Array(0)), event()),
      /unexpected block of type 0x999/,
      1,
    ],
    ['an old event that its parameters do not fill', all(header(), oldEvent(7, [], 3)), /do not fill it/, 1],
    [
      'an old event that cannot be converted',
      all(header(), oldEvent(7, [new Uint8Array(8)])),
      /^block 2 at byte 28: an event "read" \(7\) with 1 parameters/,
      1,
    ],
    [
      'an end in a block',
      all(header(), event(), event().subarray(0, 30)),
      /^block 3 at byte \d+: the capture ends in the middle of a block, 30 bytes/,
      1,
    ],
    ['an end in a length', all(header(), event(), event().subarray(0, 5)), /5 bytes after its begin/, 1],
  ])('%s', (_, bytes, message, events) => {
    const summary = read(bytes);
    expect(summary.problem?.message).toMatch(message);
    expect(summary.events).toBe(events);
  });

  test('what is no problem of the capture is told too', () => {
    const reader = new CaptureReader({});
    reader.feed(all(header(), event(), event().subarray(0, 10)));
    expect(reader.end('the disk is gone').problem?.message).toMatch(
      /10 bytes after its begin: the disk is gone/,
    );
  });

  test.each([
    [{ listBytes: 100 }, block(0x201, new Uint8Array(180)), /192 bytes is larger than the limit of 100/],
    [{ eventBytes: 50 }, event(), /larger than the limit of 50/],
    [{ totalBytes: 60 }, event(), /larger than the limit of 60 bytes/],
  ])('limits: %o', (limits, part, message) => {
    const reader = new CaptureReader({}, limits);
    reader.feed(all(header(), part));
    expect(reader.end().problem?.message).toMatch(message);
  });
});

describe('what is read', () => {
  test('pieces of any size tell the same', () => {
    const bytes = all(header(), block(0x201, new Uint8Array(180)), event(), event(301, 9), event(7000));
    const expected = told(bytes);
    expect(expected.events).toHaveLength(2);
    for (const size of [1, 3, 7, 64]) {
      const events: number[] = [];
      const reader = new CaptureReader({ onEvent: ({ tid }) => events.push(tid) });
      for (let at = 0; at < bytes.length; at += size) reader.feed(bytes.subarray(at, at + size));
      expect([events, reader.end()]).toEqual([[5, 9], read(bytes)]);
    }
  });

  test('a large block in small pieces takes time in proportion', () => {
    const large = block(0x215, new Uint8Array(16 * 1024 * 1024));
    const reader = new CaptureReader({ onProcess: () => {} });
    reader.feed(header());
    const start = performance.now();
    for (let at = 0; at < large.length; at += 4096) reader.feed(large.subarray(at, at + 4096));
    reader.feed(event());
    expect(reader.end().events).toBe(1);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test('types of blocks that are not known are skipped before the first event', () => {
    expect(read(header(), block(0x999, new Uint8Array(7)), event())).toMatchObject({ events: 1, blocks: 3 });
    expect(read(header(), block(0x999, new Uint8Array(7)), event()).problem).toBeUndefined();
  });

  test('types of events that are not known are counted', () => {
    expect(read(header(), event(9999), event())).toMatchObject({ events: 2, unknownEvents: 1 });
  });

  test('a section begins anew and the numbers go on', () => {
    const seen: string[] = [];
    const reader = new CaptureReader({
      onSection: () => seen.push('section'),
      onMachine: () => seen.push('machine'),
      onEvent: ({ number }) => seen.push(String(number)),
    });
    const machine = block(0x201, new Uint8Array(180));
    reader.feed(all(header(), machine, event(), header(), block(0x999, new Uint8Array(0)), machine, event()));
    expect(reader.end().problem).toBeUndefined();
    expect(seen).toEqual(['section', 'machine', '1', 'section', 'machine', '2']);
  });

  test.each([
    ['read', 7, [parameterBytes('errno', 3), Buffer.from('abc')], 0, 4],
    ['notification', 280, [Buffer.from('id\0'), Buffer.from('text\0')], 3, 2],
  ])('the number of parameters of an old event: %s', (_, code, parts, surplus, count) => {
    const counts: number[] = [];
    const reader = new CaptureReader({ onEvent: (one) => counts.push(one.count) });
    reader.feed(all(header(), oldEvent(code, parts, surplus)));
    expect(reader.end().problem).toBeUndefined();
    expect(counts).toEqual([count]);
  });

  test('an event that was converted keeps its number', () => {
    const numbers: number[] = [];
    const reader = new CaptureReader({ onEvent: ({ number }) => numbers.push(number) });
    const enter = oldEvent(4, [parameterBytes('fd', 3)]);
    reader.feed(all(header(), enter, oldEvent(5, [parameterBytes('errno', 0)]), event()));
    expect(reader.end()).toMatchObject({ events: 3, forgottenEnters: 0 });
    expect(numbers).toEqual([2, 3]);
  });

  test('an event of a large type has lengths of four bytes', () => {
    const data = new Uint8Array(100_000).fill(65);
    const parts: Uint8Array[] = [];
    const writer = new CaptureWriter((part) => parts.push(part.slice()));
    writer.section();
    writer.event({
      time: 1n,
      tid: -1,
      code: 402,
      parameters: [new Uint8Array(4), parameterBytes('charbuf', 'n'), data],
    });
    const lengths: number[] = [];
    const reader = new CaptureReader({ onEvent: (one) => lengths.push(one.length(2)) });
    for (const part of parts) reader.feed(part);
    expect(reader.end().problem).toBeUndefined();
    expect(lengths).toEqual([100_000]);
  });
});

describe('a capture that is cut', () => {
  const parts = [
    header(),
    block(0x201, new Uint8Array(180)),
    block(0x999, new Uint8Array(5)),
    event(),
    event(900),
    oldEvent(301, [new Uint8Array(8), parameterBytes('fspath', '/b')]),
    header(),
    event(279, 6, (to) => to.data(new Uint8Array(3))),
    event(),
  ];
  const ends = parts.map((_, index) => all(...parts.slice(0, index + 1)).length);
  const isEvent = [false, false, false, true, true, true, false, true, true];
  const whole = all(...parts);

  test('at any byte: what came before is read, and what is missing is said', () => {
    const complete = told(whole);
    expect(complete.problem).toBeUndefined();
    for (let at = 0; at <= whole.length; at += 1) {
      const summary = read(whole.subarray(0, at));
      const blocks = ends.filter((end) => end <= at).length;
      const counted = isEvent.slice(0, blocks).filter(Boolean).length;
      const { events } = told(whole.subarray(0, at));
      expect(events).toEqual(complete.events.slice(0, events.length));
      expect([at, summary.blocks, summary.events]).toEqual([at, blocks, counted]);
      const isBetween = at === 0 || ends.includes(at);
      if (!isBetween)
        expect(summary.problem?.message).toMatch(/ends in the middle of a block, \d+ bytes after/);
      else if (counted === 0) expect(summary.problem?.message).toMatch(/is empty|has no events/);
      else expect(summary.problem).toBeUndefined();
    }
  });

  test('a problem in a piece leaves the blocks before it', () => {
    const { blocks, bytes, problem } = read(all(...parts.slice(0, 5), block(0x201, new Uint8Array(180))));
    expect([blocks, bytes, problem?.offset]).toEqual([5, ends[4], ends[4]]);
  });

  test('where only the state is wanted, the same is told', () => {
    for (let at = 0; at <= whole.length; at += 1) {
      const reader = new CaptureReader({ isWanted: () => false });
      reader.feed(whole.subarray(0, at));
      expect(reader.end()).toEqual(read(whole.subarray(0, at)));
    }
  });
});

describe('memory', () => {
  test('what is remembered of a piece is copied out of it', () => {
    const seen: string[] = [];
    const reader = new CaptureReader({ onEvent: (one) => seen.push(`${one.type.name} ${one.u32(1)}`) });
    const piece = Buffer.from(all(header(), oldEvent(198, [Uint8Array.of(33, 0, 0, 0)])));
    reader.feed(piece);
    piece.fill(0xff);
    reader.feed(oldEvent(199, [new Uint8Array(8)]));
    expect(reader.end().problem).toBeUndefined();
    expect(seen).toEqual(['setuid 33']);
  });

  test('events that are not wanted are counted, those of old captures are told of', () => {
    const seen: number[] = [];
    const reader = new CaptureReader({
      isWanted: (code) => code === 279,
      onEvent: (one) => seen.push(one.code),
    });
    reader.feed(all(header(), event(), event(279), oldEvent(198, [new Uint8Array(4)])));
    reader.feed(oldEvent(199, [new Uint8Array(8)]));
    expect(reader.end()).toMatchObject({ events: 4 });
    expect(seen).toEqual([279, 199]);
  });
});
