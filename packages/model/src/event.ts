import type { Place } from './place.ts';

/**
 * Something observed once, as a source yields it and a rule reads it.
 * `time` is nanoseconds since the epoch; `record` is what the source's fields read.
 */
export interface Event<R = unknown> {
  /** The event source by Falco's name: `syscall`, `aws_cloudtrail`, `ecs` … */
  readonly source: string;
  /** `evt.type`: the system call, or `pluginevent` for every other source. */
  readonly type: string;
  readonly time: bigint;
  /** The natural key: the same observation delivered twice has the same id. */
  readonly id: string;
  readonly record: R;
  /** `evt.num`: the position in what was read, from 1. */
  readonly number?: number;
}

/** What is kept of an event beside its record: enough to list, filter and scope it. */
export interface EventSummary {
  readonly title: string;
  readonly place: Place;
  readonly user?: string;
  readonly sourceIp?: string;
}
