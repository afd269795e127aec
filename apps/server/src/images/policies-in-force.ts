import { createHash } from 'node:crypto';
import { type ImagePolicy, PolicyError, readImagePolicy } from '@breakwater/findings';
import type { Filter } from '@breakwater/model';
import {
  type ImageException,
  imageExceptions,
  imagePolicies,
  type StateReader,
  type StoredImagePolicy,
} from '@breakwater/store';
import { recordsOf } from '../all-records.ts';

/** A stored policy with what its text means, or why it means nothing any more. */
export interface KnownPolicy {
  readonly stored: StoredImagePolicy;
  readonly policy?: ImagePolicy;
  readonly error?: PolicyError;
}

/** What images are judged by: one moment of the policies and of the accepted risks. */
export interface PoliciesInForce {
  readonly policies: readonly KnownPolicy[];
  /** Those that nobody revoked; expired ones among them, so that a verdict can name them. */
  readonly exceptions: readonly ImageException[];
  /** The same name: the same policies, the same exceptions for all images, the same day. */
  readonly name: string;
}

/** Tables of a read or of a transaction. */
export type Tables = Pick<StateReader, 'table'>;

const notRevoked: Filter = { op: 'not', filter: { op: 'exists', field: 'revokedAt' } };

/** Reads the enabled policies and the accepted risks. */
export async function readPoliciesInForce(tables: Tables, now: Date): Promise<PoliciesInForce> {
  const policies: KnownPolicy[] = [];
  for await (const stored of recordsOf(tables.table(imagePolicies))) {
    if (stored.isEnabled) policies.push(knownPolicy(stored));
  }
  policies.sort((a, b) => (a.stored.name < b.stored.name ? -1 : 1));
  const exceptions: ImageException[] = [];
  for await (const exception of recordsOf(tables.table(imageExceptions), notRevoked)) {
    exceptions.push(exception);
  }
  return { policies, exceptions, name: nameOf(policies, exceptions, now) };
}

export function knownPolicy(stored: StoredImagePolicy): KnownPolicy {
  try {
    return { stored, policy: readImagePolicy(stored.text, stored.name) };
  } catch (error) {
    if (error instanceof PolicyError) return { stored, error };
    throw error;
  }
}

/** Exceptions for single images and repositories are not in it: those images are judged when one of them changes. */
function nameOf(policies: readonly KnownPolicy[], exceptions: readonly ImageException[], now: Date): string {
  const parts = [
    now.toISOString().slice(0, 10),
    ...policies.map(({ stored }) => `${stored.id} ${stored.revision}`),
    ...exceptions.filter(({ where }) => where.kind === 'everywhere').map(({ id }) => id),
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
