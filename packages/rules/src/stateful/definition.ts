import type { TypedCondition, TypedOperand } from '../check/typed.ts';
import type { WindowItem } from '../items.ts';

/** A field or transformer whose value tells groups apart. */
export interface GroupField {
  readonly label: string;
  readonly operand: TypedOperand;
}

/** The rule fires when its condition held for `count` events of one group within the window. */
export interface Threshold {
  readonly count: number;
  readonly window: WindowItem;
  /** Empty: all events are one group. */
  readonly by: readonly GroupField[];
  /** `count` different values of this, instead of events. */
  readonly distinct?: GroupField;
}

/** The rule fires when its condition holds for an event after the steps, all of one group within the window. */
export interface Sequence {
  readonly window: WindowItem;
  /** Of the event that the rule's own condition is about. */
  readonly by: readonly GroupField[];
  /** In the order in which they must have come. */
  readonly steps: readonly SequenceStep[];
}

export interface SequenceStep {
  readonly source: string;
  readonly tree: TypedCondition;
  /** As many as `by` of the sequence. */
  readonly by: readonly GroupField[];
}

/** What a rule counts beside its condition; absent: it fires on single events. */
export interface Stateful {
  readonly threshold?: Threshold;
  readonly sequence?: Sequence;
}
