import type { Place } from './place.ts';
import type { Severity } from './severity.ts';

export type FindingStatus = 'open' | 'resolved' | 'accepted';

/** What kind of state it is; each kind has one detector. */
export type FindingType = 'vulnerability' | 'check' | 'image-config';

/**
 * A state that lasts until it is fixed. Identity is (`type`, `subject`, `key`): the same defect of the
 * same thing is one finding, however often it is seen.
 */
export interface Finding {
  readonly id: string;
  readonly type: FindingType;
  /** What has the defect: an ARN, an image digest. */
  readonly subject: string;
  /** Which defect: a check id, or vulnerability id and package. */
  readonly key: string;
  readonly title: string;
  readonly severity: Severity;
  readonly status: FindingStatus;
  /** ISO 8601, UTC. */
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly resolvedAt?: string;
  readonly place: Place;
  /** The facts that were read, so that a person can see why. */
  readonly evidence: Readonly<Record<string, unknown>>;
}

/** What a detector reports at one time; the life cycle turns it into a finding. */
export type Observation = Pick<
  Finding,
  'type' | 'subject' | 'key' | 'title' | 'severity' | 'place' | 'evidence'
>;

/** A change of a finding's status; shown in the events feed. */
export interface FindingTransition {
  readonly id: string;
  readonly time: string;
  readonly finding: Finding;
  readonly from: FindingStatus | 'new';
  readonly to: FindingStatus;
}
