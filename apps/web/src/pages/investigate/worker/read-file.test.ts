import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readFile } from './read-file.ts';

interface Got {
  readonly content: Buffer;
  readonly error?: string;
}

async function read(bytes: Uint8Array<ArrayBuffer>): Promise<Got> {
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of readFile(new Blob([bytes]), new AbortController().signal, () => undefined))
      pieces.push(piece);
    return { content: Buffer.concat(pieces) };
  } catch (error) {
    return { content: Buffer.concat(pieces), error: error instanceof Error ? error.message : '' };
  }
}

/** Letters by chance, of a fixed seed. */
function sample(length: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[at] = 97 + ((state >>> 16) % 12);
  }
  return bytes;
}

function patched(bytes: Uint8Array, at: number, ...values: readonly number[]): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  copy.set(values, at < 0 ? copy.length + at : at);
  return copy;
}

const text = sample(30_000);
const zip = gzipSync(text);
const damaged = 'the compressed data are damaged';
const early = 'the compressed file ends too early (truncated gzip)';

describe('readFile', () => {
  it.each<[what: string, bytes: Uint8Array<ArrayBuffer>, content: Buffer, error: string | undefined]>([
    ['a plain file', text, text, undefined],
    ['gzip', zip, text, undefined],
    ['gzip of nothing', gzipSync(''), Buffer.alloc(0), undefined],
    [
      'two members',
      Buffer.concat([zip, gzipSync('more')]),
      Buffer.concat([text, Buffer.from('more')]),
      undefined,
    ],
    ['zeros behind the data', Buffer.concat([zip, Buffer.alloc(700)]), text, undefined],
    ['a wrong checksum', patched(zip, -8, 1, 2, 3, 4), text, `${damaged}: the checksum differs`],
    ['a wrong length', patched(zip, -4, 1, 2, 3, 4), text, `${damaged}: the length differs`],
    ['no checksum', zip.subarray(0, -8), text, early],
    [
      'other bytes behind the data',
      Buffer.concat([zip, Buffer.from('other')]),
      text,
      'bytes behind the compressed data are no gzip; they were ignored',
    ],
  ])('reads %s', async (_, bytes, content, error) => {
    const got = await read(bytes);
    expect(got.error).toBe(error);
    expect(got.content.equals(content)).toBe(true);
  });

  it('hands over what comes before a damaged middle', async () => {
    const middle = Math.floor(zip.length / 2);
    const { content, error } = await read(patched(zip, middle, ...sample(2000).map((byte) => byte ^ 0xff)));
    expect(error).toMatch(/^the compressed (data are damaged|file ends too early)/);
    const wrong = content.findIndex((byte, place) => byte !== text[place]);
    expect(wrong < 0 ? content.length : wrong).toBeGreaterThan(text.length * 0.45);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const reading = readFile(new Blob([zip]), stop.signal, () => stop.abort(new Error('stopped')));
    await expect(
      (async () => {
        for await (const piece of reading) expect(piece.length).toBeGreaterThan(0);
        stop.signal.throwIfAborted();
      })(),
    ).rejects.toThrow('stopped');
  });
});
