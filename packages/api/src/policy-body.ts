import type { PolicyBody, PolicyView } from './schemas/policy.ts';

/**
 * What a person can change of a policy: the part that travels back to the server. Whoever may change it sees all of
 * it; the address of a webhook that is not seen is empty, which the server refuses.
 */
export function policyBodyOf(policy: PolicyView): PolicyBody {
  const { name, description, type, severity, scope, rules, actions, runbook, status } = policy;
  return {
    name,
    description,
    type,
    severity,
    scope,
    rules,
    actions: actions.map((action) =>
      action.type === 'webhook' ? { ...action, url: action.url ?? '' } : action,
    ),
    status,
    ...(runbook === undefined ? {} : { runbook }),
  };
}
