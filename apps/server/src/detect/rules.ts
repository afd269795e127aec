import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine, type Engine, formatDiagnostic, loadRules } from '@breakwater/rules';
import { sources } from '@breakwater/sources';

/** Loads every rule file of a folder; a faulty one fails the start with its place. */
export async function loadEngine(folder: string): Promise<Engine> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  );
  const loaded = loadRules(files, { sources });
  if (loaded.ruleset === undefined) throw new Error(loaded.errors.map(formatDiagnostic).join('\n'));
  return createEngine(loaded.ruleset, { ruleMatching: 'all' });
}
