import type { TypedCheck, TypedCondition, TypedOperand } from '../check/typed.ts';

/** Stands for an event that has no value for the indexed field. */
export const missing: unique symbol = Symbol('missing');
export type IndexValue = string | typeof missing;

/** The values of the indexed field for which a condition may hold: those listed, or all but those listed. */
export interface IndexValues {
  readonly isComplement: boolean;
  readonly values: ReadonlySet<IndexValue>;
}

/** Tells the indexed field from every other operand. */
export type IsIndexed = (operand: TypedOperand) => boolean;

/** The values for which a check holds, exactly; undefined when the value of the field does not decide it. */
export type Decide = (check: TypedCheck) => IndexValues | undefined;

const all: IndexValues = { isComplement: true, values: new Set() };
export const none: IndexValues = { isComplement: false, values: new Set() };
const present: IndexValues = { isComplement: true, values: new Set([missing]) };

/** Derives from the tree alone for which values of a field a condition may hold; never too few. */
export function indexValues(condition: TypedCondition, isIndexed: IsIndexed): IndexValues {
  return valuesFor(condition, (check) => (isIndexed(check.left) ? decidedValues(check) : undefined), true);
}

/** For which values the condition may come out as `wanted`; a negation turns the wish round (De Morgan). */
export function valuesFor(condition: TypedCondition, decide: Decide, wanted: boolean): IndexValues {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.operands.map((operand) => valuesFor(operand, decide, wanted));
      return (condition.kind === 'and') === wanted ? intersection(parts) : union(parts);
    }
    case 'not':
      return valuesFor(condition.operand, decide, !wanted);
    case 'macro':
      return valuesFor(condition.body, decide, wanted);
    default: {
      const holding = decide(condition);
      if (holding === undefined) return all;
      return wanted ? holding : complement(holding);
    }
  }
}

/** The values of the field on the left of a check that decide it. */
export function decidedValues(check: TypedCheck): IndexValues | undefined {
  if (check.kind === 'exists') return present;
  if (check.kind !== 'constant-check' || check.modifier !== undefined) return undefined;
  const values = new Set<IndexValue>(check.constants.map(String));
  switch (check.operator) {
    case 'in':
    case 'intersects':
    case '=':
    case '==':
      return { isComplement: false, values };
    case '!=':
      return { isComplement: true, values: values.add(missing) };
    default:
      return undefined;
  }
}

export function mayHold(index: IndexValues, value: IndexValue): boolean {
  return index.values.has(value) !== index.isComplement;
}

function complement(index: IndexValues): IndexValues {
  return { isComplement: !index.isComplement, values: index.values };
}

function intersection(parts: readonly IndexValues[]): IndexValues {
  const constraints = parts.filter((part) => part !== all);
  const [first, ...rest] = constraints.toSorted((a, b) => Number(a.isComplement) - Number(b.isComplement));
  if (first === undefined || rest.length === 0) return first ?? all;
  if (!first.isComplement) {
    const values = [...first.values].filter((value) => rest.every((part) => mayHold(part, value)));
    return { isComplement: false, values: new Set(values) };
  }
  return { isComplement: true, values: new Set(constraints.flatMap((part) => [...part.values])) };
}

function union(parts: readonly IndexValues[]): IndexValues {
  if (parts.length === 0) return none;
  return parts.includes(all) ? all : complement(intersection(parts.map(complement)));
}
