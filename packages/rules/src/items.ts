import type { Priority } from '@breakwater/model';
import type { Context } from './load-problem.ts';

/** Text that is a condition or output, with the place it comes from. */
export interface PlacedText {
  readonly text: string;
  readonly context: Context;
}

/** What an exception's fields, comps and values may be: a text or a sequence of such. */
export type ExceptionEntry = ExceptionText | ExceptionSequence;

export interface ExceptionText extends PlacedText {
  readonly kind: 'text';
}

export interface ExceptionSequence {
  readonly kind: 'sequence';
  readonly items: readonly ExceptionEntry[];
  readonly context: Context;
}

export interface ExceptionItem {
  readonly name: string;
  readonly fields?: ExceptionEntry;
  readonly comps?: ExceptionEntry;
  readonly values: readonly ExceptionEntry[];
  readonly context: Context;
}

/** A length of time as written: `10m`. */
export interface WindowItem {
  readonly text: string;
  readonly seconds: number;
}

/** `threshold` of a rule: fields not looked up yet. */
export interface ThresholdItem {
  readonly count: number;
  readonly window: WindowItem;
  readonly by: readonly PlacedText[];
  readonly distinct?: PlacedText;
  readonly context: Context;
}

/** `sequence` of a rule: conditions not parsed and fields not looked up yet. */
export interface SequenceItem {
  readonly window: WindowItem;
  readonly by: readonly PlacedText[];
  readonly steps: readonly SequenceStepItem[];
  readonly context: Context;
}

export interface SequenceStepItem {
  readonly condition: PlacedText;
  /** Absent: the source of the rule. */
  readonly source?: string;
  /** Absent: the fields of the sequence. */
  readonly by?: readonly PlacedText[];
  readonly context: Context;
}

export interface ListItem {
  readonly kind: 'list';
  readonly name: string;
  readonly items: readonly string[];
  readonly isAppend: boolean;
  readonly context: Context;
}

export interface MacroItem {
  readonly kind: 'macro';
  readonly name: string;
  readonly condition: PlacedText;
  readonly isAppend: boolean;
  readonly context: Context;
}

/** A whole rule: everything not given has its default. */
export interface RuleItem {
  readonly kind: 'rule';
  readonly name: string;
  readonly description: string;
  readonly condition: PlacedText;
  readonly output: PlacedText;
  readonly priority: Priority;
  /** Absent when the file does not name one. */
  readonly source?: string;
  readonly isEnabled: boolean;
  readonly tags: readonly string[];
  readonly exceptions: readonly ExceptionItem[];
  readonly warnsEventTypes: boolean;
  readonly skipsUnknownFilter: boolean;
  readonly hasCapture: boolean;
  readonly captureDurationMs: number;
  readonly threshold?: ThresholdItem;
  readonly sequence?: SequenceItem;
  readonly context: Context;
}

/** Parts of a rule that an append or override item carries. */
export interface RuleParts {
  readonly description?: string;
  readonly condition?: PlacedText;
  readonly output?: PlacedText;
  readonly priority?: Priority;
  readonly isEnabled?: boolean;
  readonly tags?: readonly string[];
  readonly exceptions?: readonly ExceptionItem[];
  readonly warnsEventTypes?: boolean;
  readonly skipsUnknownFilter?: boolean;
  readonly hasCapture?: boolean;
  readonly captureDurationMs?: number;
  /** Null: taken away. */
  readonly threshold?: ThresholdItem | null;
  readonly sequence?: SequenceItem | null;
}

export interface RuleAppend {
  readonly kind: 'rule-append';
  readonly name: string;
  readonly source?: string;
  readonly parts: RuleParts;
  readonly context: Context;
}

export interface RuleReplace {
  readonly kind: 'rule-replace';
  readonly name: string;
  readonly parts: RuleParts;
  readonly context: Context;
}

/** `enabled` alone: switches an earlier rule. */
export interface RuleSwitch {
  readonly kind: 'rule-switch';
  readonly name: string;
  readonly isEnabled: boolean;
  readonly context: Context;
}

export interface EngineVersionItem {
  readonly kind: 'engine-version';
  readonly version: string;
  readonly context: Context;
}

export interface PluginRequirement {
  readonly name: string;
  readonly version: string;
}

export interface PluginVersionsItem {
  readonly kind: 'plugin-versions';
  readonly alternatives: readonly PluginRequirement[];
  readonly context: Context;
}

/** One change of the collected rules, in the order of the file. */
export type Item =
  | ListItem
  | MacroItem
  | RuleItem
  | RuleAppend
  | RuleReplace
  | RuleSwitch
  | EngineVersionItem
  | PluginVersionsItem;
