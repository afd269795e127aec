import type { DetectionAction, Place, PolicyAction, RuntimePolicy } from '@breakwater/model';

/** What the actions of a policy come to for a detection at a place; undefined when none is to be told of. */
export function plannedActions(
  policy: Pick<RuntimePolicy, 'actions' | 'status'>,
  place: Place,
  isSample: boolean,
): readonly DetectionAction[] | undefined {
  if (policy.status !== 'enabled' || policy.actions.length === 0) return undefined;
  return policy.actions.map((action): DetectionAction => {
    const { type, mode } = action;
    const target = targetOf(action, place);
    if (target === undefined) {
      return {
        type,
        mode,
        outcome: 'not-possible',
        target: '',
        detail: 'the event names no task of a cluster',
      };
    }
    if (mode === 'observe') return { type, mode, outcome: 'observed', target };
    // The sample environment acts on nothing.
    const isDone = mode === 'enforce' && !isSample;
    return { type, mode, outcome: isDone ? 'requested' : 'would-have-acted', target };
  });
}

function targetOf(action: PolicyAction, place: Place): string | undefined {
  if (action.type === 'webhook') return new URL(action.url).host;
  const { account, region, cluster, task } = place;
  if (account === undefined || region === undefined || cluster === undefined || task === undefined) {
    return undefined;
  }
  return `${cluster}/${task}`;
}
