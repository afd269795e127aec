import { createHash } from 'node:crypto';
import type { PolicyBody } from '@breakwater/api';
import type { RuntimePolicy } from '@breakwater/model';

/** What a policy says: all but its status, its exceptions and its history, which belong to the installation. */
export type PolicyContent = Omit<PolicyBody, 'status'>;

export function contentOf(policy: PolicyContent): PolicyContent {
  const { name, description, type, severity, scope, rules, actions, runbook } = policy;
  return {
    name,
    description,
    type,
    severity,
    scope,
    rules,
    actions,
    ...(runbook === undefined ? {} : { runbook }),
  };
}

/** Whether two policies say the same in the same status. */
export function isSameBody(a: PolicyBody, b: PolicyBody): boolean {
  return a.status === b.status && hashOf(a) === hashOf(b);
}

/** Tells two contents apart. */
export function hashOf(policy: PolicyContent): string {
  return createHash('sha256')
    .update(JSON.stringify(contentOf(policy)))
    .digest('hex');
}

/** A policy as the API shows it, without what only the store keeps. */
export function policyOf(stored: RuntimePolicy): RuntimePolicy {
  const { id, exceptions, status, origin, revision, updatedAt, updatedBy, isSample } = stored;
  return {
    id,
    ...contentOf(stored),
    exceptions,
    status,
    origin,
    revision,
    updatedAt,
    updatedBy,
    isSample,
  };
}
