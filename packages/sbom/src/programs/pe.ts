import { viewBytes } from './byte-view.ts';
import { maxParts, type Part, ProgramError, type ProgramFile } from './program-file.ts';

const writable = 0x80000000;
const sectionBytes = 40;

export function isPe(head: Buffer): boolean {
  return head.length >= 2 && head[0] === 0x4d && head[1] === 0x5a;
}

/** Reads the section table of a Windows program (PE/COFF specification). Throws ProgramError. */
export function readPe(content: Buffer): ProgramFile {
  const view = viewBytes(content, true);
  const header = view.u32(0x3c);
  if (view.u32(header) !== 0x00004550) throw new ProgramError('has no PE header');
  const count = Math.min(view.u16(header + 6), maxParts);
  const optionalHeader = header + 24;
  const isPlus = view.u16(optionalHeader) === 0x20b;
  const imageBase = isPlus ? view.u64(optionalHeader + 24) : view.u32(optionalHeader + 28);
  const table = optionalHeader + view.u16(header + 20);
  const sections: Part[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = table + index * sectionBytes;
    sections.push({
      name: view.text(at, 8),
      offset: view.u32(at + 20),
      size: view.u32(at + 16),
      address: imageBase + view.u32(at + 12),
      isWritable: (view.u32(at + 36) & writable) !== 0,
    });
  }
  return { format: 'pe', content, sections, segments: sections };
}
