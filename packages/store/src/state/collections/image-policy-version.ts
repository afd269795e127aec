import { keyOf, type LogCollection } from '../collection.ts';
import type { StoredImagePolicy } from './image-policy.ts';

/** One state that an image policy had. Kept for good, also when the policy is deleted. */
export interface StoredImagePolicyVersion {
  readonly policyId: string;
  readonly revision: number;
  readonly at: string;
  readonly by: string;
  /** What was done: `created`, `edited`, `restored revision 3` … */
  readonly change: string;
  readonly policy: StoredImagePolicy;
}

export const imagePolicyVersions: LogCollection<StoredImagePolicyVersion> = {
  kind: 'log',
  name: 'image-policy-versions',
  key: (version) => keyOf(version.policyId, String(version.revision)),
  columns: {
    policyId: { type: 'text', value: (version) => version.policyId, isRequired: true },
    revision: { type: 'integer', value: (version) => version.revision, isRequired: true },
  },
};
