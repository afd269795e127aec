import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** A file of advisory data and the SHA-256 of its bytes. */
export interface AdvisoryFile {
  readonly path: string;
  readonly sha256: string;
}

const extensions = /\.(?:(?:jsonl|ndjson|json|csv)(?:\.gz)?|zip)$/;
const maxDepth = 8;

/**
 * Lists the data files at `paths` (files, or folders searched downwards) in a stable order.
 * Throws the file system's error when a path cannot be read.
 */
export async function listAdvisoryFiles(paths: readonly string[]): Promise<AdvisoryFile[]> {
  const found: string[] = [];
  for (const path of paths) await collect(path, 0, found);
  const files: AdvisoryFile[] = [];
  for (const path of new Set(found)) files.push({ path, sha256: await hashFile(path) });
  return files;
}

async function collect(path: string, depth: number, found: string[]): Promise<void> {
  const facts = await stat(path);
  if (!facts.isDirectory()) {
    found.push(path);
    return;
  }
  if (depth === maxDepth) throw new Error(`${path}: folders are nested deeper than ${maxDepth}`);
  const entries = await readdir(path, { withFileTypes: true });
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await collect(child, depth + 1, found);
    else if (extensions.test(entry.name)) await collect(child, depth + 1, found);
  }
}

/** SHA-256 of a file's bytes, in hexadecimal. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
