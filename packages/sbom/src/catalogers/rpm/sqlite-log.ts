const magics: ReadonlySet<number> = new Set([0x377f0682, 0x377f0683]);
const headerBytes = 32;
const frameHeaderBytes = 24;

/**
 * The pages of a SQLite write-ahead log that belong to finished transactions, newest of each (file format,
 * section 4). Frames of an older generation, with other salts, do not count. Empty when there is no log.
 */
export function readSqliteLog(log: Buffer | undefined): ReadonlyMap<number, Buffer> {
  const committed = new Map<number, Buffer>();
  if (log === undefined || log.length < headerBytes || !magics.has(log.readUInt32BE(0))) return committed;
  const pageSize = log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  if (pageSize < 512 || pageSize > 65_536) return committed;
  let pending = new Map<number, Buffer>();
  for (
    let at = headerBytes;
    at + frameHeaderBytes + pageSize <= log.length;
    at += frameHeaderBytes + pageSize
  ) {
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    const start = at + frameHeaderBytes;
    pending.set(log.readUInt32BE(at), log.subarray(start, start + pageSize));
    const isCommit = log.readUInt32BE(at + 4) !== 0;
    if (!isCommit) continue;
    for (const [number, page] of pending) committed.set(number, page);
    pending = new Map();
  }
  return committed;
}
