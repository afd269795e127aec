/** Bounds of what is remembered of one rule; what goes beyond is forgotten and counted. */
export interface StateLimits {
  readonly groups: number;
  /** Of all groups together; a rule with a large `count` may have more. */
  readonly entries: number;
  /** Of a threshold; a rule with a large `count` may have three times as many as it counts. */
  readonly entriesPerGroup: number;
  /** Of each step of a sequence, and a group. */
  readonly entriesPerStep: number;
  /** Last events of a sequence that wait for steps that are late, a group. */
  readonly heldPerGroup: number;
  /** Such events in all groups together. */
  readonly held: number;
  /** Characters of the output and fields of such an event. */
  readonly heldSize: number;
  /** Ids a group of events that made the rule fire. */
  readonly usedIds: number;
}

export const defaultStateLimits: StateLimits = {
  groups: 10_000,
  entries: 100_000,
  entriesPerGroup: 1000,
  entriesPerStep: 100,
  heldPerGroup: 10,
  held: 1000,
  heldSize: 16_384,
  usedIds: 1000,
};
