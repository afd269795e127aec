import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readImagePolicy } from '@breakwater/findings';
import {
  imagePolicies,
  type StateStore,
  type StateTransaction,
  type StoredImagePolicy,
} from '@breakwater/store';
import { recordsOf } from '../all-records.ts';
import { audit } from '../audit.ts';
import { removeImagePolicy, writeImagePolicy } from './edit-image-policies.ts';

/** An image policy as it comes with Breakwater. */
export interface ShippedImagePolicy {
  /** The file's name without its ending. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
}

const by = 'Breakwater';
/** The others are there to be switched on. */
const enabledFromTheStart = 'default';

/** The image policies that come with Breakwater, one per file. @throws PolicyError that names file and line */
export async function readShippedImagePolicies(folder: string): Promise<readonly ShippedImagePolicy[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  return Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8');
      return { id: basename(file, '.yaml'), name: readImagePolicy(text, file).name, text };
    }),
  );
}

/**
 * Brings the shipped policies up to date: a new one is added, one that nobody edited follows its file and stays switched on or off,
 * an edited one stays as it is. One whose file is gone goes too, or stays as a policy of the installation's own when somebody
 * edited it.
 */
export function syncShippedImagePolicies(
  state: StateStore,
  shipped: readonly ShippedImagePolicy[],
  now: number,
): Promise<void> {
  const at = new Date(now).toISOString();
  return state.transaction(async (transaction) => {
    const stored = new Map<string, StoredImagePolicy>();
    for await (const policy of recordsOf(transaction.table(imagePolicies))) stored.set(policy.id, policy);
    for (const policy of shipped) {
      await syncOne(transaction, policy, stored, at);
      stored.delete(policy.id);
    }
    for (const left of stored.values()) if (left.origin === 'shipped') await retire(transaction, left, at);
  });
}

async function syncOne(
  transaction: StateTransaction,
  { id, name, text }: ShippedImagePolicy,
  all: ReadonlyMap<string, StoredImagePolicy>,
  at: string,
): Promise<void> {
  const stored = all.get(id);
  const shippedHash = hashOf(text);
  if (stored !== undefined && (stored.shippedHash === shippedHash || isEdited(stored))) return;
  // Somebody's own policy has the name already: theirs stays, and ours is not forced beside it.
  if ([...all.values()].some((other) => other.name === name && other.id !== id)) return;
  const isEnabled = stored?.isEnabled ?? id === enabledFromTheStart;
  const policy = { id, name, text, isEnabled, origin: 'shipped', shippedHash } as const;
  const change = stored === undefined ? 'created' : 'updated by a new version of Breakwater';
  await writeImagePolicy(transaction, policy, { at, by, change });
  if (stored !== undefined) await note(transaction, 'updateImagePolicy', id, at);
}

async function retire(transaction: StateTransaction, policy: StoredImagePolicy, at: string): Promise<void> {
  if (!isEdited(policy)) {
    await removeImagePolicy(transaction, policy, {
      at,
      by,
      change: 'no longer comes with Breakwater: removed',
    });
    await note(transaction, 'deleteImagePolicy', policy.id, at);
    return;
  }
  const { shippedHash: _, ...own } = policy;
  const change = 'no longer comes with Breakwater: kept, as it was edited';
  await writeImagePolicy(transaction, { ...own, origin: 'custom' }, { at, by, change });
  await note(transaction, 'updateImagePolicy', policy.id, at);
}

/** Of a shipped policy: its text is no longer that of its file. */
export function isEdited({ shippedHash, text }: StoredImagePolicy): boolean {
  return shippedHash !== undefined && shippedHash !== hashOf(text);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function note(transaction: StateTransaction, action: string, target: string, at: string): Promise<void> {
  return audit(transaction, { actor: 'system', action, target, outcome: 'done' }, Date.parse(at));
}
