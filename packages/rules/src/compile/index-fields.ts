import type { TypedCondition, TypedOperand } from '../check/typed.ts';
import { type IndexValue, indexValues, missing } from './index-values.ts';
import { operandKey } from './keys.ts';

/** Fields of one condition that are looked at; a condition with more is rarely told apart by the others. */
const maxFields = 16;
/** A field for which a condition admits more texts than this is not worth an index. */
const maxValues = 1000;

/** Stands for every value: the field need only be there. */
export const anyValue: unique symbol = Symbol('any value');
/** What a condition asks of a field: texts, `true` and `false` among them, or that it is missing, or that it is not. */
export type AskedValue = IndexValue | typeof anyValue;

export interface IndexedField {
  readonly operand: TypedOperand;
  readonly values: ReadonlySet<AskedValue>;
}

const present: ReadonlySet<AskedValue> = new Set([anyValue]);

/** The fields for whose values a condition asks, by operandKey, with those for which alone it may hold. */
export function indexedFields(condition: TypedCondition): ReadonlyMap<string, IndexedField> {
  const operands = new Map<string, TypedOperand>();
  collect(condition, operands, new Set());
  const fields = new Map<string, IndexedField>();
  for (const [key, operand] of [...operands].slice(0, maxFields)) {
    const { isComplement, values } = indexValues(condition, (other) => isSameField(operand, other));
    if (isComplement && values.has(missing)) fields.set(key, { operand, values: present });
    if (!isComplement && values.size <= maxValues) fields.set(key, { operand, values });
  }
  return fields;
}

function collect(
  condition: TypedCondition,
  operands: Map<string, TypedOperand>,
  seen: Set<TypedCondition>,
): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      for (const operand of condition.operands) collect(operand, operands, seen);
      return;
    case 'not':
      collect(condition.operand, operands, seen);
      return;
    case 'macro':
      if (seen.has(condition.body)) return;
      seen.add(condition.body);
      collect(condition.body, operands, seen);
      return;
    case 'exists':
    case 'constant-check':
      if (isIndexable(condition.left)) operands.set(operandKey(condition.left), condition.left);
  }
}

function isIndexable(operand: TypedOperand): boolean {
  return operand.kind === 'field' && !operand.isList && ['string', 'path', 'bool'].includes(operand.type);
}

function isSameField(a: TypedOperand, b: TypedOperand): boolean {
  if (a.kind !== 'field' || b.kind !== 'field') return false;
  return a.reference.field === b.reference.field && a.reference.argument === b.reference.argument;
}
