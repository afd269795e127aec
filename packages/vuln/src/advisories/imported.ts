import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeCompiled } from './intact.ts';

/** A data set that was imported: what scans use when told nothing else. */
export interface Imported {
  readonly path: string;
  readonly importedAt: string;
  readonly sources: readonly string[];
}

const fileName = 'imported.json';
/** The one in use and those that a roll-back can return to. */
const maxKept = 3;

/** The last import; undefined when there was none or its note cannot be read. */
export async function readImported(folder: string): Promise<Imported | undefined> {
  return (await readHistory(folder))[0];
}

/** Makes a data set the one in use. The oldest are forgotten and their files deleted. */
export async function addImported(folder: string, imported: Imported): Promise<void> {
  const earlier = (await readHistory(folder)).filter(({ path }) => path !== imported.path);
  await writeHistory(folder, [imported, ...earlier].slice(0, maxKept));
  for (const { path } of earlier.slice(maxKept - 1)) await removeCompiled(path);
}

/** Returns to the data set before the last; undefined when there is none. The one that was in use is forgotten. */
export async function returnToEarlier(folder: string): Promise<Imported | undefined> {
  const [current, ...earlier] = await readHistory(folder);
  const [now] = earlier;
  if (current === undefined || now === undefined) return undefined;
  await writeHistory(folder, earlier);
  await removeCompiled(current.path);
  return now;
}

/** Newest first. */
async function readHistory(folder: string): Promise<Imported[]> {
  let text: string;
  try {
    text = await readFile(join(folder, fileName), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter(isImported) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

async function writeHistory(folder: string, history: readonly Imported[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const draft = join(folder, `${fileName}.${randomUUID()}.tmp`);
  await writeFile(draft, `${JSON.stringify(history, null, 2)}\n`);
  await rename(draft, join(folder, fileName));
}

function isImported(value: unknown): value is Imported {
  if (typeof value !== 'object' || value === null) return false;
  const { path, importedAt, sources } = value as Partial<Imported>;
  return typeof path === 'string' && typeof importedAt === 'string' && Array.isArray(sources);
}
