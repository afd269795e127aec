import type { Filter, Severity } from '@breakwater/model';
import type { GlobalCollection } from '../collection.ts';
import { sampleColumn, severityColumn } from '../columns.ts';

/** Which rules watch what: a detection is made under one of these. */
export interface RuntimePolicy {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly type: 'cloudtrail' | 'ecs' | 'workload' | 'kubernetes-audit';
  readonly severity: Severity;
  /** What it watches. */
  readonly scope: Filter;
  /** Names of rules; empty means every rule of the source. */
  readonly rules: readonly string[];
  readonly isEnabled: boolean;
  /** Counts the edits that people made. */
  readonly revision: number;
  readonly updatedAt: string;
  readonly updatedBy: string;
  readonly isSample: boolean;
}

export const runtimePolicies: GlobalCollection<RuntimePolicy> = {
  kind: 'global',
  name: 'runtime-policies',
  key: (policy) => policy.id,
  columns: {
    name: { type: 'text', value: (policy) => policy.name, isRequired: true },
    type: { type: 'text', value: (policy) => policy.type, isRequired: true },
    severity: severityColumn((policy) => policy.severity),
    isEnabled: { type: 'boolean', value: (policy) => policy.isEnabled, isRequired: true },
    updatedAt: { type: 'time', value: (policy) => policy.updatedAt, isRequired: true },
    isSample: sampleColumn(),
  },
};
