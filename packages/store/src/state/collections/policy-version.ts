import { keyOf, type LogCollection } from '../collection.ts';
import type { StoredPolicy } from './runtime-policy.ts';

/** One state that a runtime policy had. Kept for good, also when the policy is deleted. */
export interface StoredPolicyVersion {
  readonly policyId: string;
  readonly revision: number;
  readonly at: string;
  readonly by: string;
  /** What was done: `created`, `edited`, `restored revision 3` … */
  readonly change: string;
  readonly policy: StoredPolicy;
}

export const policyVersions: LogCollection<StoredPolicyVersion> = {
  kind: 'log',
  name: 'policy-versions',
  key: (version) => keyOf(version.policyId, String(version.revision)),
  columns: {
    policyId: { type: 'text', value: (version) => version.policyId, isRequired: true },
    revision: { type: 'integer', value: (version) => version.revision, isRequired: true },
  },
};
