import { ByteQueue, gunzip } from '@breakwater/sources/capture';

/** Told of as a file is read: bytes of the file itself, before decompression. */
export type OnBytes = (bytes: number) => void;

interface Reading {
  readonly file: Blob;
  readonly signal: AbortSignal;
  readonly onBytes: OnBytes;
}

/**
 * The bytes of a file in pieces, decompressed when it is gzip. What can be told of a damaged file comes before the
 * error does.
 */
export async function* readFile(
  file: Blob,
  signal: AbortSignal,
  onBytes: OnBytes,
): AsyncGenerator<Uint8Array> {
  const reading = { file, signal, onBytes };
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (head[0] === 0x1f && head[1] === 0x8b) yield* inflated(reading);
  else yield* pieces(reading);
}

async function* pieces({ file, signal, onBytes }: Reading): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const size = 256 * 1024;
  for (let at = 0; at < file.size; at += size) {
    signal.throwIfAborted();
    const piece = new Uint8Array(await file.slice(at, at + size).arrayBuffer());
    onBytes(at + piece.length);
    yield piece;
  }
}

/** The browser inflates quicker, but of a damaged file it may lose all, and it knows no second member. */
async function* inflated(reading: Reading): AsyncGenerator<Uint8Array> {
  let delivered = 0;
  try {
    for await (const piece of inflatedByBrowser(reading)) {
      delivered += piece.length;
      yield piece;
    }
    return;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  let warning: string | undefined;
  const careful = gunzip(new ByteQueue(pieces(reading)), (text) => {
    warning = text;
  });
  for await (const piece of careful) {
    const known = Math.min(delivered, piece.length);
    delivered -= known;
    if (known < piece.length) yield piece.subarray(known);
  }
  if (warning !== undefined) throw new Error(warning);
}

async function* inflatedByBrowser(reading: Reading): AsyncGenerator<Uint8Array> {
  const gzip = new DecompressionStream('gzip');
  const reader = gzip.readable.getReader();
  const writer = gzip.writable.getWriter();
  const stopped = new AbortController();
  const signal = AbortSignal.any([reading.signal, stopped.signal]);
  const fed = feed(writer, { ...reading, signal });
  // Told of by the reader as well; without a handler the browser would report it a second time.
  fed.catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        reading.signal.throwIfAborted();
        throw error;
      });
      if (done) return;
      yield value;
    }
  } finally {
    // Whoever stops early: no more is written, and what is on its way is thrown away. Nobody waits for that.
    stopped.abort();
    void drain(reader);
  }
}

async function drain(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The end of a stream that was given up.
  }
}

async function feed(
  writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>,
  reading: Reading,
): Promise<void> {
  try {
    for await (const piece of pieces(reading)) await writer.write(piece);
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
}
