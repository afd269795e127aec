import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RuleFile } from '@breakwater/rules';
import { ruleFiles, type StateStore, type StoredRuleFile } from '@breakwater/store';
import { recordsOf } from '../all-records.ts';
import { removeRuleFile, writeRuleFile } from './write-rule-file.ts';

const by = 'Breakwater';

/** The rule files that come with Breakwater, in the order of their names. */
export async function readShippedRules(folder: string): Promise<readonly RuleFile[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })));
}

/** Brings the stored copies of the shipped rule files up to date; whether they are switched on stays. */
export function syncShippedRules(
  state: StateStore,
  shipped: readonly RuleFile[],
  now: number,
): Promise<void> {
  const at = new Date(now).toISOString();
  return state.transaction(async (transaction) => {
    const stored = new Map<string, StoredRuleFile>();
    for await (const file of recordsOf(transaction.table(ruleFiles))) stored.set(file.id, file);
    for (const [position, { name, text }] of shipped.entries()) {
      const known = stored.get(name);
      stored.delete(name);
      // One that did not load is tried again: it may have been for the sake of another.
      const isSame = known?.text === text && known.position === position;
      if (isSame && known.error === undefined) continue;
      const isEnabled = known === undefined || known.isEnabled || known.error !== undefined;
      const file = { id: name, name, text, origin: 'shipped', isEnabled, position } as const;
      const change = known === undefined ? 'created' : 'updated by a new version of Breakwater';
      await writeRuleFile(transaction, file, { at, by, change });
    }
    for (const left of stored.values()) {
      const change = 'no longer comes with Breakwater';
      if (left.origin === 'shipped') await removeRuleFile(transaction, left, { at, by, change });
    }
  });
}
