import { pipeline } from 'node:stream/promises';
import { crc32, createGunzip, createInflateRaw, type InflateRaw } from 'node:zlib';
import type { ByteQueue } from './byte-queue.ts';

/** Told of what is odd but loses nothing. */
export type OnWarning = (text: string) => void;

/** Inflated bytes come in pieces of at most this size. */
const pieceBytes = 512 * 1024;
/** What a slice of compressed bytes inflates to may be lost when the slice is damaged: they begin small and grow. */
const minSlice = 32;
const maxSlice = 16 * 1024;
const growth = 16;

/**
 * Inflates gzip that is whole, on another thread while the caller works on what it was given. Quicker than `gunzip`, but of
 * damaged data it may lose all.
 */
export async function* gunzipWhole(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gzip = createGunzip({ chunkSize: pieceBytes });
  const fed = pipeline(stream, gzip);
  // The same error ends the loop below.
  fed.catch(() => undefined);
  yield* gzip as AsyncIterable<Uint8Array>;
  await fed;
}

/**
 * Inflates gzip (RFC 1952), one or more members. What was inflated before damage is handed over before the error is
 * thrown; no more is lost than a sixteenth of the compressed data before it, or 16 KiB. Bytes behind the last member that
 * begin no other are ignored, as gzip does; `onWarning` is told of others than zero.
 * @throws Error where the data are damaged or end too early
 */
export async function* gunzip(input: ByteQueue, onWarning: OnWarning = () => {}): AsyncGenerator<Uint8Array> {
  try {
    for (let member = 0; await readHeader(input, member, onWarning); member += 1) {
      let crc = 0;
      let size = 0;
      for await (const piece of inflated(input)) {
        crc = crc32(piece, crc);
        size = (size + piece.length) >>> 0;
        yield piece;
      }
      const trailer = await exactly(input, 8);
      const view = new DataView(trailer.buffer, trailer.byteOffset, trailer.byteLength);
      if (view.getUint32(0, true) !== crc)
        throw new Error('the compressed data are damaged: the checksum differs');
      if (view.getUint32(4, true) !== size)
        throw new Error('the compressed data are damaged: the length differs');
    }
  } finally {
    await input.close();
  }
}

/** False: no member follows. */
async function readHeader(input: ByteQueue, member: number, onWarning: OnWarning): Promise<boolean> {
  const head = await input.take(10);
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    if (member === 0) throw new Error('the compressed data have no header of gzip');
    await ignoreRest(input, head, onWarning);
    return false;
  }
  if (head.length < 10) throw endsEarly();
  if (head[2] !== 8) throw new Error(`the compressed data have the unknown method ${head[2]}`);
  const flags = head[3] ?? 0;
  if ((flags & 4) !== 0) {
    const [low = 0, high = 0] = await exactly(input, 2);
    await exactly(input, low + high * 256);
  }
  if ((flags & 8) !== 0) await skipText(input);
  if ((flags & 16) !== 0) await skipText(input);
  if ((flags & 2) !== 0) await exactly(input, 2);
  return true;
}

/** Padding of zeros is usual; anything else is told. */
async function ignoreRest(input: ByteQueue, head: Uint8Array, onWarning: OnWarning): Promise<void> {
  for (let rest = head; rest.length > 0; rest = await input.take(maxSlice)) {
    if (rest.every((byte) => byte === 0)) continue;
    onWarning('bytes behind the compressed data are no gzip; they were ignored');
    return;
  }
}

async function skipText(input: ByteQueue): Promise<void> {
  for (;;) {
    const bytes = await input.take(minSlice);
    if (bytes.length === 0) throw endsEarly();
    const end = bytes.indexOf(0);
    if (end < 0) continue;
    input.giveBack(bytes.subarray(end + 1));
    return;
  }
}

/** One deflate stream; what lies behind it stays in the input. */
async function* inflated(input: ByteQueue): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater();
  try {
    let given = 0;
    let step = await nextStep();
    while (step !== undefined) {
      const { slice, result } = step;
      const { pieces, left } = await result;
      given += slice.length;
      const next = left === undefined ? nextStep() : undefined;
      // What is ready comes before the error that reading may end with.
      next?.catch(() => undefined);
      yield* pieces;
      if (left instanceof Error) throw new Error(`the compressed data are damaged: ${left.message}`);
      if (left !== undefined) {
        input.giveBack(slice.subarray(slice.length - left));
        return;
      }
      step = await next;
    }
    throw endsEarly();

    async function nextStep(): Promise<Step | undefined> {
      const size = Math.min(maxSlice, Math.max(minSlice, Math.floor(given / growth)));
      const slice = await input.takeSome(size);
      return slice.length === 0 ? undefined : { slice, result: inflater.inflate(slice) };
    }
  } finally {
    inflater.close();
  }
}

interface Step {
  readonly slice: Uint8Array;
  /** Settles on another thread's work; never rejected. */
  readonly result: Promise<Inflated>;
}

interface Inflated {
  readonly pieces: readonly Uint8Array[];
  /** At the end of the data: bytes of the slice that lie behind; where they are damaged: why. */
  readonly left: number | Error | undefined;
}

/** Inflates slice by slice; what was inflated is never thrown away. */
class Inflater {
  readonly #inflater: InflateRaw = createInflateRaw({ chunkSize: pieceBytes });
  #pieces: Uint8Array[] = [];
  #given = 0;
  #settle: (left: Inflated['left']) => void = () => {};

  constructor() {
    this.#inflater.on('data', (piece: Uint8Array) => this.#pieces.push(piece));
    this.#inflater.on('end', () => this.#settle(this.#given - this.#inflater.bytesWritten));
    this.#inflater.on('error', (error) => this.#settle(error));
  }

  inflate(slice: Uint8Array): Promise<Inflated> {
    this.#given += slice.length;
    return new Promise((resolve) => {
      this.#settle = (left) => resolve({ pieces: this.#pieces.splice(0), left });
      this.#inflater.write(slice, (error) => {
        if (error === null || error === undefined) this.#settle(undefined);
      });
    });
  }

  close(): void {
    this.#inflater.destroy();
  }
}

async function exactly(input: ByteQueue, size: number): Promise<Uint8Array> {
  const bytes = await input.take(size);
  if (bytes.length < size) throw endsEarly();
  return bytes;
}

function endsEarly(): Error {
  return new Error('the compressed file ends too early (truncated gzip)');
}
