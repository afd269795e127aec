import type { Filter } from '@breakwater/model';

/** One intake batch as the journal keeps it: a header line of JSON, then the bytes as they came. */
export interface JournalEntry {
  /** Ties the batch to the request that waits for it. */
  readonly id: string;
  /** Name of the intake kind. */
  readonly kind: string;
  readonly isSample: boolean;
  /** What its sender may bring. */
  readonly scope: Filter;
  readonly bytes: Uint8Array;
}

const newline = 0x0a;

export function encodeEntry(entry: JournalEntry): Uint8Array {
  const { bytes, ...header } = entry;
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), bytes]);
}

/** @throws Error when the payload is not an entry: the journal's checksums make that a defect of ours. */
export function decodeEntry(payload: Uint8Array): JournalEntry {
  const end = payload.indexOf(newline);
  if (end < 0) throw new Error('a journal entry has no header');
  const header = JSON.parse(Buffer.from(payload.subarray(0, end)).toString('utf8'));
  const { id, kind, isSample, scope } = header;
  return { id, kind, isSample, scope, bytes: payload.subarray(end + 1) };
}
