import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildConsole } from '../../../../tools/console-build.ts';

const root = resolve(import.meta.dirname, '../../../..');
const lock = join(
  tmpdir(),
  `breakwater-console-${createHash('sha256').update(root).digest('hex').slice(0, 12)}.lock`,
);
/** A build takes seconds; a lock older than this was left behind. */
const abandonedMs = 120_000;

/** Builds the console where its sources are newer; test files that run beside one another wait for one build. */
export async function builtConsole(): Promise<void> {
  while (!takeLock()) await new Promise((done) => setTimeout(done, 100));
  try {
    buildConsole();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const held = statSync(lock, { throwIfNoEntry: false });
  if (held !== undefined && Date.now() - held.mtimeMs > abandonedMs) {
    rmSync(lock, { recursive: true, force: true });
  }
  return false;
}
