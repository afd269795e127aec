import type { ConstantCheck, TypedCondition, TypedOperand } from './typed.ts';

/** A set of event codes, one bit a code. */
type Codes = bigint;

/**
 * Finds for which event codes a condition may hold, as Falco does to decide which events a rule is run for:
 * from the checks of the event's type alone, whatever else a condition asks.
 */
export class EventCodes {
  readonly #byName: ReadonlyMap<string, Codes>;
  readonly #all: Codes;
  /** For conditions that macros share: the codes for which they hold, and for which their negation does. */
  readonly #known = new Map<TypedCondition, { readonly true?: Codes; readonly false?: Codes }>();

  constructor(eventTypes: ReadonlyMap<string, readonly number[]>) {
    this.#byName = new Map([...eventTypes].map(([name, codes]) => [name, bitsOf(codes)]));
    this.#all = bitsOf([...eventTypes.values()].flat());
  }

  /** How many codes there are for which the condition may hold. */
  count(condition: TypedCondition): number {
    return this.#codes(condition, true).toString(2).replaceAll('0', '').length;
  }

  #codes(condition: TypedCondition, wanted: boolean): Codes {
    switch (condition.kind) {
      case 'and':
      case 'or': {
        const parts = condition.operands.map((operand) => this.#codes(operand, wanted));
        return (condition.kind === 'and') === wanted
          ? parts.reduce((a, b) => a & b, this.#all)
          : parts.reduce((a, b) => a | b, 0n);
      }
      case 'not':
        return this.#codes(condition.operand, !wanted);
      case 'macro': {
        const known = this.#known.get(condition.body);
        const codes = known?.[`${wanted}`] ?? this.#codes(condition.body, wanted);
        this.#known.set(condition.body, { ...known, [`${wanted}`]: codes });
        return codes;
      }
      default: {
        const codes = this.#decided(condition);
        if (codes === undefined) return this.#all;
        return wanted ? codes : this.#all ^ codes;
      }
    }
  }

  /** The codes for which a check holds; undefined when it says nothing about the event's type. */
  #decided(check: Exclude<TypedCondition, { kind: 'and' | 'or' | 'not' | 'macro' }>): Codes | undefined {
    if (check.kind === 'exists') return isField(check.left, typeFields) ? this.#all : undefined;
    if (check.kind !== 'constant-check' || check.modifier !== undefined) return undefined;
    if (isField(check.left, numberFields)) {
      const holds = holdsForAnyNumber(check);
      return holds === undefined ? undefined : holds ? this.#all : 0n;
    }
    if (!isField(check.left, typeFields) || !['=', '==', '!=', 'in'].includes(check.operator))
      return undefined;
    const codes = check.constants.reduce<Codes>(
      (set, name) => set | (this.#byName.get(String(name)) ?? 0n),
      0n,
    );
    return check.operator === '!=' ? this.#all ^ codes : codes;
  }
}

const typeFields: ReadonlySet<string> = new Set(['evt.type', 'syscall.type']);
const numberFields: ReadonlySet<string> = new Set(['evt.num']);

function isField(operand: TypedOperand, names: ReadonlySet<string>): boolean {
  return operand.kind === 'field' && names.has(operand.reference.field.name);
}

/**
 * `evt.num` counts from 1: `evt.num = 0` never holds, `evt.num > 0` always does; undefined where it depends.
 */
function holdsForAnyNumber({ operator, constants }: ConstantCheck): boolean | undefined {
  const numbers = constants.map(Number);
  const [first = 0] = numbers;
  switch (operator) {
    case '=':
    case '==':
    case 'in':
    case 'intersects':
      return numbers.every((number) => number < 1) ? false : undefined;
    case '!=':
      return first < 1 ? true : undefined;
    case '<':
      return first <= 1 ? false : undefined;
    case '<=':
      return first < 1 ? false : undefined;
    case '>':
      return first < 1 ? true : undefined;
    case '>=':
      return first <= 1 ? true : undefined;
    default:
      return undefined;
  }
}

function bitsOf(codes: readonly number[]): Codes {
  return codes.reduce((bits, code) => bits | (1n << BigInt(code)), 0n);
}
