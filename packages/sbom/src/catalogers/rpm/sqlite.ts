/** A database file that is damaged, or of a form that rpm does not write. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

const magic = 'SQLite format 3\0';
const interiorTable = 0x05;
const leafTable = 0x0d;
const maxDepth = 32;
const maxRows = 1_000_000;
/** One header; the largest of real packages have some megabytes. */
const maxValueBytes = 256 * 1024 * 1024;

/** A value of a row; only what rpm's tables hold. */
export type SqliteValue = number | string | Buffer | undefined;

/**
 * Reads the rows of one table of a SQLite database, straight from its pages (SQLite file format 3): nothing is
 * opened, no query is run. A write-ahead log may hold newer pages; without one the file stands as it is. Throws
 * DatabaseError.
 */
export function readSqliteTable(
  content: Buffer,
  table: string,
  newerPages: ReadonlyMap<number, Buffer> = new Map(),
): readonly (readonly SqliteValue[])[] {
  if (content.toString('latin1', 0, magic.length) !== magic) throw new DatabaseError('is no SQLite database');
  const stated = content.readUInt16BE(16);
  const pageSize = stated === 1 ? 65_536 : stated;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0)
    throw new DatabaseError('has pages of a wrong size');
  const usable = pageSize - content.readUInt8(20);
  const file: SqliteFile = {
    usable,
    page(number) {
      const page = newerPages.get(number) ?? content.subarray((number - 1) * pageSize, number * pageSize);
      if (number < 1 || page.length < pageSize) throw new DatabaseError(`page ${number} is missing`);
      return page;
    },
  };
  const schema = [...readRows(file, 1)];
  const entry = schema.find(([type, name]) => type === 'table' && name === table);
  const root = entry?.[3];
  if (typeof root !== 'number') throw new DatabaseError(`has no table ${table}`);
  return [...readRows(file, root)];
}

interface SqliteFile {
  /** Bytes of a page that hold content. */
  readonly usable: number;
  /** By number, from 1. Throws DatabaseError. */
  readonly page: (number: number) => Buffer;
}

/** The rows of a table's tree, in order of their ids. Each page is visited once at most. */
function* readRows(
  file: SqliteFile,
  root: number,
  seen: Set<number> = new Set(),
  depth = 0,
): IterableIterator<readonly SqliteValue[]> {
  if (seen.has(root) || depth > maxDepth) throw new DatabaseError('its pages go round in a circle');
  seen.add(root);
  const page = file.page(root);
  const start = root === 1 ? 100 : 0;
  const kind = page[start];
  const cells = page.readUInt16BE(start + 3);
  if (kind !== interiorTable && kind !== leafTable)
    throw new DatabaseError(`page ${root} is no page of a table`);
  const pointers = start + (kind === interiorTable ? 12 : 8);
  if (pointers + cells * 2 > page.length) throw new DatabaseError(`page ${root} is damaged`);
  for (let index = 0; index < cells; index += 1) {
    const at = page.readUInt16BE(pointers + index * 2);
    if (at + 4 > page.length) throw new DatabaseError(`page ${root} is damaged`);
    if (kind === leafTable) yield readRecord(readPayload(file, page, at));
    else yield* readRows(file, page.readUInt32BE(at), seen, depth + 1);
    if (seen.size > maxRows) throw new DatabaseError('has too many pages');
  }
  if (kind === interiorTable) yield* readRows(file, page.readUInt32BE(start + 8), seen, depth + 1);
}

/** The payload of a leaf cell, with its chain of overflow pages. */
function readPayload(file: SqliteFile, page: Buffer, cell: number): Buffer {
  const [size, afterSize] = readVarint(page, cell);
  const [, start] = readVarint(page, afterSize);
  if (size > maxValueBytes) throw new DatabaseError(`a row has ${size} bytes`);
  const local = localBytes(size, file.usable);
  const first = page.subarray(start, start + local);
  if (first.length < local) throw new DatabaseError('a row leaves its page');
  if (local === size) return first;
  const parts = [first];
  let missing = size - local;
  let next = pageNumber(page, start + local);
  while (missing > 0) {
    const overflow = file.page(next);
    const part = overflow.subarray(4, Math.min(file.usable, 4 + missing));
    parts.push(part);
    missing -= part.length;
    next = pageNumber(overflow, 0);
  }
  return Buffer.concat(parts);
}

function pageNumber(page: Buffer, at: number): number {
  if (at + 4 > page.length) throw new DatabaseError('a row leaves its page');
  return page.readUInt32BE(at);
}

/** How much of a payload stays in its page (file format, section 1.6). */
function localBytes(size: number, usable: number): number {
  const most = usable - 35;
  if (size <= most) return size;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const rest = least + ((size - least) % (usable - 4));
  return rest <= most ? rest : least;
}

function readRecord(payload: Buffer): readonly SqliteValue[] {
  const [headerSize, first] = readVarint(payload, 0);
  const values: SqliteValue[] = [];
  let body = headerSize;
  for (let at = first; at < headerSize; ) {
    const [type, next] = readVarint(payload, at);
    at = next;
    const length = valueBytes(type);
    if (body + length > payload.length) throw new DatabaseError('a row is cut off');
    values.push(readValue(payload.subarray(body, body + length), type));
    body += length;
  }
  return values;
}

function valueBytes(type: number): number {
  if (type >= 12) return Math.floor((type - 12) / 2);
  return [0, 1, 2, 3, 4, 6, 8, 8, 0, 0][type] ?? 0;
}

function readValue(bytes: Buffer, type: number): SqliteValue {
  if (type >= 12) return type % 2 === 0 ? bytes : bytes.toString('utf8');
  if (type === 8 || type === 9) return type - 8;
  if (type === 7) return bytes.readDoubleBE(0);
  if (type === 6) return Number(bytes.readBigInt64BE(0));
  return type === 0 ? undefined : bytes.readIntBE(0, bytes.length);
}

/** A number in up to nine bytes, seven bits each, and where it ends. */
function readVarint(bytes: Buffer, start: number): readonly [value: number, end: number] {
  let value = 0;
  for (let at = start; at < start + 9; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) throw new DatabaseError('a number is cut off');
    if (at === start + 8) return [value * 256 + byte, at + 1];
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + 1];
  }
  throw new DatabaseError('a number is cut off');
}
