import type { FieldValue } from './field.ts';
import type { Place } from './place.ts';
import type { Priority } from './priority.ts';
import type { ActionMode, PolicyAction } from './runtime-policy.ts';
import type { Severity } from './severity.ts';

/** The events that together made a rule with a threshold or sequence fire. */
export interface Correlation {
  readonly kind: 'threshold' | 'sequence';
  /** Events that counted; with `distinct`: different values. */
  readonly count: number;
  /** ISO 8601, UTC: the times of the first and last of them. */
  readonly firstTime: string;
  readonly lastTime: string;
  /** In order of time; the newest 100 when there are more. */
  readonly eventIds: readonly string[];
  /** What they have in common: the fields of `by` with their values as text. */
  readonly group: Readonly<Record<string, string>>;
}

/** A rule that fired on an event. */
export interface FiredRule {
  readonly rule: string;
  readonly priority: Priority;
  readonly description: string;
  readonly output: string;
  readonly tags: readonly string[];
  /** Of a rule with a threshold or sequence. */
  readonly correlation?: Correlation;
}

/**
 * - `observed`: nothing is asked for
 * - `would-have-acted`: a note of what would have been done
 * - `not-possible`: the event names nothing that could be acted on
 * - `requested`: it is about to be done; the detection is told what became of it
 * - `done`, `failed`; `skipped`: a limit or a later change of the policy kept it from being done
 */
export type ActionOutcome =
  | 'observed'
  | 'would-have-acted'
  | 'not-possible'
  | 'requested'
  | 'done'
  | 'failed'
  | 'skipped';

/** What an action of the policy did about a detection, or would have done. */
export interface DetectionAction {
  readonly type: PolicyAction['type'];
  readonly mode: ActionMode;
  readonly outcome: ActionOutcome;
  /** Who is told or what is stopped: a host name; `cluster/task`. */
  readonly target: string;
  /** Why, when it was not done. */
  readonly detail?: string;
  /** ISO 8601: when it was done or given up. */
  readonly at?: string;
}

/**
 * One or more rules fired on one event, under a runtime policy. Never edited, only acknowledged.
 * The most severe rule (the first of these in load order) names it; `rules` lists all that fired.
 */
export interface Detection {
  readonly id: string;
  /** ISO 8601, UTC: the time of the event. */
  readonly time: string;
  readonly eventId: string;
  readonly source: string;
  readonly rule: string;
  readonly priority: Priority;
  readonly severity: Severity;
  /** Name of the policy when the detection was made. */
  readonly policy: string;
  readonly policyId: string;
  readonly output: string;
  readonly fields: Readonly<Record<string, FieldValue | null>>;
  readonly tags: readonly string[];
  readonly rules: readonly FiredRule[];
  readonly place: Place;
  readonly user?: string;
  readonly sourceIp?: string;
  /** One for each action of the policy; absent when it has none or is only tried out. */
  readonly actions?: readonly DetectionAction[];
}
