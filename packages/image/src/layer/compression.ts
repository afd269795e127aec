import type { Duplex } from 'node:stream';
import { PassThrough } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { ImageError } from '../image-error.ts';

const chunkSize = 256 * 1024;

/** Bytes of a layer's start that tell how it is compressed. */
export const magicBytes = 6;

/**
 * A stream that decompresses what starts with `magic`: gzip (any number of members), zstd (frames and skippable
 * frames), or a plain tar. The media type is not asked, for it is often wrong. Throws ImageError `unsupported`.
 */
export function createDecompressor(magic: Buffer, where: string): Duplex {
  if (isMagic(magic, 0, [0x1f, 0x8b])) return createGunzip({ chunkSize });
  if (isMagic(magic, 0, [0x28, 0xb5, 0x2f, 0xfd]) || isSkippableFrame(magic)) {
    return createZstdDecompress({ chunkSize });
  }
  const remedy = 'convert the layer to gzip or zstd, for example with "skopeo copy --dest-compress"';
  if (isMagic(magic, 0, [0x42, 0x5a, 0x68]))
    throw new ImageError('unsupported', 'bzip2 layer', where, remedy);
  if (isMagic(magic, 0, [0xfd, 0x37, 0x7a, 0x58]))
    throw new ImageError('unsupported', 'xz layer', where, remedy);
  return new PassThrough({ readableHighWaterMark: chunkSize });
}

/** Zstandard frames of user data: 0x184D2A50 to 0x184D2A5F, little endian. */
function isSkippableFrame(magic: Buffer): boolean {
  return ((magic[0] ?? 0) & 0xf0) === 0x50 && isMagic(magic, 1, [0x2a, 0x4d, 0x18]);
}

function isMagic(bytes: Buffer, at: number, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[at + index] === byte);
}
