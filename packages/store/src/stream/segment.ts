import { type FileHandle, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreCorrupt } from '../errors.ts';
import { decodeBody, decodeHeader, type FrameHeader, headerBytes } from './frame.ts';

/** One file of a journal: the messages from `base` to before `end`, in the first `bytes` of the file. */
export interface Segment {
  readonly base: number;
  readonly path: string;
  end: number;
  bytes: number;
}

const fileName = /^(\d{16})\.segment$/;

export function segmentPath(folder: string, base: number): string {
  return join(folder, `${String(base).padStart(16, '0')}.segment`);
}

/** The segments of a folder in order. `end` and `bytes` of the last are 0 until it is scanned. */
export async function findSegments(folder: string): Promise<readonly Segment[]> {
  const names = (await readdir(folder)).sort();
  const bases = names.map((name) => fileName.exec(name)?.[1]).filter((base) => base !== undefined);
  const segments: Segment[] = [];
  for (const [index, text] of bases.entries()) {
    const base = Number(text);
    const path = segmentPath(folder, base);
    const handle = await open(path, 'r');
    const { size } = await handle.stat();
    await handle.close();
    segments.push({ base, path, end: Number(bases[index + 1] ?? base), bytes: size });
  }
  return segments;
}

/**
 * Reads the newest segment to its end and cuts what a crash left unfinished there.
 * @returns how many bytes were cut
 */
export async function recoverSegment(
  segment: Segment,
  handle: FileHandle,
  maxFrameBytes: number,
): Promise<number> {
  const { size } = await handle.stat();
  segment.bytes = 0;
  segment.end = segment.base;
  while (segment.bytes < size) {
    const header = await readHeader(handle, segment.bytes);
    if (header === undefined || header.bodyBytes > Math.min(maxFrameBytes, size)) break;
    if ((await readBody(handle, segment.bytes, header)) === undefined) break;
    segment.bytes += headerBytes + header.bodyBytes;
    segment.end += header.count;
  }
  if (segment.bytes < size) {
    await handle.truncate(segment.bytes);
    await handle.sync();
  }
  return size - segment.bytes;
}

/** The header at the position; undefined when there is none. */
export async function readHeader(handle: FileHandle, position: number): Promise<FrameHeader | undefined> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(headerBytes), 0, headerBytes, position);
  return decodeHeader(buffer.subarray(0, bytesRead));
}

/** The messages of the frame at the position; undefined when it is not whole. */
export async function readBody(
  handle: FileHandle,
  position: number,
  header: FrameHeader,
): Promise<readonly Uint8Array[] | undefined> {
  const body = Buffer.allocUnsafe(header.bodyBytes);
  const { bytesRead } = await handle.read(body, 0, header.bodyBytes, position + headerBytes);
  return decodeBody(header, body.subarray(0, bytesRead));
}

/** What stands where an acknowledged batch must be is none. */
export function corruptFrame(segment: Segment, position: number): StoreCorrupt {
  return new StoreCorrupt(`${segment.path} is damaged at byte ${position}: restore it from a backup`);
}
