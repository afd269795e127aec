import { randomUUID } from 'node:crypto';
import type { ImportResult } from '@breakwater/api';
import type { RuntimePolicy } from '@breakwater/model';
import type { Ruleset } from '@breakwater/rules';
import {
  runtimePolicies,
  type StateTransaction,
  type StoredPolicy,
  type StoredRuleFile,
} from '@breakwater/store';
import type { VersionNote } from '../administration/version-note.ts';
import { HttpError } from '../http/http-error.ts';
import { type Judging, judgeFiles, type UnversionedFile } from '../rules/edit-rule-files.ts';
import type { RulesInForce } from '../rules/live-rules.ts';
import { writeRuleFile } from '../rules/write-rule-file.ts';
import { checkPolicy } from './check-policy.ts';
import { atPolicy } from './import-place.ts';
import { contentOf } from './policy-content.ts';
import type { PolicyDocument, PortablePolicy } from './policy-document.ts';
import { writePolicy } from './write-policy.ts';

/** What an import would change, judged as a whole before anything is stored. */
export interface PlannedImport {
  readonly files: readonly UnversionedFile[];
  readonly policies: readonly PortablePolicy[];
  /** What the rule files load to afterwards; undefined when none changes. */
  readonly ruleset?: Ruleset;
  readonly result: ImportResult;
}

/** @throws HttpError when a part of it cannot be: nothing of it is then imported */
export async function planImport(document: PolicyDocument, judging: Judging): Promise<PlannedImport> {
  const { inForce, compiler } = judging;
  const files = document.ruleFiles.map((file, index) => importedFile(file, index, inForce));
  const changedFiles = files.filter(({ file, before }) => !isSameFile(file, before)).map(({ file }) => file);
  const ids = new Set(changedFiles.map(({ id }) => id));
  const allFiles = [...inForce.files.filter(({ id }) => !ids.has(id)), ...changedFiles];
  const changed = changedFiles.length > 0;
  const ruleset = changed
    ? await judgeFiles(ids, allFiles, {
        inForce: withImported(inForce, document),
        compiler,
        textPath: (id) => `ruleFiles.${files.findIndex(({ file }) => file.id === id)}.text`,
      })
    : inForce.ruleset;

  const stored = new Map(inForce.policies.map((policy) => [policy.id, policy]));
  const policies = document.policies.filter((one) => !isSamePolicy(one, stored.get(one.id)));
  await checkPolicies(document, inForce.policies, ruleset);
  const isNew = (one: PortablePolicy) => !stored.has(one.id);
  const policyName = ({ policy }: PortablePolicy) => policy.name;
  return {
    files: changedFiles,
    policies,
    ...(changed ? { ruleset } : {}),
    result: {
      created: [
        ...files.filter(({ before }) => before === undefined).map(({ file }) => file.name),
        ...policies.filter(isNew).map(policyName),
      ],
      updated: [
        ...files
          .filter(({ before, file }) => before !== undefined && ids.has(file.id))
          .map(({ file }) => file.name),
        ...policies.filter((one) => !isNew(one)).map(policyName),
      ],
      unchanged: [
        ...files.filter(({ file }) => !ids.has(file.id)).map(({ file }) => file.name),
        ...document.policies.filter((one) => !policies.includes(one)).map(policyName),
      ],
    },
  };
}

/** Stores what was planned. */
export async function storeImport(
  transaction: StateTransaction,
  { files, policies }: PlannedImport,
  who: Pick<VersionNote, 'at' | 'by'>,
): Promise<void> {
  const note = { ...who, change: 'imported' };
  for (const file of files) await writeRuleFile(transaction, file, note);
  for (const { id, policy, exceptions } of policies) {
    const stored = (await transaction.table(runtimePolicies).get(id))?.record;
    const kept: Pick<StoredPolicy, 'origin' | 'isSample' | 'shippedHash'> = {
      origin: stored?.origin ?? 'custom',
      isSample: stored?.isSample ?? false,
      ...(stored?.shippedHash === undefined ? {} : { shippedHash: stored.shippedHash }),
    };
    await writePolicy(transaction, { id, ...policy, exceptions, ...kept }, note);
  }
}

/** The policies as they are to be: one that gives a rule up no longer needs it. */
function withImported(inForce: RulesInForce, { policies }: PolicyDocument): RulesInForce {
  const imported = new Map(policies.map(({ id, policy }) => [id, policy]));
  return {
    ...inForce,
    policies: inForce.policies.map((policy) => ({ ...policy, ...imported.get(policy.id) })),
  };
}

interface ImportedFile {
  readonly file: UnversionedFile;
  readonly before?: StoredRuleFile;
}

function importedFile(
  imported: PolicyDocument['ruleFiles'][number],
  index: number,
  { files }: RulesInForce,
): ImportedFile {
  const before = files.find(({ name }) => name === imported.name);
  if (before?.origin === 'shipped') {
    const message = `a rule file "${before.name}" comes with Breakwater: give yours another name; nothing was imported`;
    throw new HttpError(409, 'shipped-file', message);
  }
  if (before === undefined) {
    return {
      file: { id: randomUUID(), ...imported, origin: 'custom', position: nextPosition(files) + index },
    };
  }
  const { id, origin, position } = before;
  return { file: { id, ...imported, origin, position }, before };
}

function nextPosition(files: readonly StoredRuleFile[]): number {
  return Math.max(-1, ...files.map(({ position }) => position)) + 1;
}

function isSameFile(file: UnversionedFile, before: StoredRuleFile | undefined): boolean {
  return before?.text === file.text && before.isEnabled === file.isEnabled;
}

function isSamePolicy(one: PortablePolicy, stored: RuntimePolicy | undefined): boolean {
  if (stored === undefined) return false;
  const portable = (policy: RuntimePolicy | PortablePolicy['policy'], exceptions: unknown) =>
    JSON.stringify([contentOf(policy), policy.status, exceptions]);
  return portable(one.policy, one.exceptions) === portable(stored, stored.exceptions);
}

async function checkPolicies(
  document: PolicyDocument,
  existing: readonly RuntimePolicy[],
  ruleset: Ruleset,
): Promise<void> {
  const ids = new Set(document.policies.map(({ id }) => id));
  const others = existing.filter(({ id }) => !ids.has(id));
  for (const one of document.policies) {
    const { id, policy, exceptions } = one;
    await atPolicy(one, document, () => checkPolicy({ ...policy, exceptions }, id, others, ruleset));
  }
}
