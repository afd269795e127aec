import { ruleFiles, ruleFileVersions, type StateTransaction, type StoredRuleFile } from '@breakwater/store';
import type { VersionNote } from '../administration/version-note.ts';

type Unversioned = Omit<StoredRuleFile, 'revision' | 'updatedAt' | 'updatedBy'>;

/** Makes this the newest state of the file; its revision is counted on from the ones it ever had. */
export async function writeRuleFile(
  transaction: StateTransaction,
  file: Unversioned,
  note: VersionNote,
): Promise<StoredRuleFile> {
  const written = await appendVersion(transaction, file, note);
  await transaction.table(ruleFiles).put(written);
  return written;
}

/** Deletes a file. Its history stays and says so. */
export async function removeRuleFile(
  transaction: StateTransaction,
  file: StoredRuleFile,
  note: VersionNote,
): Promise<void> {
  await appendVersion(transaction, file, note);
  await transaction.table(ruleFiles).delete(file.id);
}

async function appendVersion(
  transaction: StateTransaction,
  file: Unversioned,
  { at, by, change }: VersionNote,
): Promise<StoredRuleFile> {
  const log = transaction.log(ruleFileVersions);
  const newest = await log.list({
    filter: { op: '=', field: 'fileId', value: file.id },
    sort: [{ column: 'revision', direction: 'descending' }],
    limit: 1,
  });
  const revision = (newest.rows[0]?.record.revision ?? 0) + 1;
  const written: StoredRuleFile = { ...file, revision, updatedAt: at, updatedBy: by };
  await log.append({ fileId: file.id, revision, at, by, change, file: written });
  return written;
}
