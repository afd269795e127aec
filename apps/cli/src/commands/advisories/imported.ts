import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What `advisories import` last did: the data that scans use when told nothing else. */
export interface Imported {
  readonly path: string;
  readonly importedAt: string;
  readonly sources: readonly string[];
}

const fileName = 'imported.json';

/** The last import; undefined when there was none or its note cannot be read. */
export async function readImported(folder: string): Promise<Imported | undefined> {
  let text: string;
  try {
    text = await readFile(join(folder, fileName), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    return isImported(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

export async function writeImported(folder: string, imported: Imported): Promise<void> {
  const draft = join(folder, `${fileName}.${randomUUID()}.tmp`);
  await writeFile(draft, `${JSON.stringify(imported, null, 2)}\n`);
  await rename(draft, join(folder, fileName));
}

function isImported(value: unknown): value is Imported {
  if (typeof value !== 'object' || value === null) return false;
  const { path, importedAt, sources } = value as Partial<Imported>;
  return typeof path === 'string' && typeof importedAt === 'string' && Array.isArray(sources);
}
