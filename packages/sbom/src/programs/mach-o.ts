import { viewBytes } from './byte-view.ts';
import { maxParts, type Part, ProgramError, type ProgramFile } from './program-file.ts';

const magic32 = 0xfeedface;
const magic64 = 0xfeedfacf;
const fatMagic = 0xcafebabe;
const segmentCommand32 = 0x1;
const segmentCommand64 = 0x19;
const writable = 0x2;

/** A Java class starts like a fat binary, but with a version of at least 45 where that has its few parts. */
export function isMachO(head: Buffer): boolean {
  if (head.length < 8) return false;
  const big = head.readUInt32BE(0);
  if (big === fatMagic) return head.readUInt32BE(4) < 45;
  const little = head.readUInt32LE(0);
  return [big, little].some((magic) => magic === magic32 || magic === magic64);
}

/** Reads the segments of a Mach-O file; of a fat one, those of its first program. Throws ProgramError. */
export function readMachO(content: Buffer): ProgramFile {
  if (content.readUInt32BE(0) === fatMagic) {
    const view = viewBytes(content, false);
    const part = content.subarray(view.u32(16), view.u32(16) + view.u32(20));
    if (part.length < 32 || part.readUInt32BE(0) === fatMagic) throw new ProgramError('holds no program');
    return readMachO(part);
  }
  const isLittleEndian = [magic32, magic64].includes(content.readUInt32LE(0));
  const view = viewBytes(content, isLittleEndian);
  const is64 = view.u32(0) === magic64;
  const commands = Math.min(view.u32(16), maxParts);
  const sections: Part[] = [];
  const segments: Part[] = [];
  let at = is64 ? 32 : 28;
  for (let index = 0; index < commands; index += 1) {
    const size = view.u32(at + 4);
    if (size < 8) throw new ProgramError('has a load command without length');
    if (view.u32(at) === (is64 ? segmentCommand64 : segmentCommand32)) readSegment(at);
    at += size;
  }
  return { format: 'mach-o', content, sections, segments };

  function readSegment(start: number): void {
    const isWritable = (view.u32(start + (is64 ? 60 : 44)) & writable) !== 0;
    segments.push({
      name: view.text(start + 8, 16),
      address: view.word(start + 24, is64),
      offset: view.word(start + (is64 ? 40 : 32), is64),
      size: view.word(start + (is64 ? 48 : 36), is64),
      isWritable,
    });
    const count = Math.min(view.u32(start + (is64 ? 64 : 48)), maxParts);
    for (let index = 0; index < count && sections.length < maxParts; index += 1) {
      const section = start + (is64 ? 72 + index * 80 : 56 + index * 68);
      sections.push({
        name: `${view.text(section + 16, 16)},${view.text(section, 16)}`,
        address: view.word(section + 32, is64),
        size: view.word(section + (is64 ? 40 : 36), is64),
        offset: view.u32(section + (is64 ? 48 : 40)),
        isWritable,
      });
    }
  }
}
