import {
  runtimePolicies,
  type StateStore,
  type StateTransaction,
  type StoredPolicy,
} from '@breakwater/store';
import { recordsOf } from '../all-records.ts';
import { audit } from '../audit.ts';
import { contentOf, hashOf } from './policy-content.ts';
import type { ShippedPolicy } from './shipped-policies.ts';
import { removePolicy, writePolicy } from './write-policy.ts';

const by = 'Breakwater';

/**
 * Brings the shipped policies up to date: a new one is added, one that nobody edited follows its file and keeps
 * its status and exceptions, an edited one stays as it is. One whose file is gone goes too, or stays as a policy
 * of the installation's own when somebody edited it.
 */
export function syncShippedPolicies(
  state: StateStore,
  shipped: readonly ShippedPolicy[],
  now: number,
): Promise<void> {
  const at = new Date(now).toISOString();
  return state.transaction(async (transaction) => {
    const stored = new Map<string, StoredPolicy>();
    for await (const policy of recordsOf(transaction.table(runtimePolicies))) stored.set(policy.id, policy);
    for (const policy of shipped) {
      await syncOne(transaction, policy, stored.get(policy.id), at);
      stored.delete(policy.id);
    }
    for (const left of stored.values()) if (left.origin === 'shipped') await retire(transaction, left, at);
  });
}

async function syncOne(
  transaction: StateTransaction,
  shipped: ShippedPolicy,
  stored: StoredPolicy | undefined,
  at: string,
): Promise<void> {
  const shippedHash = hashOf(shipped);
  if (stored === undefined) {
    const policy = { ...shipped, exceptions: [], origin: 'shipped', isSample: false, shippedHash } as const;
    await writePolicy(transaction, policy, { at, by, change: 'created' });
    return;
  }
  if (stored.shippedHash === shippedHash) return;
  if (isEdited(stored)) return;
  const { id, status, exceptions, isSample } = stored;
  const policy = { id, ...contentOf(shipped), status, exceptions, isSample, shippedHash } as const;
  await writePolicy(
    transaction,
    { ...policy, origin: 'shipped' },
    { at, by, change: 'updated by a new version of Breakwater' },
  );
  await note(transaction, 'updatePolicy', id, at);
}

async function retire(transaction: StateTransaction, policy: StoredPolicy, at: string): Promise<void> {
  if (isEdited(policy)) {
    const { shippedHash: _, ...own } = policy;
    const change = 'no longer comes with Breakwater: kept, as it was edited';
    await writePolicy(transaction, { ...own, origin: 'custom' }, { at, by, change });
    await note(transaction, 'updatePolicy', policy.id, at);
    return;
  }
  await removePolicy(transaction, policy, { at, by, change: 'no longer comes with Breakwater: removed' });
  await note(transaction, 'deletePolicy', policy.id, at);
}

function isEdited(stored: StoredPolicy): boolean {
  return stored.shippedHash !== hashOf(stored);
}

function note(transaction: StateTransaction, action: string, target: string, at: string): Promise<void> {
  return audit(transaction, { actor: 'system', action, target, outcome: 'done' }, Date.parse(at));
}
