import { randomUUID } from 'node:crypto';
import type { ImagePolicyBody } from '@breakwater/api';
import { type ImagePolicy, PolicyError, readImagePolicy } from '@breakwater/findings';
import {
  imagePolicies,
  imagePolicyVersions,
  type StateTransaction,
  type StoredImagePolicy,
} from '@breakwater/store';
import type { VersionNote } from '../administration/version-note.ts';
import { HttpError, notFound } from '../http/http-error.ts';

type Who = Pick<VersionNote, 'at' | 'by'>;

/** Changes of single policies, each inside a transaction. What cannot be done throws HttpError. */
export async function createImagePolicy(
  transaction: StateTransaction,
  body: ImagePolicyBody,
  who: Who,
): Promise<StoredImagePolicy> {
  const { name } = readText(body.text);
  await refuseTaken(transaction, name, undefined);
  const policy = { id: randomUUID(), name, ...body, origin: 'custom' } as const;
  return writeImagePolicy(transaction, policy, { ...who, change: 'created' });
}

export async function updateImagePolicy(
  transaction: StateTransaction,
  id: string,
  revision: number,
  body: ImagePolicyBody,
  who: Who,
): Promise<StoredImagePolicy> {
  const stored = await existing(transaction, id);
  if (stored.revision !== revision) {
    const message = `${stored.updatedBy} has changed "${stored.name}" since (revision ${stored.revision} of ${stored.updatedAt}; you edited revision ${revision}): load it again`;
    throw new HttpError(409, 'changed-meanwhile', message);
  }
  const isSwitch = stored.text === body.text;
  // A text that is not touched may be one of an older program: it can be switched off all the same.
  const name = isSwitch && !body.isEnabled ? stored.name : readText(body.text).name;
  await refuseTaken(transaction, name, id);
  const change = isSwitch ? (body.isEnabled ? 'enabled' : 'disabled') : 'edited';
  return writeImagePolicy(transaction, { ...stored, ...body, name }, { ...who, change });
}

export async function deleteImagePolicy(
  transaction: StateTransaction,
  id: string,
  who: Who,
): Promise<StoredImagePolicy> {
  const stored = await existing(transaction, id);
  if (stored.origin === 'shipped') {
    const message = `"${stored.name}" comes with Breakwater and cannot be deleted: disable it instead`;
    throw new HttpError(409, 'shipped-policy', message);
  }
  return removeImagePolicy(transaction, stored, { ...who, change: 'deleted' });
}

/** Makes an earlier state the newest, also of a policy that was deleted. */
export async function restoreImagePolicy(
  transaction: StateTransaction,
  id: string,
  revision: number,
  who: Who,
): Promise<StoredImagePolicy> {
  const { rows } = await transaction.log(imagePolicyVersions).list({
    filter: {
      op: 'and',
      filters: [
        { op: '=', field: 'policyId', value: id },
        { op: '=', field: 'revision', value: revision },
      ],
    },
    limit: 1,
  });
  const version = rows[0]?.record;
  if (version === undefined) throw notFound(`revision ${revision} of image policy ${id}`);
  const stored = (await transaction.table(imagePolicies).get(id))?.record;
  const { name } = readText(version.policy.text);
  await refuseTaken(transaction, name, id);
  const { shippedHash: _, ...earlier } = version.policy;
  const policy: NewState = {
    ...earlier,
    name,
    origin: stored?.origin ?? 'custom',
    ...(stored?.shippedHash === undefined ? {} : { shippedHash: stored.shippedHash }),
  };
  return writeImagePolicy(transaction, policy, { ...who, change: `restored revision ${revision}` });
}

type NewState = Omit<StoredImagePolicy, 'revision' | 'updatedAt' | 'updatedBy'>;

/** Makes this the newest state of the policy; its revision is counted on from the ones it ever had. */
export async function writeImagePolicy(
  transaction: StateTransaction,
  policy: NewState,
  note: VersionNote,
): Promise<StoredImagePolicy> {
  const written = await appendVersion(transaction, policy, note);
  await transaction.table(imagePolicies).put(written);
  return written;
}

/** Deletes a policy. Its history stays and says so. */
export async function removeImagePolicy(
  transaction: StateTransaction,
  policy: StoredImagePolicy,
  note: VersionNote,
): Promise<StoredImagePolicy> {
  const written = await appendVersion(transaction, policy, note);
  await transaction.table(imagePolicies).delete(policy.id);
  return written;
}

/** What a text means. @throws HttpError with every mistake and its line */
export function readText(text: string): ImagePolicy {
  try {
    return readImagePolicy(text, 'policy');
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const details = error.problems.map(({ line, field, message }) => ({
      path: `text:${line}`,
      message: field === '' ? message : `${field}: ${message}`,
    }));
    throw new HttpError(400, 'invalid-policy', error.message, undefined, details);
  }
}

async function appendVersion(
  transaction: StateTransaction,
  policy: NewState,
  { at, by, change }: VersionNote,
): Promise<StoredImagePolicy> {
  const log = transaction.log(imagePolicyVersions);
  const newest = await log.list({
    filter: { op: '=', field: 'policyId', value: policy.id },
    sort: [{ column: 'revision', direction: 'descending' }],
    limit: 1,
  });
  const revision = (newest.rows[0]?.record.revision ?? 0) + 1;
  const written: StoredImagePolicy = { ...policy, revision, updatedAt: at, updatedBy: by };
  await log.append({ policyId: policy.id, revision, at, by, change, policy: written });
  return written;
}

async function existing(transaction: StateTransaction, id: string): Promise<StoredImagePolicy> {
  const stored = await transaction.table(imagePolicies).get(id);
  if (stored === undefined) throw notFound(`image policy ${id}`);
  return stored.record;
}

/** Verdicts are told by the policy's name. */
async function refuseTaken(
  transaction: StateTransaction,
  name: string,
  id: string | undefined,
): Promise<void> {
  const { rows } = await transaction
    .table(imagePolicies)
    .list({ filter: { op: '=', field: 'name', value: name }, limit: 1 });
  const taken = rows[0]?.record;
  if (taken === undefined || taken.id === id) return;
  throw new HttpError(409, 'name-taken', `name: there is another policy "${name}": give this one its own`);
}
