import type { FieldType } from '@breakwater/model';
import type { Modifier, Operator, TransformerName } from '../condition/ast.ts';
import type { Constant } from './constant.ts';
import type { FieldReference } from './field-table.ts';

/** A condition whose fields exist, whose operators fit and whose constants are read: ready to compile. */
export type TypedCondition =
  | { readonly kind: 'and' | 'or'; readonly operands: readonly TypedCondition[] }
  | { readonly kind: 'not'; readonly operand: TypedCondition }
  | { readonly kind: 'macro'; readonly name: string; readonly body: TypedCondition }
  | TypedCheck;

export type TypedCheck = ExistsCheck | ConstantCheck | OperandCheck;

export interface ExistsCheck {
  readonly kind: 'exists';
  readonly left: TypedOperand;
}

/** `left operator constants`; one constant unless the operator takes a list or a modifier stands. */
export interface ConstantCheck {
  readonly kind: 'constant-check';
  readonly left: TypedOperand;
  readonly operator: Exclude<Operator, 'exists'>;
  readonly modifier?: Modifier;
  readonly constants: readonly Constant[];
}

/** `left operator right`, both read from the event. */
export interface OperandCheck {
  readonly kind: 'operand-check';
  readonly left: TypedOperand;
  readonly operator: Exclude<Operator, 'exists'>;
  readonly right: TypedOperand;
}

interface Typed {
  readonly type: FieldType;
  readonly isList: boolean;
}

export type TypedOperand = TypedField | TypedTransformer | TypedConstant | TypedList;

export interface TypedField extends Typed {
  readonly kind: 'field';
  readonly reference: FieldReference;
}

export interface TypedTransformer extends Typed {
  readonly kind: 'transformer';
  readonly name: TransformerName;
  readonly operands: readonly TypedOperand[];
  readonly argument?: string;
}

export interface TypedConstant extends Typed {
  readonly kind: 'constant';
  readonly value: string | number;
}

export interface TypedList extends Typed {
  readonly kind: 'list';
  readonly operands: readonly TypedOperand[];
}
