import { ProgramError } from './program-file.ts';

/** Numbers out of a file's bytes. Reading past the end throws ProgramError. */
export interface ByteView {
  readonly u8: (at: number) => number;
  readonly u16: (at: number) => number;
  readonly u32: (at: number) => number;
  /** Beyond 2^53 inexact, and then outside of every file. */
  readonly u64: (at: number) => number;
  /** 32 or 64 bits. */
  readonly word: (at: number, is64: boolean) => number;
  /** Text up to a NUL or `maxLength`. */
  readonly text: (at: number, maxLength: number) => string;
}

export function viewBytes(content: Buffer, isLittleEndian: boolean): ByteView {
  function need(at: number, length: number): void {
    if (!Number.isSafeInteger(at) || at < 0 || at + length > content.length) {
      throw new ProgramError('its tables lead outside of the file');
    }
  }
  function u32(at: number): number {
    need(at, 4);
    return isLittleEndian ? content.readUInt32LE(at) : content.readUInt32BE(at);
  }
  function u64(at: number): number {
    need(at, 8);
    return Number(isLittleEndian ? content.readBigUInt64LE(at) : content.readBigUInt64BE(at));
  }
  return {
    u8(at) {
      need(at, 1);
      return content.readUInt8(at);
    },
    u16(at) {
      need(at, 2);
      return isLittleEndian ? content.readUInt16LE(at) : content.readUInt16BE(at);
    },
    u32,
    u64,
    word: (at, is64) => (is64 ? u64(at) : u32(at)),
    text(at, maxLength) {
      need(at, 0);
      const bytes = content.subarray(at, at + maxLength);
      const nul = bytes.indexOf(0);
      return bytes.toString('latin1', 0, nul === -1 ? bytes.length : nul);
    },
  };
}
