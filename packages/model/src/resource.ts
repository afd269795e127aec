import type { Place } from './place.ts';

/** A thing in a cloud account, as its API describes it. */
export interface Resource {
  /** ARN, or an id in ARN form where AWS gives none. Unique over all accounts. */
  readonly id: string;
  /** Custodian's name with the provider: `aws.ecs-service`. */
  readonly type: string;
  readonly name: string;
  readonly place: Place;
  readonly tags: Readonly<Record<string, string>>;
  /** ISO 8601, UTC: when the configuration was read. */
  readonly seenAt: string;
  /** The described object, key case as the API has it. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** What `configuration` lacks because it could not be read; absent when everything was. */
  readonly unread?: readonly UnreadField[];
}

/** Fields of a configuration that a call was refused for: a check that reads one of them cannot pass. */
export interface UnreadField {
  /** Top-level names in `configuration`. */
  readonly fields: readonly string[];
  /** The right that the call takes: `s3:GetBucketPolicy`. */
  readonly action: string;
  /** What the API said. */
  readonly reason: string;
}

/** How one resource type fared in one region: what makes an inventory complete or partial. */
export interface Coverage {
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly status: 'ok' | 'denied' | 'throttled' | 'failed';
  readonly count: number;
  /** What the API said, and what right is missing. */
  readonly message?: string;
}
