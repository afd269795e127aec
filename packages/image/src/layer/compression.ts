import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ImageError } from '../image-error.ts';
import { decompressZstd, isSkippable } from './zstd.ts';

const chunkSize = 256 * 1024;

/** Bytes of a layer's start that tell how it is compressed. */
export const magicBytes = 6;

/**
 * The uncompressed bytes of what starts with `magic`: gzip (any number of members), zstd, or a plain tar. The
 * media type is not asked, for it is often wrong. Throws ImageError `unsupported`.
 */
export function decompress(
  magic: Buffer,
  source: AsyncIterable<Buffer>,
  where: string,
): AsyncIterable<Buffer> {
  if (isMagic(magic, [0x1f, 0x8b])) return decompressGzip(source);
  if (isMagic(magic, [0x28, 0xb5, 0x2f, 0xfd]) || (magic.length >= 4 && isSkippable(magic.readUInt32LE()))) {
    return decompressZstd(source);
  }
  const remedy =
    'convert the layer to gzip or zstd, for example with "skopeo copy --dest-compress-format gzip"';
  if (isMagic(magic, [0x42, 0x5a, 0x68])) throw new ImageError('unsupported', 'bzip2 layer', where, remedy);
  if (isMagic(magic, [0xfd, 0x37, 0x7a, 0x58]))
    throw new ImageError('unsupported', 'xz layer', where, remedy);
  return source;
}

function decompressGzip(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const input = Readable.from(source, { objectMode: true, highWaterMark: 2 });
  const output = createGunzip({ chunkSize });
  input.on('error', (error) => output.destroy(error));
  return input.pipe(output);
}

function isMagic(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
