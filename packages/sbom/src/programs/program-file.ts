/** A part of a program's file: a section or a loaded segment. */
export interface Part {
  /** Empty for segments that have no name. */
  readonly name: string;
  readonly offset: number;
  readonly size: number;
  /** Where it is in memory when the program runs. */
  readonly address: number;
  readonly isWritable: boolean;
}

/** The layout of an executable or library, whatever its format. */
export interface ProgramFile {
  readonly format: 'elf' | 'pe' | 'mach-o';
  readonly content: Buffer;
  /** By name; in Mach-O `__DATA,.dep-v0`. */
  readonly sections: readonly Part[];
  /** What is loaded, in order of the file. */
  readonly segments: readonly Part[];
}

/** Tables with more entries than any real program has are damage or malice. */
export const maxParts = 10_000;

/** A program whose tables lead nowhere. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
}

/** The bytes of a part; what lies outside the file is left out. */
export function partBytes({ content }: ProgramFile, { offset, size }: Part): Buffer {
  return content.subarray(Math.min(offset, content.length), Math.min(offset + size, content.length));
}

export function findSection({ sections }: ProgramFile, name: string): Part | undefined {
  return sections.find((section) => section.name === name);
}

/** Bytes at an address in memory; undefined when no segment has them all. */
export function bytesAt(file: ProgramFile, address: number, length: number): Buffer | undefined {
  for (const segment of file.segments) {
    const at = address - segment.address;
    if (at < 0 || at + length > segment.size) continue;
    const bytes = file.content.subarray(segment.offset + at, segment.offset + at + length);
    return bytes.length === length ? bytes : undefined;
  }
  return undefined;
}
