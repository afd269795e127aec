/** Values of the tags of one rpm header that are of interest (rpm's lib/rpmtag.h). */
export interface RpmHeader {
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly epoch: number;
  readonly architecture: string;
  readonly sourceRpm: string;
  readonly vendor: string;
  readonly license: string;
  readonly modularityLabel: string;
  readonly provides: readonly string[];
  readonly requires: readonly string[];
  /** Full paths of its files. */
  readonly paths: readonly string[];
}

/** A header whose index or data leads nowhere. */
export class RpmHeaderError extends Error {
  override readonly name = 'RpmHeaderError';
}

const tags = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  license: 1014,
  architecture: 1022,
  oldFileNames: 1027,
  sourceRpm: 1044,
  provides: 1047,
  requires: 1049,
  directoryIndexes: 1116,
  baseNames: 1117,
  directoryNames: 1118,
  modularityLabel: 5096,
} as const;

const int32 = 4;
const textTypes: ReadonlySet<number> = new Set([6, 8, 9]);
const entryBytes = 16;
/** Limits of rpm itself. */
const maxEntries = 65_535;
const maxValues = 1_000_000;

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

/**
 * Reads the header of an installed package as the database stores it: number of index entries, bytes of data, the
 * entries, the data; all big-endian. Throws RpmHeaderError.
 */
export function parseRpmHeader(blob: Buffer): RpmHeader {
  if (blob.length < 8) throw new RpmHeaderError('is shorter than a header');
  const count = blob.readUInt32BE(0);
  const dataBytes = blob.readUInt32BE(4);
  const dataStart = 8 + count * entryBytes;
  if (count > maxEntries || dataStart + dataBytes > blob.length) throw new RpmHeaderError('is cut off');
  const data = blob.subarray(dataStart, dataStart + dataBytes);
  const wanted: ReadonlySet<number> = new Set(Object.values(tags));
  const entries = new Map<number, Entry>();
  for (let at = 8; at < dataStart; at += entryBytes) {
    const tag = blob.readUInt32BE(at);
    if (!wanted.has(tag)) continue;
    entries.set(tag, {
      type: blob.readUInt32BE(at + 4),
      offset: blob.readUInt32BE(at + 8),
      count: blob.readUInt32BE(at + 12),
    });
  }
  const texts = (tag: number) => readTexts(data, entries.get(tag));
  const text = (tag: number) => readTexts(data, entries.get(tag), 1)[0] ?? '';
  const numbers = (tag: number) => readNumbers(data, entries.get(tag));
  const directories = texts(tags.directoryNames);
  const indexes = numbers(tags.directoryIndexes);
  const paths = texts(tags.baseNames).map(
    (name, index) => `${directories[indexes[index] ?? -1] ?? ''}${name}`,
  );
  return {
    name: text(tags.name),
    version: text(tags.version),
    release: text(tags.release),
    epoch: numbers(tags.epoch)[0] ?? 0,
    architecture: text(tags.architecture),
    sourceRpm: text(tags.sourceRpm),
    vendor: text(tags.vendor),
    license: text(tags.license),
    modularityLabel: text(tags.modularityLabel),
    provides: texts(tags.provides),
    requires: texts(tags.requires),
    paths: paths.length > 0 ? paths : texts(tags.oldFileNames),
  };
}

function readTexts(data: Buffer, entry: Entry | undefined, most = maxValues): readonly string[] {
  if (entry === undefined || !textTypes.has(entry.type)) return [];
  const values: string[] = [];
  let at = entry.offset;
  for (let index = 0; index < Math.min(entry.count, most); index += 1) {
    const end = data.indexOf(0, at);
    if (at >= data.length || end === -1) throw new RpmHeaderError('has a text without end');
    values.push(data.toString('utf8', at, end));
    at = end + 1;
  }
  return values;
}

function readNumbers(data: Buffer, entry: Entry | undefined): readonly number[] {
  if (entry === undefined || entry.type !== int32) return [];
  if (entry.count > maxValues || entry.offset + entry.count * 4 > data.length) {
    throw new RpmHeaderError('has numbers outside of its data');
  }
  return Array.from({ length: entry.count }, (_, index) => data.readUInt32BE(entry.offset + index * 4));
}
