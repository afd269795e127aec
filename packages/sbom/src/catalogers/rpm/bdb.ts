import { DatabaseError } from './sqlite.ts';

const hashMagic = 0x00061561;
const hashPages: ReadonlySet<number> = new Set([2, 13]);
const overflowPage = 7;
const pageHeaderBytes = 26;
const offPageItem = 3;
const keyDataItem = 1;
const maxValueBytes = 256 * 1024 * 1024;

/** How numbers stand in the file: as the machine that wrote it had them. */
interface Pages {
  readonly size: number;
  readonly page: (number: number) => Buffer;
  readonly u16: (page: Buffer, at: number) => number;
  readonly u32: (page: Buffer, at: number) => number;
}

/** Headers of all packages in a Berkeley DB hash, as rpm wrote it up to 4.15 (`Packages`). Throws DatabaseError. */
export function readBdb(content: Buffer): readonly Buffer[] {
  const pages = openPages(content);
  const blobs: Buffer[] = [];
  const last = Math.floor(content.length / pages.size) - 1;
  for (let number = 1; number <= last; number += 1) {
    const page = pages.page(number);
    if (!hashPages.has(page[25] ?? 0)) continue;
    for (const value of readValues(pages, page)) {
      // Key 0 holds the number of packages, four bytes.
      if (value.length > 4) blobs.push(value);
    }
  }
  return blobs;
}

function openPages(content: Buffer): Pages {
  if (content.length < 512) throw new DatabaseError('is no Berkeley DB hash');
  const isLittle = content.readUInt32LE(12) === hashMagic;
  if (!isLittle && content.readUInt32BE(12) !== hashMagic) throw new DatabaseError('is no Berkeley DB hash');
  if (content[24] !== 0) throw new DatabaseError('is encrypted');
  const u32 = (page: Buffer, at: number) => (isLittle ? page.readUInt32LE(at) : page.readUInt32BE(at));
  const size = u32(content, 20);
  if (size < 512 || size > 65_536 || (size & (size - 1)) !== 0)
    throw new DatabaseError('has pages of a wrong size');
  return {
    size,
    u16: (page, at) => (isLittle ? page.readUInt16LE(at) : page.readUInt16BE(at)),
    u32,
    page(number) {
      const page = content.subarray(number * size, (number + 1) * size);
      if (page.length < size) throw new DatabaseError(`page ${number} is missing`);
      return page;
    },
  };
}

/** Items come in pairs of key and value; the table of their places follows the page's header. */
function* readValues(pages: Pages, page: Buffer): IterableIterator<Buffer> {
  const count = pages.u16(page, 20);
  if (pageHeaderBytes + count * 2 > page.length)
    throw new DatabaseError('a page has more items than it can hold');
  const place = (index: number) => pages.u16(page, pageHeaderBytes + index * 2);
  for (let index = 1; index < count; index += 2) {
    const at = place(index);
    if (at < pageHeaderBytes || at + 1 > page.length) throw new DatabaseError('an item leaves its page');
    const kind = page[at];
    if (kind === offPageItem) yield readOverflow(pages, page, at);
    else if (kind === keyDataItem) yield page.subarray(at + 1, Math.max(at + 1, place(index - 1)));
  }
}

/** A value too long for its page: a chain of overflow pages. */
function readOverflow(pages: Pages, page: Buffer, item: number): Buffer {
  if (item + 12 > page.length) throw new DatabaseError('an item leaves its page');
  const total = pages.u32(page, item + 8);
  if (total > maxValueBytes) throw new DatabaseError(`a value has ${total} bytes`);
  const parts: Buffer[] = [];
  let read = 0;
  let next = pages.u32(page, item + 4);
  while (next !== 0 && read < total) {
    const overflow = pages.page(next);
    const length = pages.u16(overflow, 22);
    if (overflow[25] !== overflowPage || length === 0 || pageHeaderBytes + length > overflow.length) {
      throw new DatabaseError(`page ${next} does not continue a value`);
    }
    parts.push(overflow.subarray(pageHeaderBytes, pageHeaderBytes + length));
    read += length;
    next = pages.u32(overflow, 16);
  }
  if (read < total) throw new DatabaseError('a value is cut off');
  return Buffer.concat(parts, total);
}
