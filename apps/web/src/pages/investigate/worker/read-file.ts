/** Told of as a file is read: bytes of the file itself, before decompression. */
export type OnBytes = (bytes: number) => void;

/**
 * The bytes of a file in pieces, decompressed when it is gzip. What was decompressed before damage comes before the
 * error does.
 */
export async function* readFile(
  file: Blob,
  signal: AbortSignal,
  onBytes: OnBytes,
): AsyncGenerator<Uint8Array> {
  const head = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  yield* isGzip ? inflated(file, signal, onBytes) : pieces(file, signal, onBytes);
}

async function* pieces(
  file: Blob,
  signal: AbortSignal,
  onBytes: OnBytes,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const size = 1024 * 1024;
  for (let at = 0; at < file.size; at += size) {
    signal.throwIfAborted();
    const piece = new Uint8Array(await file.slice(at, at + size).arrayBuffer());
    onBytes(at + piece.length);
    yield piece;
  }
}

async function* inflated(file: Blob, signal: AbortSignal, onBytes: OnBytes): AsyncGenerator<Uint8Array> {
  const gzip = new DecompressionStream('gzip');
  const reader = gzip.readable.getReader();
  const writer = gzip.writable.getWriter();
  const stopped = new AbortController();
  const fed = feed(writer, file, AbortSignal.any([signal, stopped.signal]), onBytes);
  // Told of by the reader as well; without a handler the browser would report it a second time.
  fed.catch(() => undefined);
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        signal.throwIfAborted();
        throw error instanceof TypeError
          ? new Error('the compressed file is damaged or ends too early')
          : error;
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
  file: Blob,
  signal: AbortSignal,
  onBytes: OnBytes,
): Promise<void> {
  try {
    for await (const piece of pieces(file, signal, onBytes)) await writer.write(piece);
    // An early end is an error that discards what waits to be read: let it be read first.
    await new Promise((resolve) => setTimeout(resolve, 0));
    await writer.close();
  } catch (error) {
    await writer.abort(error).catch(() => undefined);
    throw error;
  }
}
