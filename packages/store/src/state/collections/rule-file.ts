import type { GlobalCollection } from '../collection.ts';

/** A file of rules in Falco's format. Shipped files are loaded first, each kind in the order of `position`. */
export interface StoredRuleFile {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly origin: 'shipped' | 'custom';
  readonly isEnabled: boolean;
  readonly position: number;
  /** Counts the edits, from 1. */
  readonly revision: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
  /** Why the server switched it off: it no longer loaded. Gone with the next edit. */
  readonly error?: string;
}

export const ruleFiles: GlobalCollection<StoredRuleFile> = {
  kind: 'global',
  name: 'rule-files',
  key: (file) => file.id,
  columns: {
    name: { type: 'text', value: (file) => file.name, isRequired: true },
    origin: { type: 'text', value: (file) => file.origin, isRequired: true },
    position: { type: 'integer', value: (file) => file.position, isRequired: true },
  },
};
