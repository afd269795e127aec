import type { ActionOutcome, PolicyAction } from '@breakwater/model';
import { type GlobalCollection, keyOf } from '../collection.ts';

/** An action of a runtime policy that is to be done about a detection, or was. Done at most once. */
export interface StoredPolicyAction {
  readonly detectionId: string;
  /** Place among the actions of the detection. */
  readonly index: number;
  readonly policyId: string;
  readonly policy: string;
  readonly type: PolicyAction['type'];
  readonly target: string;
  /** What a limit is counted by: `account/cluster/service`. */
  readonly group: string;
  readonly outcome: Extract<ActionOutcome, 'requested' | 'done' | 'failed' | 'skipped'>;
  readonly detail?: string;
  readonly attempts: number;
  readonly createdAt: string;
  readonly finishedAt?: string;
}

export function policyActionKey(detectionId: string, index: number): string {
  return keyOf(detectionId, String(index));
}

export const policyActions: GlobalCollection<StoredPolicyAction> = {
  kind: 'global',
  name: 'policy-actions',
  key: ({ detectionId, index }) => policyActionKey(detectionId, index),
  columns: {
    detectionId: { type: 'text', value: (action) => action.detectionId, isRequired: true },
    type: { type: 'text', value: (action) => action.type, isRequired: true },
    group: { type: 'text', value: (action) => action.group, isRequired: true },
    target: { type: 'text', value: (action) => action.target, isRequired: true },
    outcome: { type: 'text', value: (action) => action.outcome, isRequired: true },
    createdAt: { type: 'time', value: (action) => action.createdAt, isRequired: true },
    finishedAt: { type: 'time', value: (action) => action.finishedAt },
  },
};
