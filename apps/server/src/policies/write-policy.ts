import { policyVersions, runtimePolicies, type StateTransaction, type StoredPolicy } from '@breakwater/store';
import type { VersionNote } from '../administration/version-note.ts';

/** Makes this the newest state of the policy; its revision is counted on from the ones it ever had. */
export async function writePolicy(
  transaction: StateTransaction,
  policy: Omit<StoredPolicy, 'revision' | 'updatedAt' | 'updatedBy'>,
  note: VersionNote,
): Promise<StoredPolicy> {
  const written = await appendVersion(transaction, policy, note);
  await transaction.table(runtimePolicies).put(written);
  return written;
}

/** Deletes a policy. Its history stays and says so. */
export async function removePolicy(
  transaction: StateTransaction,
  policy: StoredPolicy,
  note: VersionNote,
): Promise<void> {
  await appendVersion(transaction, policy, note);
  await transaction.table(runtimePolicies).delete(policy.id);
}

async function appendVersion(
  transaction: StateTransaction,
  policy: Omit<StoredPolicy, 'revision' | 'updatedAt' | 'updatedBy'>,
  { at, by, change }: VersionNote,
): Promise<StoredPolicy> {
  const log = transaction.log(policyVersions);
  const newest = await log.list({
    filter: { op: '=', field: 'policyId', value: policy.id },
    sort: [{ column: 'revision', direction: 'descending' }],
    limit: 1,
  });
  const revision = (newest.rows[0]?.record.revision ?? 0) + 1;
  const written: StoredPolicy = { ...policy, revision, updatedAt: at, updatedBy: by };
  await log.append({ policyId: policy.id, revision, at, by, change, policy: written });
  return written;
}
