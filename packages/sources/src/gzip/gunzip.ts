import type { ByteQueue } from './byte-queue.ts';
import { crc32 } from './crc.ts';
import { endsEarly, inflate } from './inflate.ts';

/** Told of what is odd but loses nothing. */
export type OnWarning = (text: string) => void;

const skippedBytes = 16 * 1024;

/**
 * Inflates gzip (RFC 1952), one or more members, anywhere. All that can be told of damaged data is handed over before the
 * error is thrown, as no inflater of a platform does. Bytes behind the last member that begin no other are ignored, as
 * gzip does; `onWarning` is told of others than zero.
 * @throws Error where the data are damaged or end too early
 */
export async function* gunzip(input: ByteQueue, onWarning: OnWarning = () => {}): AsyncGenerator<Uint8Array> {
  try {
    for (let member = 0; await readHeader(input, member, onWarning); member += 1) {
      let crc = 0;
      let size = 0;
      for await (const piece of inflate(input)) {
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
  for (let rest = head; rest.length > 0; rest = await input.take(skippedBytes)) {
    if (rest.every((byte) => byte === 0)) continue;
    onWarning('bytes behind the compressed data are no gzip; they were ignored');
    return;
  }
}

async function skipText(input: ByteQueue): Promise<void> {
  for (;;) {
    const bytes = await input.take(skippedBytes);
    if (bytes.length === 0) throw endsEarly();
    const end = bytes.indexOf(0);
    if (end < 0) continue;
    input.giveBack(bytes.subarray(end + 1));
    return;
  }
}

async function exactly(input: ByteQueue, size: number): Promise<Uint8Array> {
  const bytes = await input.take(size);
  if (bytes.length < size) throw endsEarly();
  return bytes;
}
