import type { Place, UnreadField } from '@breakwater/model';
import type { Clients, Service } from './clients.ts';

/** Where and with what one resource type is read: one account and region, bound to one run. */
export interface Scope {
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: string;
  readonly region: string;
  readonly clients: Clients;
  /** Upper bound of a page, whatever the call would allow. */
  readonly pageSize: number;
  /** What resources read before in this scope refer to: ARNs of task definitions in use. */
  readonly references: ReadonlySet<string>;
  readonly signal: AbortSignal;
}

/** One resource as read, before it is placed in account, region and time. */
export interface Described {
  readonly id: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly place: Place;
  readonly configuration: Readonly<Record<string, unknown>>;
  readonly unread: readonly UnreadField[];
  readonly references: readonly string[];
}

/** Something that went wrong for some resources of a type while the rest was read. */
export interface Problem {
  readonly error: unknown;
  /** The right that the call takes. */
  readonly action: string;
}

/** What reading a type yields: a batch of resources, and the problems met on the way to it. */
export interface Batch {
  readonly resources: readonly Described[];
  readonly problems: readonly Problem[];
}

/**
 * A kind of resource and how it is read from AWS. Most are declared with `resourceType`; one that AWS made
 * odd implements `read` itself.
 */
export interface ResourceType {
  /** Custodian's name with the provider: `aws.ecs-service`. */
  readonly type: string;
  readonly service: Service;
  /** A global type is read once an account. */
  readonly scope: 'regional' | 'global';
  /** The IAM actions that reading it takes. */
  readonly actions: readonly string[];
  /** Types of the same service that are read before it, because it lists what they refer to. */
  readonly needs: readonly string[];
  /** Throws when the list itself cannot be read; what was yielded before stays valid. */
  readonly read: (scope: Scope) => AsyncIterable<Batch>;
}
