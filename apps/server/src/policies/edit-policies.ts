import { randomUUID } from 'node:crypto';
import type { ExceptionBody, PolicyBody } from '@breakwater/api';
import { type Filter, type PolicyException, type RuntimePolicy, sourceOfPolicyType } from '@breakwater/model';
import type { Ruleset } from '@breakwater/rules';
import { policyVersions, runtimePolicies, type StateTransaction, type StoredPolicy } from '@breakwater/store';
import type { VersionNote } from '../administration/version-note.ts';
import { HttpError, notFound } from '../http/http-error.ts';
import type { RulesInForce } from '../rules/live-rules.ts';
import { checkFilter, checkPolicy, rulesOfPolicy } from './check-policy.ts';
import { removePolicy, writePolicy } from './write-policy.ts';

const maxExceptions = 1000;

type Who = Pick<VersionNote, 'at' | 'by'>;

/** Changes of single policies, each inside a transaction. What cannot be done throws HttpError. */
export function createPolicy(
  transaction: StateTransaction,
  body: PolicyBody,
  who: Who,
  { policies, ruleset }: RulesInForce,
): Promise<StoredPolicy> {
  checkPolicy(body, undefined, policies, ruleset);
  const policy = { id: randomUUID(), ...body, exceptions: [], origin: 'custom', isSample: false } as const;
  return writePolicy(transaction, policy, { ...who, change: 'created' });
}

export async function updatePolicy(
  transaction: StateTransaction,
  id: string,
  revision: number,
  body: PolicyBody,
  who: Who,
  { policies, ruleset }: RulesInForce,
): Promise<StoredPolicy> {
  const stored = await existing(transaction, id);
  if (stored.revision !== revision) {
    const { name, updatedBy, updatedAt } = stored;
    const now = `revision ${stored.revision} of ${updatedAt}`;
    const message = `${updatedBy} has changed "${name}" since (${now}; you edited revision ${revision}): load it again`;
    throw new HttpError(409, 'changed-meanwhile', message);
  }
  checkPolicy(body, id, policies, ruleset);
  const { runbook: _, ...kept } = stored;
  return writePolicy(transaction, { ...kept, ...body }, { ...who, change: editOf(stored, body) });
}

export async function deletePolicy(
  transaction: StateTransaction,
  id: string,
  who: Who,
): Promise<StoredPolicy> {
  const stored = await existing(transaction, id);
  if (stored.origin === 'shipped') {
    const message = `"${stored.name}" comes with Breakwater and cannot be deleted: disable it instead`;
    throw new HttpError(409, 'shipped-policy', message);
  }
  await removePolicy(transaction, stored, { ...who, change: 'deleted' });
  return stored;
}

/** Makes an earlier state the newest, also of a policy that was deleted. */
export async function restorePolicy(
  transaction: StateTransaction,
  id: string,
  revision: number,
  who: Who,
  { policies, ruleset }: RulesInForce,
): Promise<StoredPolicy> {
  const log = transaction.log(policyVersions);
  const filters = [
    { op: '=', field: 'policyId', value: id },
    { op: '=', field: 'revision', value: revision },
  ] as const;
  const { rows } = await log.list({ filter: { op: 'and', filters }, limit: 1 });
  const version = rows[0]?.record;
  if (version === undefined) throw notFound(`revision ${revision} of policy ${id}`);
  const stored = (await transaction.table(runtimePolicies).get(id))?.record;
  checkPolicy(version.policy, id, policies, ruleset);
  const { shippedHash: _, ...earlier } = version.policy;
  const { origin, shippedHash } = stored ?? { origin: 'custom' as const, shippedHash: undefined };
  const restored = { ...earlier, origin, ...(shippedHash === undefined ? {} : { shippedHash }) };
  return writePolicy(transaction, restored, { ...who, change: `restored revision ${revision}` });
}

export async function addException(
  transaction: StateTransaction,
  id: string,
  body: ExceptionBody,
  who: Who,
  { ruleset }: RulesInForce,
): Promise<StoredPolicy> {
  const stored = await existing(transaction, id);
  checkException(body, stored, who.at, ruleset);
  const exception: PolicyException = { id: randomUUID(), ...body, createdAt: who.at, createdBy: who.by };
  const policy = { ...stored, exceptions: [...stored.exceptions, exception] };
  return writePolicy(transaction, policy, { ...who, change: `exception added: ${body.reason}` });
}

export async function removeException(
  transaction: StateTransaction,
  id: string,
  exceptionId: string,
  who: Who,
): Promise<StoredPolicy> {
  const stored = await existing(transaction, id);
  const removed = stored.exceptions.find((exception) => exception.id === exceptionId);
  if (removed === undefined) throw notFound(`exception ${exceptionId} of policy ${id}`);
  const policy = { ...stored, exceptions: stored.exceptions.filter((exception) => exception !== removed) };
  return writePolicy(transaction, policy, { ...who, change: `exception removed: ${removed.reason}` });
}

async function existing(transaction: StateTransaction, id: string): Promise<StoredPolicy> {
  const stored = await transaction.table(runtimePolicies).get(id);
  if (stored === undefined) throw notFound(`policy ${id}`);
  return stored.record;
}

function editOf(before: RuntimePolicy, body: PolicyBody): string {
  return before.status === body.status ? 'edited' : `edited: ${body.status}`;
}

function checkException(body: ExceptionBody, policy: RuntimePolicy, at: string, ruleset: Ruleset): void {
  checkFilter(body.filter, sourceOfPolicyType[policy.type], 'body.filter');
  if (isEverything(body.filter) && body.rule === undefined && body.expiresAt === undefined) {
    const message =
      'body.filter: it matches every event for ever: name a rule or an end, or disable the policy';
    throw new HttpError(400, 'empty-exception', message);
  }
  if (policy.exceptions.length >= maxExceptions) {
    const message = `"${policy.name}" has ${maxExceptions} exceptions, the most there can be: remove some`;
    throw new HttpError(409, 'too-many-exceptions', message);
  }
  if (body.expiresAt !== undefined && Date.parse(body.expiresAt) <= Date.parse(at)) {
    throw new HttpError(400, 'expired', `body.expiresAt: ${body.expiresAt} is over already`);
  }
  if (body.rule === undefined) return;
  if (rulesOfPolicy(policy, ruleset).some(({ name }) => name === body.rule)) return;
  throw new HttpError(400, 'unknown-rule', `body.rule: "${policy.name}" runs no rule "${body.rule}"`);
}

function isEverything(filter: Filter): boolean {
  return filter.op === 'and' && filter.filters.every(isEverything);
}
