import { Readable } from 'node:stream';
import { createZstdDecompress } from 'node:zlib';
import { type ByteReader, createByteReader } from './byte-reader.ts';
import { DecompressionError } from './decompression-error.ts';

const frameMagic = 0xfd2fb528;
const chunkSize = 256 * 1024;

/**
 * Decompresses a Zstandard stream (RFC 8878) of any number of frames. Node's decompressor ends with the first
 * frame, while parallel compressors and zstd:chunked write many, with skippable frames between them: the frames
 * are told apart here and decompressed one by one.
 */
export async function* decompressZstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const reader = createByteReader(source);
  for (let magic = await reader.take(4); magic.length > 0; magic = await reader.take(4)) {
    if (magic.length < 4) throw truncated();
    const number = magic.readUInt32LE();
    if (isSkippable(number)) await skipFrame(reader);
    else if (number === frameMagic) yield* decompressFrame(reader, magic);
    else throw new DecompressionError('corrupt', 'bytes between zstd frames');
  }
}

/** 0x184D2A50 to 0x184D2A5F: frames of user data. */
export function isSkippable(magic: number): boolean {
  return magic >>> 4 === 0x184d2a5;
}

async function skipFrame(reader: ByteReader): Promise<void> {
  const size = await reader.take(4);
  if (size.length < 4 || !(await reader.skip(size.readUInt32LE()))) throw truncated();
}

async function* decompressFrame(reader: ByteReader, magic: Buffer): AsyncGenerator<Buffer> {
  const input = Readable.from(frameBytes(reader, magic), { objectMode: true, highWaterMark: 2 });
  const output = createZstdDecompress({ chunkSize });
  input.on('error', (error) => output.destroy(error));
  yield* input.pipe(output) as AsyncIterable<Buffer>;
}

/** The bytes of one frame: header, blocks up to the last, checksum. */
async function* frameBytes(reader: ByteReader, magic: Buffer): AsyncGenerator<Buffer> {
  yield magic;
  const [descriptor] = await exactly(reader, 1);
  if (descriptor === undefined) throw truncated();
  yield Buffer.of(descriptor);
  yield* nonEmpty(await exactly(reader, headerSize(descriptor)));
  for (let isLast = false; !isLast; ) {
    const header = await exactly(reader, 3);
    yield header;
    const fields = header.readUIntLE(0, 3);
    isLast = (fields & 1) === 1;
    // An RLE block (type 1) stores one byte, however long it expands.
    const stored = ((fields >> 1) & 3) === 1 ? 1 : fields >> 3;
    yield* nonEmpty(await exactly(reader, stored));
  }
  const hasChecksum = (descriptor & 0x04) !== 0;
  if (hasChecksum) yield await exactly(reader, 4);
}

/** Bytes between the descriptor and the first block: window, dictionary id, content size. */
function headerSize(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const contentSize = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  return (isSingleSegment ? 0 : 1) + dictionary + contentSize;
}

async function exactly(reader: ByteReader, length: number): Promise<Buffer> {
  const bytes = await reader.take(length);
  if (bytes.length < length) throw truncated();
  return bytes;
}

function nonEmpty(bytes: Buffer): readonly Buffer[] {
  return bytes.length === 0 ? [] : [bytes];
}

function truncated(): DecompressionError {
  return new DecompressionError('truncated', 'input ends inside a zstd frame');
}
