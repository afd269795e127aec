import { inflateRawSync } from 'node:zlib';

/** A member of a zip as its central directory lists it. */
export interface ZipMember {
  readonly name: string;
  readonly method: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Of its local header, from the start of the file. */
  readonly offset: number;
  readonly isEncrypted: boolean;
}

/** A zip that cannot be read. */
export class ZipError extends Error {
  override readonly name = 'ZipError';
}

const endSignature = 0x06054b50;
const end64Signature = 0x06064b50;
const locator64Signature = 0x07064b50;
const memberSignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const maxCommentBytes = 0xffff;
const stored = 0;
const deflated = 8;
const maxMembers = 500_000;

/**
 * Lists the members of a zip (APPNOTE 6.3, zip64 included). Bytes before the first member, such as the start
 * script of an executable jar, are allowed. Throws ZipError.
 */
export function readZip(content: Buffer): readonly ZipMember[] {
  const end = findEnd(content);
  const { count, size, start } = readEnd(content, end);
  if (count > maxMembers) throw new ZipError(`lists ${count} members; at most ${maxMembers} are read`);
  const at = end.position - size;
  if (at < 0) throw new ZipError('its directory is cut off');
  // With something in front, every offset is short by as much as that takes.
  const shift = at - start;
  const members: ZipMember[] = [];
  let next = at;
  for (let index = 0; index < count; index += 1) {
    if (next + 46 > end.position || content.readUInt32LE(next) !== memberSignature) {
      throw new ZipError('its directory is damaged');
    }
    members.push(readMember(content, next, shift));
    next +=
      46 +
      content.readUInt16LE(next + 28) +
      content.readUInt16LE(next + 30) +
      content.readUInt16LE(next + 32);
  }
  return members;
}

interface DirectoryEnd {
  /** Where the directory ends. */
  readonly position: number;
  /** Where its record stands: the 64-bit one when there is one. */
  readonly record: number;
  readonly is64: boolean;
}

function findEnd(content: Buffer): DirectoryEnd {
  const lowest = Math.max(0, content.length - endBytes - maxCommentBytes);
  for (let at = content.length - endBytes; at >= lowest; at -= 1) {
    if (content.readUInt32LE(at) !== endSignature) continue;
    const locator = at - 20;
    if (locator >= 0 && content.readUInt32LE(locator) === locator64Signature) {
      const record = findEnd64(content, locator);
      if (record !== undefined) return { position: record, record, is64: true };
    }
    return { position: at, record: at, is64: false };
  }
  throw new ZipError('has no directory of its members');
}

/** The 64-bit record stands before its locator; its stated place is off when something is in front. */
function findEnd64(content: Buffer, locator: number): number | undefined {
  for (const at of [Number(content.readBigUInt64LE(locator + 8)), locator - 56]) {
    if (at >= 0 && at + 56 <= locator && content.readUInt32LE(at) === end64Signature) return at;
  }
  return undefined;
}

function readEnd(content: Buffer, { record, is64 }: DirectoryEnd) {
  const long = (at: number) => Number(content.readBigUInt64LE(record + at));
  if (is64) return { count: long(32), size: long(40), start: long(48) };
  return {
    count: content.readUInt16LE(record + 10),
    size: content.readUInt32LE(record + 12),
    start: content.readUInt32LE(record + 16),
  };
}

function readMember(content: Buffer, at: number, shift: number): ZipMember {
  const nameLength = content.readUInt16LE(at + 28);
  const extra = content.subarray(at + 46 + nameLength, at + 46 + nameLength + content.readUInt16LE(at + 30));
  const sizes = [24, 20, 42].map((field) => content.readUInt32LE(at + field));
  let [size = 0, compressedSize = 0, offset = 0] = sizes;
  if (sizes.includes(0xffffffff))
    [size, compressedSize, offset] = readLongSizes(extra, size, compressedSize, offset);
  return {
    name: content.toString('utf8', at + 46, at + 46 + nameLength),
    method: content.readUInt16LE(at + 10),
    compressedSize,
    size,
    offset: offset + shift,
    isEncrypted: (content.readUInt16LE(at + 8) & 1) !== 0,
  };
}

/** Extra field 1 holds, in order, those of the numbers that are 0xffffffff. */
function readLongSizes(extra: Buffer, ...sizes: readonly [number, number, number]): [number, number, number] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let next = at + 4;
    const end = Math.min(extra.length, next + extra.readUInt16LE(at + 2));
    const long = (size: number): number => {
      if (size !== 0xffffffff || next + 8 > end) return size;
      next += 8;
      return Number(extra.readBigUInt64LE(next - 8));
    };
    return [long(sizes[0]), long(sizes[1]), long(sizes[2])];
  }
  return [...sizes];
}

/** The content of a member, at most `maxBytes` of it. Throws ZipError. */
export function readZipMember(content: Buffer, member: ZipMember, maxBytes: number): Buffer {
  const { name, method, offset, compressedSize, size, isEncrypted } = member;
  if (isEncrypted) throw new ZipError(`${name} is encrypted`);
  if (size > maxBytes) throw new ZipError(`${name} has ${size} bytes; at most ${maxBytes} are read`);
  const isHere = Number.isSafeInteger(offset) && offset >= 0 && offset + 30 <= content.length;
  if (!isHere || content.readUInt32LE(offset) !== localSignature)
    throw new ZipError(`${name} is not where it should be`);
  const start = offset + 30 + content.readUInt16LE(offset + 26) + content.readUInt16LE(offset + 28);
  const bytes = content.subarray(start, start + compressedSize);
  if (bytes.length < compressedSize) throw new ZipError(`${name} is cut off`);
  if (method === stored) return bytes;
  if (method !== deflated)
    throw new ZipError(`${name} is compressed by method ${method}, which is not supported`);
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, maxBytes) });
  } catch (error) {
    const isTooLong = error instanceof RangeError;
    throw new ZipError(isTooLong ? `${name} has more than ${maxBytes} bytes` : `${name} is damaged`, {
      cause: error,
    });
  }
}
