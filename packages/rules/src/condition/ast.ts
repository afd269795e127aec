/** The tree of a condition as written. `at` is an offset in the condition's text. */
export type Condition = And | Or | Not | Check | MacroCall;

export interface And {
  readonly kind: 'and';
  readonly operands: readonly Condition[];
}

export interface Or {
  readonly kind: 'or';
  readonly operands: readonly Condition[];
}

export interface Not {
  readonly kind: 'not';
  readonly operand: Condition;
}

/** A word in the place of a check. The resolver fills in `body`. */
export interface MacroCall {
  readonly kind: 'macro';
  readonly name: string;
  readonly at: number;
  readonly body?: Condition;
}

export type Modifier = 'oneof' | 'anyof' | 'allof';

/** `left operator right`; `exists` has no right side. */
export interface Check {
  readonly kind: 'check';
  readonly left: Operand;
  readonly operator: Operator;
  /** `op anyof (...)` and its kin: the right side is a list of values. */
  readonly modifier?: Modifier;
  readonly right?: Right;
  readonly at: number;
}

export const numericOperators = ['<=', '<', '>=', '>'] as const;
export const symbolOperators = ['==', '=', '!='] as const;
export const wordOperators = [
  'glob',
  'iglob',
  'contains',
  'icontains',
  'bcontains',
  'startswith',
  'bstartswith',
  'endswith',
  'regex',
] as const;
export const listOperators = ['intersects', 'in', 'pmatch'] as const;
export const modifiers: readonly Modifier[] = ['oneof', 'anyof', 'allof'];

export type NumericOperator = (typeof numericOperators)[number];
export type TextOperator = (typeof symbolOperators)[number] | (typeof wordOperators)[number];
export type ListOperator = (typeof listOperators)[number];
export type Operator = 'exists' | NumericOperator | TextOperator | ListOperator;

export const transformerNames = [
  'tolower',
  'toupper',
  'b64',
  'basename',
  'len',
  'join',
  'concat',
  'getopt',
] as const;
export type TransformerName = (typeof transformerNames)[number];

/** What yields a value for an event. */
export type Operand = FieldOperand | TransformerOperand | ConstantOperand | ListOperand;

export interface FieldOperand {
  readonly kind: 'field';
  readonly name: string;
  readonly argument?: string;
  readonly at: number;
}

export interface TransformerOperand {
  readonly kind: 'transformer';
  readonly name: TransformerName;
  readonly operands: readonly Operand[];
  /** `getopt(...)[c]`. */
  readonly argument?: string;
  readonly at: number;
}

/** A literal inside a transformer. */
export interface ConstantOperand {
  readonly kind: 'constant';
  readonly text: string;
  readonly isNumber: boolean;
  readonly at: number;
}

/** A literal list inside a transformer. */
export interface ListOperand {
  readonly kind: 'list';
  readonly operands: readonly Operand[];
  readonly at: number;
}

/** In the place of an offset: the value is an item of a list and stands wherever the list is named. */
export const listItemAt: number = -1;

/** A literal on the right-hand side; a bare word may turn out to be the name of a list. */
export interface Value {
  readonly kind: 'value';
  readonly text: string;
  readonly isQuoted: boolean;
  /** The same as bytes, one character a byte, where escapes gave bytes beyond ASCII. */
  readonly bytes?: string;
  readonly at: number;
}

export interface ValueList {
  readonly kind: 'values';
  readonly values: readonly Value[];
  readonly at: number;
}

/** `val(field)` or a transformer on the right-hand side. */
export interface RightOperand {
  readonly kind: 'operand';
  readonly operand: Operand;
  readonly at: number;
}

export type Right = Value | ValueList | RightOperand;
