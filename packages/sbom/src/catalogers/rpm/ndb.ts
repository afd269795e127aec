import { DatabaseError } from './sqlite.ts';

/** rpm's own database of packages: numbers little-endian, letters read as such. */
const databaseMagic = 'RpmP';
const slotMagic = 'Slot';
const blobMagic = 'BlbS';
const headerBytes = 32;
const pageBytes = 4096;
const slotBytes = 16;
const blobHeaderBytes = 16;
const blockBytes = 16;
const maxSlotPages = 2048;

/** Headers of all packages in an ndb database (rpm's lib/backend/ndb/rpmpkg.c). Throws DatabaseError. */
export function readNdb(content: Buffer): readonly Buffer[] {
  if (content.length < headerBytes || content.toString('latin1', 0, 4) !== databaseMagic) {
    throw new DatabaseError('is no ndb database');
  }
  const slotPages = content.readUInt32LE(12);
  const end = slotPages * pageBytes;
  if (slotPages === 0 || slotPages > maxSlotPages || end > content.length) {
    throw new DatabaseError(`has ${slotPages} pages of slots`);
  }
  const blobs: Buffer[] = [];
  for (let at = headerBytes; at + slotBytes <= end; at += slotBytes) {
    if (content.toString('latin1', at, at + 4) !== slotMagic) throw new DatabaseError('a slot is damaged');
    const index = content.readUInt32LE(at + 4);
    const start = content.readUInt32LE(at + 8) * blockBytes;
    // A slot without a package is free.
    if (index !== 0 && start !== 0) blobs.push(readBlob(content, start, index));
  }
  return blobs;
}

function readBlob(content: Buffer, start: number, index: number): Buffer {
  const isHere = start + blobHeaderBytes <= content.length;
  if (!isHere || content.toString('latin1', start, start + 4) !== blobMagic) {
    throw new DatabaseError(`package ${index} is not where its slot says`);
  }
  if (content.readUInt32LE(start + 4) !== index) throw new DatabaseError(`package ${index} is another one`);
  const length = content.readUInt32LE(start + 12);
  const blob = content.subarray(start + blobHeaderBytes, start + blobHeaderBytes + length);
  if (blob.length < length) throw new DatabaseError(`package ${index} is cut off`);
  return blob;
}
