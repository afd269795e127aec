import { isUtf8 } from 'node:buffer';

export const blockSize = 512;

/** The fields of a 512-byte header that matter; `undefined` where a number cannot be read. */
export interface TarHeader {
  readonly name: string;
  readonly mode: number;
  readonly size: number | undefined;
  readonly typeFlag: string;
  readonly linkName: string;
  readonly isGnu: boolean;
  readonly block: Buffer;
}

/** Reads a header (POSIX ustar, GNU, v7). Undefined when the checksum is wrong: then it is no header. */
export function parseHeader(block: Buffer): TarHeader | undefined {
  if (!hasValidChecksum(block)) return undefined;
  const magic = block.toString('latin1', 257, 265);
  const isGnu = magic === 'ustar  \0';
  const isUstar = magic.startsWith('ustar\0');
  const name = readText(block, 0, 100);
  const prefix = isUstar ? readText(block, 345, 500) : '';
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    mode: (readNumber(block, 100, 108) ?? 0) & 0o7777,
    size: readNumber(block, 124, 136),
    typeFlag: String.fromCharCode(block[156] ?? 0),
    linkName: readText(block, 157, 257),
    isGnu,
    block,
  };
}

export function isZeroBlock(block: Buffer): boolean {
  for (let i = 0; i < blockSize; i += 1) if (block[i] !== 0) return false;
  return true;
}

/** The sum of all bytes with the checksum field as blanks; some old writers summed signed bytes. */
function hasValidChecksum(block: Buffer): boolean {
  const stored = readNumber(block, 148, 156);
  let unsigned = 8 * 0x20;
  let signed = unsigned;
  for (let i = 0; i < blockSize; i += 1) {
    if (i >= 148 && i < 156) continue;
    const byte = block[i] ?? 0;
    unsigned += byte;
    signed += byte < 0x80 ? byte : byte - 0x100;
  }
  return stored === unsigned || stored === signed;
}

/** Text up to the first NUL: UTF-8, or Latin-1 where it is not, so that two names never become one. */
function readText(block: Buffer, start: number, end: number): string {
  const nul = block.indexOf(0, start);
  const bytes = block.subarray(start, nul === -1 || nul > end ? end : nul);
  return decodeName(bytes);
}

export function decodeName(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

/** Octal digits, or GNU base-256 when the top bit of the first byte is set. Empty is 0. */
export function readNumber(block: Buffer, start: number, end: number): number | undefined {
  const first = block[start] ?? 0;
  if ((first & 0x80) !== 0) return readBase256(block, start, end);
  const digits = block.toString('latin1', start, end).replace(/\0.*$/s, '').trim();
  if (digits === '') return 0;
  if (!/^[0-7]+$/.test(digits)) return undefined;
  return Number.parseInt(digits, 8);
}

function readBase256(block: Buffer, start: number, end: number): number | undefined {
  if (((block[start] ?? 0) & 0x40) !== 0) return undefined; // negative
  let value = (block[start] ?? 0) & 0x3f;
  for (let i = start + 1; i < end; i += 1) {
    value = value * 256 + (block[i] ?? 0);
    if (!Number.isSafeInteger(value)) return undefined;
  }
  return value;
}
