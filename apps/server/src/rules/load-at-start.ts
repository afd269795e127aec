import type { Ruleset } from '@breakwater/rules';
import { ruleFiles, type StateStore, type StoredRuleFile } from '@breakwater/store';
import type { FastifyBaseLogger } from 'fastify';
import { recordsOf } from '../all-records.ts';
import { audit } from '../audit.ts';
import { inLoadOrder, loadRuleFiles, problemText } from './load-rule-files.ts';
import { writeRuleFile } from './write-rule-file.ts';

/**
 * Loads the stored rule files. One that no longer loads (an update may have changed what it needs) is switched
 * off with its error, told in the log and the audit log, and the others go on: it must not stop the server.
 */
export async function loadRulesAtStart(
  state: StateStore,
  now: number,
  logger: FastifyBaseLogger,
): Promise<Ruleset> {
  for (;;) {
    const stored = await state.read(async (reader) => {
      const files: StoredRuleFile[] = [];
      for await (const file of recordsOf(reader.table(ruleFiles))) files.push(file);
      return inLoadOrder(files);
    });
    const { ruleset, errors, failedId } = loadRuleFiles(stored);
    if (ruleset !== undefined) return ruleset;
    const failed = stored.find(({ id }) => id === failedId);
    const problems = errors.map((error) => problemText(error, stored));
    // Without a file to blame, switching off would never end.
    if (failed === undefined) throw new Error(`the rules do not load: ${problems.join('\n')}`);
    logger.error({ file: failed.name, errors: problems }, 'a rule file no longer loads: it is switched off');
    await switchOff(state, failed, problems.join('\n'), now);
  }
}

function switchOff(state: StateStore, file: StoredRuleFile, error: string, now: number): Promise<void> {
  const at = new Date(now).toISOString();
  return state.transaction(async (transaction) => {
    const change = 'switched off: it no longer loads';
    await writeRuleFile(transaction, { ...file, isEnabled: false, error }, { at, by: 'Breakwater', change });
    const note = { actor: 'system', action: 'updateRuleFile', target: file.id, outcome: 'done' } as const;
    await audit(transaction, { ...note, detail: { error } }, now);
  });
}
