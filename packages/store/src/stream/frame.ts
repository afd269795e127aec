import { crc32 } from 'node:zlib';

/**
 * A batch as it lies in a journal, numbers little-endian: body length (4), message count (4), CRC-32 of count and
 * body (4), then per message its length (4) and content. A batch is one frame, so it is there whole or not at all.
 */
export const headerBytes = 12;

const lengthBytes = 4;

export interface FrameHeader {
  readonly bodyBytes: number;
  readonly count: number;
  readonly checksum: number;
}

export function encodeFrame(batch: readonly Uint8Array[]): Buffer {
  const bodyBytes = batch.reduce((sum, payload) => sum + lengthBytes + payload.byteLength, 0);
  const frame = Buffer.allocUnsafe(headerBytes + bodyBytes);
  frame.writeUInt32LE(bodyBytes, 0);
  frame.writeUInt32LE(batch.length, 4);
  let position = headerBytes;
  for (const payload of batch) {
    position = frame.writeUInt32LE(payload.byteLength, position);
    frame.set(payload, position);
    position += payload.byteLength;
  }
  frame.writeUInt32LE(checksumOf(batch.length, frame.subarray(headerBytes)), 8);
  return frame;
}

/** The header at the start of the bytes; undefined when they are too few or can be none. */
export function decodeHeader(bytes: Buffer): FrameHeader | undefined {
  if (bytes.byteLength < headerBytes) return undefined;
  const bodyBytes = bytes.readUInt32LE(0);
  const count = bytes.readUInt32LE(4);
  if (count === 0 || bodyBytes < count * lengthBytes) return undefined;
  return { bodyBytes, count, checksum: bytes.readUInt32LE(8) };
}

/** The messages of a body; undefined when it is not the one that the header was written for. */
export function decodeBody(header: FrameHeader, body: Buffer): readonly Uint8Array[] | undefined {
  if (body.byteLength !== header.bodyBytes || checksumOf(header.count, body) !== header.checksum)
    return undefined;
  const batch: Uint8Array[] = [];
  for (let position = 0; position < body.byteLength; ) {
    const start = position + lengthBytes;
    if (start > body.byteLength) return undefined;
    const end = start + body.readUInt32LE(position);
    if (end > body.byteLength) return undefined;
    batch.push(body.subarray(start, end));
    position = end;
  }
  return batch.length === header.count ? batch : undefined;
}

function checksumOf(count: number, body: Uint8Array): number {
  const prefix = Buffer.allocUnsafe(4);
  prefix.writeUInt32LE(count);
  return crc32(body, crc32(prefix));
}
