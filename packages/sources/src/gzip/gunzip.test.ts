import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { readStream, streamFile } from '../read-input.ts';
import { ByteQueue } from './byte-queue.ts';
import { gunzip } from './gunzip.ts';

const folder = mkdtempSync(join(tmpdir(), 'gunzip-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Got {
  readonly content: Buffer;
  readonly error?: string;
  readonly warnings: readonly string[];
}

async function collect(read: (onWarning: (text: string) => void) => AsyncIterable<Uint8Array>): Promise<Got> {
  const pieces: Uint8Array[] = [];
  const warnings: string[] = [];
  try {
    for await (const piece of read((text) => warnings.push(text))) pieces.push(piece);
    return { content: Buffer.concat(pieces), warnings };
  } catch (error) {
    return { content: Buffer.concat(pieces), error: error instanceof Error ? error.message : '', warnings };
  }
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function fromPipe(bytes: Uint8Array, size = 1000): Promise<Got> {
  return collect((onWarning) => gunzip(new ByteQueue(inPieces(bytes, size)), onWarning));
}

function fromFile(bytes: Uint8Array): Promise<Got> {
  const path = join(folder, 'input.gz');
  writeFileSync(path, bytes);
  return collect((onWarning) => streamFile(path, onWarning));
}

function sample(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = 97 + ((state >>> 16) % 12);
  }
  return bytes;
}

function patched(bytes: Buffer, at: number, ...values: readonly number[]): Buffer {
  const copy = Buffer.from(bytes);
  copy.set(values, at < 0 ? copy.length + at : at);
  return copy;
}

const text = sample(3000);
const zip = gzipSync(text);
const ignored = 'bytes behind the compressed data are no gzip; they were ignored';
const early = 'the compressed file ends too early (truncated gzip)';
/** Extra field, name, comment and checksum of the header. */
const decorated = Buffer.concat([
  Buffer.from([0x1f, 0x8b, 8, 2 + 4 + 8 + 16, 0, 0, 0, 0, 0, 3]),
  Buffer.from([3, 0, 1, 2, 3]),
  Buffer.from(`${'a long name of a file '.repeat(5)}\0a comment\0`),
  Buffer.from([0xab, 0xcd]),
  zip.subarray(10),
]);

interface Case {
  readonly name: string;
  readonly bytes: Buffer;
  readonly content?: Buffer;
  readonly error?: string;
  readonly warnings?: readonly string[];
}

const cases: readonly Case[] = [
  { name: 'whole', bytes: zip },
  { name: 'empty content', bytes: gzipSync(''), content: Buffer.alloc(0) },
  { name: 'all fields of the header', bytes: decorated },
  { name: 'two members', bytes: Buffer.concat([zip, decorated]), content: Buffer.concat([text, text]) },
  { name: 'zeros behind', bytes: Buffer.concat([zip, Buffer.alloc(50_000)]) },
  { name: 'other bytes behind', bytes: Buffer.concat([zip, Buffer.from('more')]), warnings: [ignored] },
  {
    name: 'many bytes behind',
    bytes: Buffer.concat([zip, sample(80_000)]),
    warnings: [ignored],
  },
  {
    name: 'wrong checksum',
    bytes: patched(zip, -8, 1, 2, 3, 4),
    error: 'the compressed data are damaged: the checksum differs',
  },
  {
    name: 'wrong length',
    bytes: patched(zip, -4, 1, 2, 3, 4),
    error: 'the compressed data are damaged: the length differs',
  },
  { name: 'no checksum', bytes: zip.subarray(0, -8), error: early },
  { name: 'half a checksum', bytes: zip.subarray(0, -6), error: early },
  {
    name: 'second member cut in its header',
    bytes: Buffer.concat([zip, zip.subarray(0, 7)]),
    error: early,
  },
  {
    name: 'second member with an unknown method',
    bytes: Buffer.concat([zip, patched(zip, 2, 7)]),
    error: 'the compressed data have the unknown method 7',
  },
  { name: 'cut in the name', bytes: decorated.subarray(0, 40), content: Buffer.alloc(0), error: early },
];

describe.each([
  ['a pipe', (bytes: Buffer) => fromPipe(bytes)],
  ['a pipe, byte by byte', (bytes: Buffer) => fromPipe(bytes, 1)],
  ['a file', fromFile],
])('gzip of %s', (_, read) => {
  test.each(cases)('$name', async ({ bytes, content = text, error, warnings = [] }) => {
    const got = await read(bytes);
    expect(got.error).toBe(error);
    expect(got.warnings).toEqual(warnings);
    expect(got.content.equals(content)).toBe(true);
  });

  test('of a damaged middle, what came before is handed over', async () => {
    const long = sample(60_000);
    const whole = gzipSync(long);
    const at = Math.floor(whole.length / 2);
    // All that follows is wrong; when that is noticed is up to chance.
    const { content, error } = await read(
      patched(whole, at, ...sample(whole.length - at - 8).map((byte) => byte ^ 0xff)),
    );
    expect(error).toMatch(/^the compressed (data are damaged|file ends too early)/);
    const share = content.findIndex((byte, place) => byte !== long[place]);
    expect(share < 0 ? content.length : share).toBeGreaterThan(long.length * 0.49);
  });
});

test('a file cut anywhere gives what its bytes hold, and says that it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: zip.length - 1 }), async (length) => {
      const { content, error } = await fromFile(zip.subarray(0, length));
      expect(error).toBe(early);
      expect(content.equals(text.subarray(0, content.length))).toBe(true);
      // About the share of the file that is there: tables of codes come first.
      expect(content.length).toBeGreaterThan((length / zip.length) * text.length - 250);
    }),
  );
});

