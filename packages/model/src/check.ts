import type { Place } from './place.ts';
import type { Severity } from './severity.ts';

export type CheckStatus = 'PASS' | 'FAIL' | 'MANUAL' | 'ERROR';

/** The verdict of one check on one resource. ERROR: the data it needs could not be read. */
export interface CheckResult {
  readonly checkId: string;
  readonly resourceId: string;
  readonly resourceType: string;
  /** Where the resource is. */
  readonly place: Place;
  readonly status: CheckStatus;
  readonly severity: Severity;
  /** The fields that decided, with their values. */
  readonly evidence: Readonly<Record<string, unknown>>;
}
