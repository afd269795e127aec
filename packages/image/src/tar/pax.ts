import { decodeName } from './header.ts';

/** Records of a pax extended header by key; an empty value removes what a global header said. */
export type PaxRecords = ReadonlyMap<string, string>;

/** The keys that change what a member is; all others (times, owners, attributes) are dropped. */
const usedKeys: ReadonlySet<string> = new Set([
  'path',
  'linkpath',
  'size',
  'GNU.sparse.name',
  'GNU.sparse.realsize',
  'GNU.sparse.size',
]);

/**
 * Reads `LENGTH KEY=VALUE\n` records (POSIX.1-2001 pax). The length counts the whole record in bytes.
 * Undefined when a record is malformed.
 */
export function parsePaxRecords(body: Buffer): PaxRecords | undefined {
  const records = new Map<string, string>();
  let at = 0;
  while (at < body.length) {
    const space = body.indexOf(0x20, at);
    if (space === -1 || space - at > 10) return undefined;
    const digits = body.toString('latin1', at, space);
    if (!/^[0-9]+$/.test(digits)) return undefined;
    const end = at + Number(digits);
    if (end > body.length || end <= space + 1 || body[end - 1] !== 0x0a) return undefined;
    const equals = body.indexOf(0x3d, space);
    if (equals === -1 || equals >= end) return undefined;
    const key = body.toString('latin1', space + 1, equals);
    if (usedKeys.has(key)) records.set(key, decodeName(body.subarray(equals + 1, end - 1)));
    at = end;
  }
  return records;
}
