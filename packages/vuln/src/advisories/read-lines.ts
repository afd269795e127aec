import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
}

/** What one file may cost: a longer line is skipped, more bytes end the reading; both throw or are marked. */
export interface LineLimits {
  readonly maxLineBytes: number;
  readonly maxTotalBytes: number;
}

const lineLimits: LineLimits = { maxLineBytes: 32 * 2 ** 20, maxTotalBytes: 16 * 2 ** 30 };

/** A line that is longer than the limit: its number alone. */
export interface LongLine {
  readonly number: number;
  readonly text: undefined;
}

/**
 * The lines of a text file, gzip or plain (told by its first bytes). Throws when the file cannot be read, is a
 * broken gzip stream or exceeds the limit of bytes; the lines before that have been yielded.
 */
export async function* readLines(
  path: string,
  limits: LineLimits = lineLimits,
): AsyncGenerator<Line | LongLine> {
  let number = 1;
  let total = 0;
  let held: Buffer[] = [];
  let heldBytes = 0;
  for await (const chunk of await openText(path)) {
    const bytes = chunk as Buffer;
    total += bytes.length;
    if (total > limits.maxTotalBytes) throw new Error(`more than ${limits.maxTotalBytes} bytes`);
    let start = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      const piece = bytes.subarray(start, end);
      yield toLine(number, held, heldBytes, piece, limits);
      held = [];
      heldBytes = 0;
      number += 1;
      start = end + 1;
    }
    if (start < bytes.length) {
      heldBytes += bytes.length - start;
      if (heldBytes <= limits.maxLineBytes) held.push(bytes.subarray(start));
    }
  }
  if (heldBytes > 0) yield toLine(number, held, heldBytes, Buffer.alloc(0), limits);
}

function toLine(
  number: number,
  held: readonly Buffer[],
  heldBytes: number,
  piece: Buffer,
  limits: LineLimits,
): Line | LongLine {
  if (heldBytes + piece.length > limits.maxLineBytes) return { number, text: undefined };
  const text = held.length === 0 ? piece.toString('utf8') : Buffer.concat([...held, piece]).toString('utf8');
  return { number, text };
}

async function openText(path: string): Promise<Readable> {
  const file = await open(path);
  const magic = Buffer.alloc(2);
  try {
    await file.read(magic, 0, 2, 0);
  } finally {
    await file.close();
  }
  const stream = createReadStream(path, { highWaterMark: 1 << 18 });
  if (magic.readUInt16BE(0) !== 0x1f8b) return stream;
  const gunzip = createGunzip({ chunkSize: 1 << 18 });
  stream.on('error', (error) => gunzip.destroy(error));
  return stream.pipe(gunzip);
}