test.each([
  ['text', sample(700_000)],
  ['one byte', Buffer.alloc(1_000_000, 7)],
  ['noise', randomBytes(300_000)],
  ['machine code', readFileSync(process.execPath).subarray(0, 3_000_000)],
])('%s is inflated as it was, however it was compressed', async (_, content) => {
  for (const options of [
    { level: 1 },
    { level: 9 },
    { level: 0 },
    { strategy: constants.Z_FIXED },
    { strategy: constants.Z_HUFFMAN_ONLY },
  ]) {
    const { content: got, error } = await fromPipe(gzipSync(content, options), 10_000);
    expect(error).toBeUndefined();
    expect(got.equals(content)).toBe(true);
  }
});

test('no bytes, however damaged, crash or hang the reader or make it say that all is well', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 10, max: zip.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, difference) => {
        const { content, error } = await fromPipe(patched(zip, at, (zip[at] ?? 0) ^ difference));
        expect(error !== undefined || content.equals(text)).toBe(true);
      },
    ),
  );
});

test('what was inflated before the stream fails is handed over', async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield zip.subarray(0, -20);
    throw new Error('read failed');
  }
  const { content, error } = await collect(() => gunzip(new ByteQueue(failing())));
  expect(error).toBe('read failed');
  expect(content.length).toBeGreaterThan(text.length * 0.9);
});

test('whoever stops early ends the reading', async () => {
  let isClosed = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      yield gzipSync(sample(100_000)).subarray(0, -8);
      for (;;) yield new Uint8Array(10);
    } finally {
      isClosed = true;
    }
  }
  for await (const piece of gunzip(new ByteQueue(endless()))) {
    expect(piece.length).toBeGreaterThan(0);
    break;
  }
  expect(isClosed).toBe(true);
});

test('records before damage are kept with the reason why they are not all', async () => {
  const file = await readStream(inPieces(patched(zip, -8, 0, 0, 0, 0), 500), 'standard input');
  expect(file).toMatchObject({ name: 'standard input', problem: expect.stringContaining('checksum') });
  expect('content' in file && file.content.equals(text)).toBe(true);
  const padded = await readStream(inPieces(Buffer.concat([zip, Buffer.from('x')]), 500), 'a');
  expect(padded).toMatchObject({ problem: ignored });
});
