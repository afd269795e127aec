import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What is known of the copy of one ecosystem. */
export interface MirrorState {
  readonly ecosystem: string;
  /** Of `all.zip`. */
  readonly etag?: string | undefined;
  /** ISO 8601: every record modified up to then is in the copy. */
  readonly upTo: string;
}

export async function readMirrorState(folder: string): Promise<MirrorState | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, 'state.json'), 'utf8'));
    return isState(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function writeMirrorState(folder: string, state: MirrorState): Promise<void> {
  const draft = join(folder, 'state.json.tmp');
  await writeFile(draft, `${JSON.stringify(state, null, 2)}\n`);
  await rename(draft, join(folder, 'state.json'));
}

function isState(value: unknown): value is MirrorState {
  if (typeof value !== 'object' || value === null) return false;
  const { ecosystem, upTo } = value as Partial<MirrorState>;
  return typeof ecosystem === 'string' && typeof upTo === 'string' && !Number.isNaN(Date.parse(upTo));
}
