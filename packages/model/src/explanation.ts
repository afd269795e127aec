import type { Correlation } from './detection.ts';
import type { FieldValue } from './field.ts';

/** One node of a condition with what it came to on one event. */
export interface ExplanationNode {
  readonly kind: 'and' | 'or' | 'not' | 'macro' | 'check';
  /** The condition of the node as text, lists shortened. */
  readonly text: string;
  /** The verdict, also of nodes that the engine would not have looked at. */
  readonly verdict: boolean;
  /** False where an earlier sibling had decided already. */
  readonly isEvaluated: boolean;
  /** On the path that decided the whole condition. */
  readonly isDecisive: boolean;
  /** Of a macro, and of the `not` that joins an exception: its name. */
  readonly name?: string;
  /** Of a check: what the left side yields on the event; null: it is missing. */
  readonly value?: FieldValue | null;
  /** Of a check against another field: what the right side yields. */
  readonly otherValue?: FieldValue | null;
  /** Of a check whose field could not be read, which stops the rule on this event: why. */
  readonly error?: string;
  /** Children that are not listed because the tree is too large. */
  readonly omitted?: number;
  readonly children: readonly ExplanationNode[];
}

/** An exception of a rule on one event. */
export interface ExceptionExplanation {
  readonly name: string;
  /** True: the exception holds, so the rule stays silent. */
  readonly applies: boolean;
  /** When the rule fires in spite of it: `fires if proc.name is not one of (apt, dpkg)`. */
  readonly firesIf: string;
}

/** Why a rule fired on an event, or did not. */
export interface Explanation {
  readonly rule: string;
  /**
   * Whether this event alone makes the rule fire: never true of a rule that is switched off or counts events. With a
   * correlation: it fired, on these events.
   */
  readonly fired: boolean;
  /** One sentence: the first conjunct that failed, or what made it fire. */
  readonly reason: string;
  readonly tree: ExplanationNode;
  readonly exceptions: readonly ExceptionExplanation[];
  /** Of a rule with a threshold or sequence: what it needs beside an event on which the condition holds. */
  readonly needs?: string;
  /** Of a detection that such a rule made: the events that made it fire. */
  readonly correlation?: Correlation;
}
