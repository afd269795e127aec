import { type ByteView, viewBytes } from './byte-view.ts';
import { maxParts, type Part, type ProgramFile } from './program-file.ts';

const writableSection = 0x1;
const writableSegment = 0x2;
const loadable = 1;
/** A section that takes no room in the file. */
const noBits = 8;

export function isElf(head: Buffer): boolean {
  return head.length >= 4 && head.readUInt32BE(0) === 0x7f454c46;
}

/** Reads the section and segment tables of an ELF file (System V ABI, chapters 4 and 5). Throws ProgramError. */
export function readElf(content: Buffer): ProgramFile {
  const is64 = content[4] === 2;
  const view = viewBytes(content, content[5] !== 2);
  return {
    format: 'elf',
    content,
    sections: readSections(view, is64),
    segments: readSegments(view, is64),
  };
}

function readSections(view: ByteView, is64: boolean): readonly Part[] {
  const table = view.word(is64 ? 40 : 32, is64);
  if (table === 0) return [];
  const entrySize = view.u16(is64 ? 58 : 46);
  const count = Math.min(view.u16(is64 ? 60 : 48), maxParts);
  const namesIndex = view.u16(is64 ? 62 : 50);
  const offsetOf = (at: number) => view.word(at + (is64 ? 24 : 16), is64);
  const namesAt = count === 0 ? 0 : offsetOf(table + namesIndex * entrySize);
  const sections: Part[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = table + index * entrySize;
    const hasBytes = view.u32(at + 4) !== noBits;
    sections.push({
      name: view.text(namesAt + view.u32(at), 64),
      offset: offsetOf(at),
      size: hasBytes ? view.word(at + (is64 ? 32 : 20), is64) : 0,
      address: view.word(at + (is64 ? 16 : 12), is64),
      isWritable: (view.word(at + 8, is64) & writableSection) !== 0,
    });
  }
  return sections;
}

function readSegments(view: ByteView, is64: boolean): readonly Part[] {
  const table = view.word(is64 ? 32 : 28, is64);
  if (table === 0) return [];
  const entrySize = view.u16(is64 ? 54 : 42);
  const count = Math.min(view.u16(is64 ? 56 : 44), maxParts);
  const segments: Part[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = table + index * entrySize;
    if (view.u32(at) !== loadable) continue;
    segments.push({
      name: '',
      offset: view.word(at + (is64 ? 8 : 4), is64),
      size: view.word(at + (is64 ? 32 : 16), is64),
      address: view.word(at + (is64 ? 16 : 8), is64),
      isWritable: (view.u32(at + (is64 ? 4 : 24)) & writableSegment) !== 0,
    });
  }
  return segments;
}
