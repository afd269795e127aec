import type { TypedCondition } from '../check/typed.ts';

/** Stands for an event that has no value for the indexed field. */
export const missing: unique symbol = Symbol('missing');
export type IndexValue = string | typeof missing;

/** The values of the indexed field for which a condition may hold: those listed, or all but those listed. */
export interface IndexValues {
  readonly isComplement: boolean;
  readonly values: ReadonlySet<IndexValue>;
}

const all: IndexValues = { isComplement: true, values: new Set() };

/** Derives from the tree alone for which values of `field` a condition may hold; never too few. */
export function indexValues(condition: TypedCondition, field: string): IndexValues {
  switch (condition.kind) {
    case 'and':
      return condition.operands.map((operand) => indexValues(operand, field)).reduce(intersection, all);
    case 'or':
      return condition.operands.map((operand) => indexValues(operand, field)).reduce(union);
    case 'not':
      return decides(condition.operand, field)
        ? complement(indexValues(condition.operand, field))
        : negated(condition.operand, field);
    case 'macro':
      return indexValues(condition.body, field);
    case 'exists':
      return isField(condition.left, field) ? { isComplement: true, values: new Set([missing]) } : all;
    case 'operand-check':
      return all;
    case 'constant-check': {
      if (!isField(condition.left, field)) return all;
      const values = condition.constants.map(String);
      if (condition.operator === 'in' || condition.operator === 'intersects') {
        return { isComplement: false, values: new Set(values) };
      }
      if (condition.modifier !== undefined) return all;
      if (condition.operator === '=' || condition.operator === '==')
        return { isComplement: false, values: new Set(values) };
      if (condition.operator === '!=') return { isComplement: true, values: new Set([...values, missing]) };
      return all;
    }
  }
}

/** The negation of a tree that mixes the indexed field with others, by De Morgan's rules. */
function negated(condition: TypedCondition, field: string): IndexValues {
  switch (condition.kind) {
    case 'and':
      return condition.operands.map((operand) => negated(operand, field)).reduce(union);
    case 'or':
      return condition.operands.map((operand) => negated(operand, field)).reduce(intersection, all);
    case 'not':
      return indexValues(condition.operand, field);
    case 'macro':
      return negated(condition.body, field);
    default:
      return decides(condition, field) ? complement(indexValues(condition, field)) : all;
  }
}

/** True when the value of the field alone decides the check, so that its complement is exact. */
function decides(condition: TypedCondition, field: string): boolean {
  if (condition.kind === 'exists') return isField(condition.left, field);
  if (
    condition.kind !== 'constant-check' ||
    !isField(condition.left, field) ||
    condition.modifier !== undefined
  )
    return false;
  return ['=', '==', '!=', 'in', 'intersects'].includes(condition.operator);
}

function isField(operand: { kind: string }, field: string): boolean {
  const reference = 'reference' in operand ? (operand.reference as { field: { name: string } }) : undefined;
  return reference?.field.name === field;
}

export function mayHold(index: IndexValues, value: IndexValue): boolean {
  return index.values.has(value) !== index.isComplement;
}

function complement(index: IndexValues): IndexValues {
  return { isComplement: !index.isComplement, values: index.values };
}

function intersection(a: IndexValues, b: IndexValues): IndexValues {
  if (!a.isComplement) return { isComplement: false, values: keep(a.values, (value) => mayHold(b, value)) };
  if (!b.isComplement) return { isComplement: false, values: keep(b.values, (value) => mayHold(a, value)) };
  return { isComplement: true, values: new Set([...a.values, ...b.values]) };
}

function union(a: IndexValues, b: IndexValues): IndexValues {
  return complement(intersection(complement(a), complement(b)));
}

function keep<T>(values: ReadonlySet<T>, test: (value: T) => boolean): ReadonlySet<T> {
  return new Set([...values].filter(test));
}
