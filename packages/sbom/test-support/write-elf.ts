export interface SectionToWrite {
  readonly name: string;
  readonly content: Buffer;
  readonly address?: number;
}

/** A 64-bit little-endian ELF file with these sections, and one writable segment over all of them. */
export function writeElf(sections: readonly SectionToWrite[]): Buffer {
  const all = [
    { name: '', content: Buffer.alloc(0) },
    ...sections,
    { name: '.shstrtab', content: Buffer.alloc(0) },
  ];
  const names = Buffer.from(all.map(({ name }) => `${name}\0`).join(''));
  const header = Buffer.alloc(64 + 56);
  const bodies: Buffer[] = [];
  const table = Buffer.alloc(all.length * 64);
  let offset = header.length;
  let nameAt = 0;
  for (const [index, section] of all.entries()) {
    const content = index === all.length - 1 ? names : section.content;
    const at = index * 64;
    table.writeUInt32LE(nameAt, at);
    table.writeUInt32LE(index === 0 ? 0 : 1, at + 4);
    table.writeBigUInt64LE(BigInt('address' in section ? (section.address ?? 0) : 0), at + 16);
    table.writeBigUInt64LE(BigInt(offset), at + 24);
    table.writeBigUInt64LE(BigInt(content.length), at + 32);
    const padded = Buffer.alloc(Math.ceil(content.length / 16) * 16);
    content.copy(padded);
    bodies.push(padded);
    offset += padded.length;
    nameAt += section.name.length + 1;
  }
  header.write('\x7fELF\x02\x01\x01', 'latin1');
  header.writeBigUInt64LE(64n, 32);
  header.writeBigUInt64LE(BigInt(offset), 40);
  header.writeUInt16LE(56, 54);
  header.writeUInt16LE(1, 56);
  header.writeUInt16LE(64, 58);
  header.writeUInt16LE(all.length, 60);
  header.writeUInt16LE(all.length - 1, 62);
  header.writeUInt32LE(1, 64);
  header.writeUInt32LE(6, 68);
  header.writeBigUInt64LE(0n, 72);
  header.writeBigUInt64LE(BigInt(memoryBase), 80);
  header.writeBigUInt64LE(BigInt(offset), 96);
  return Buffer.concat([header, ...bodies, table]);
}

/** Where the start of the file is in memory. */
export const memoryBase = 0x400000;
/** Where the first section is in the file. */
export const firstSection: number = 64 + 56;
