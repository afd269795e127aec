import type { RuntimePolicy } from '@breakwater/model';
import type { GlobalCollection } from '../collection.ts';
import { sampleColumn, severityColumn } from '../columns.ts';

/** A runtime policy as it is kept. */
export interface StoredPolicy extends RuntimePolicy {
  /** Of a shipped policy: the hash of what its file said when it was taken over. Edited: the content differs. */
  readonly shippedHash?: string;
}

export const runtimePolicies: GlobalCollection<StoredPolicy> = {
  kind: 'global',
  name: 'runtime-policies',
  key: (policy) => policy.id,
  columns: {
    name: { type: 'text', value: (policy) => policy.name, isRequired: true },
    type: { type: 'text', value: (policy) => policy.type, isRequired: true },
    severity: severityColumn((policy) => policy.severity),
    status: { type: 'text', value: (policy) => policy.status, isRequired: true },
    updatedAt: { type: 'time', value: (policy) => policy.updatedAt, isRequired: true },
    isSample: sampleColumn(),
  },
};
