import type { FileStat, FileStore } from './file-store.ts';

export interface FileRetention {
  /** Only names that begin with it. */
  readonly prefix?: string;
  /** Files changed before this time (milliseconds since the epoch) go. */
  readonly before?: number;
  /** The oldest go until the rest is no larger. */
  readonly maxTotalBytes?: number;
}

/** Removes files by age and by total size; the names of those removed. */
export async function applyFileRetention(
  files: FileStore,
  retention: FileRetention,
): Promise<readonly string[]> {
  const { before = Number.NEGATIVE_INFINITY, maxTotalBytes = Number.POSITIVE_INFINITY } = retention;
  const kept = await allFiles(files, retention.prefix ?? '');
  const oldestFirst = kept.sort((a, b) => a.modifiedAt - b.modifiedAt);
  let total = oldestFirst.reduce((sum, file) => sum + file.size, 0);
  const removed: string[] = [];
  for (const file of oldestFirst) {
    if (file.modifiedAt >= before && total <= maxTotalBytes) break;
    await files.delete(file.name);
    total -= file.size;
    removed.push(file.name);
  }
  return removed;
}

async function allFiles(files: FileStore, prefix: string): Promise<FileStat[]> {
  const all: FileStat[] = [];
  for (;;) {
    const after = all.at(-1)?.name;
    const page = await files.list(after === undefined ? { prefix } : { prefix, after });
    if (page.length === 0) return all;
    all.push(...page);
  }
}
