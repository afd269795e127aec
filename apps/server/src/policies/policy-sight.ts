import { type PolicyActionView, type PolicyView, permissionsOf } from '@breakwater/api';
import type { Filter, PolicyAction, RuntimePolicy } from '@breakwater/model';
import { type Caller, isEverywhere } from '../auth/caller.ts';
import { mayOverlap } from './filters-overlap.ts';
import { policyOf } from './policy-content.ts';

/** How much somebody sees of the policies: what watches within `scope`. */
export interface PolicySight {
  readonly scope: Filter;
  /** Addresses of webhooks often hold a secret: only who may change them sees them. */
  readonly seesAddresses: boolean;
}

export function sightOf({ caller, scope }: { readonly caller: Caller; readonly scope: Filter }): PolicySight {
  const seesAddresses =
    caller.kind === 'user' &&
    caller.grants.some(
      (grant) => isEverywhere(grant.scope) && permissionsOf[grant.role].includes('administer'),
    );
  return { scope, seesAddresses };
}

/** Whether a policy may be about something within the scope; what is not is none of the team's business. */
export function isInSight({ scope: watched }: Pick<RuntimePolicy, 'scope'>, scope: Filter): boolean {
  return mayOverlap(watched, scope);
}

/** A policy as somebody sees it who may see it. */
export function policyInSight(policy: RuntimePolicy, { scope, seesAddresses }: PolicySight): PolicyView {
  const { actions, exceptions, ...seen } = policyOf(policy);
  return {
    ...seen,
    exceptions: exceptions.filter(({ filter }) => mayOverlap(filter, scope)),
    actions: seesAddresses ? actions : actions.map(withoutAddress),
  };
}

function withoutAddress(action: PolicyAction): PolicyActionView {
  return action.type === 'webhook' ? { type: action.type, mode: action.mode } : action;
}
