import { readNumber, type TarHeader } from './header.ts';
import type { PaxRecords } from './pax.ts';
import type { TarEntry, TarEntryType } from './tar-entry.ts';

/** What the special members before a header say about it. */
export interface Overrides {
  readonly globals: PaxRecords;
  readonly records: PaxRecords;
  readonly longName: string | undefined;
  readonly longLink: string | undefined;
}

export interface Member {
  readonly entry: TarEntry;
  /** Bytes that follow the header, without padding. */
  readonly storedSize: number;
}

/** Joins a header with its overrides. A string says why the member cannot be read. */
export function readMember(header: TarHeader, overrides: Overrides): Member | string {
  const pax = (key: string) => overrides.records.get(key) ?? overrides.globals.get(key);
  const sizeText = pax('size');
  const size = sizeText === undefined || sizeText === '' ? header.size : parseDecimal(sizeText);
  if (size === undefined) return 'unreadable size';

  const path = pax('GNU.sparse.name') || pax('path') || overrides.longName || header.name;
  const linkPath = pax('linkpath') || overrides.longLink || header.linkName;
  if (path.includes('\0') || linkPath.includes('\0')) return 'NUL in a name';
  const type = entryType(header.typeFlag, path);
  const sparseSize = expandedSize(header, pax);
  const hasBody = type === 'file' || (type === 'other' && !'346'.includes(header.typeFlag));
  return {
    entry: {
      path,
      type,
      mode: header.mode,
      size: type === 'file' ? (sparseSize ?? size) : 0,
      linkPath: type === 'hard-link' || type === 'symlink' ? linkPath : '',
      isSparse: sparseSize !== undefined,
    },
    storedSize: hasBody ? size : 0,
  };
}

/** Links, folders and devices have no body, whatever their size field says (as Go's archive/tar reads it). */
function entryType(typeFlag: string, path: string): TarEntryType {
  switch (typeFlag) {
    case '0':
    case '7':
    case '\0':
      return path.endsWith('/') ? 'directory' : 'file';
    case 'S':
      return 'file';
    case '1':
      return 'hard-link';
    case '2':
      return 'symlink';
    case '5':
      return 'directory';
    default:
      return 'other';
  }
}

/** Size of a sparse file once expanded; undefined when the file is not sparse. */
function expandedSize(header: TarHeader, pax: (key: string) => string | undefined): number | undefined {
  if (header.typeFlag === 'S') return readNumber(header.block, 483, 495) ?? 0;
  const declared = pax('GNU.sparse.realsize') ?? pax('GNU.sparse.size');
  return declared === undefined ? undefined : (parseDecimal(declared) ?? 0);
}

function parseDecimal(text: string): number | undefined {
  const value = /^[0-9]{1,16}$/.test(text) ? Number(text) : undefined;
  return value !== undefined && Number.isSafeInteger(value) ? value : undefined;
}
