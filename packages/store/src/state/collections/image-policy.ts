import type { GlobalCollection } from '../collection.ts';

/** A policy that images are judged by, as its YAML text: the language is that of the findings package. */
export interface StoredImagePolicy {
  readonly id: string;
  /** The name that the text gives it; no two policies have the same. */
  readonly name: string;
  readonly text: string;
  readonly isEnabled: boolean;
  readonly origin: 'shipped' | 'custom';
  /** Of a shipped policy: the hash of what its file said when it was taken over. Edited: the text differs. */
  readonly shippedHash?: string;
  /** Counts the edits, from 1. */
  readonly revision: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
}

export const imagePolicies: GlobalCollection<StoredImagePolicy> = {
  kind: 'global',
  name: 'image-policies',
  key: (policy) => policy.id,
  columns: {
    name: { type: 'text', value: (policy) => policy.name, isRequired: true },
    updatedAt: { type: 'time', value: (policy) => policy.updatedAt, isRequired: true },
  },
};
