import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes files to a folder that is gone when `use` is done with them. */
export async function withFiles<T>(
  files: Iterable<Buffer>,
  use: (paths: readonly string[]) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-bench-'));
  try {
    const paths: string[] = [];
    for (const file of files) {
      const path = join(folder, `${paths.length}.json`);
      writeFileSync(path, file);
      paths.push(path);
    }
    return await use(paths);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
