import type { TypedOperand } from '../check/typed.ts';
import { compileCheck } from './check.ts';
import { inBestOrder } from './cost.ts';
import { operandKey } from './keys.ts';
import { compileOperand } from './operand.ts';
import { decideOnce, type Extract, extractOnce, type Pass, type Predicate } from './pass.ts';
import type { Plan } from './plan.ts';

/** A part that costs less than this many nanoseconds is decided anew rather than remembered. */
const leastShared = 12;

/** Compiles the plans of one planner to closures that remember, within a pass, what several rules ask. */
export class Compiler {
  readonly #pass: Pass;
  readonly #predicates = new Map<Plan, Predicate>();
  readonly #extracts = new Map<string, Extract>();

  constructor(pass: Pass) {
    this.#pass = pass;
  }

  compile(plan: Plan): Predicate {
    const known = this.#predicates.get(plan);
    if (known !== undefined) return known;
    const plain = this.#compile(plan);
    const predicate = isShared(plan) ? decideOnce(plain, this.#pass) : plain;
    this.#predicates.set(plan, predicate);
    return predicate;
  }

  operand(operand: TypedOperand): Extract {
    const key = operandKey(operand);
    const known = this.#extracts.get(key);
    if (known !== undefined) return known;
    const plain = compileOperand(operand, (part) => this.operand(part));
    const extract = operand.kind === 'constant' ? plain : extractOnce(plain, this.#pass);
    this.#extracts.set(key, extract);
    return extract;
  }

  #compile(plan: Plan): Predicate {
    switch (plan.kind) {
      case 'and':
      case 'or': {
        const operands = inBestOrder(plan.kind, inlined(plan.operands, plan.kind));
        const predicates = operands.map((operand) => this.compile(operand));
        return plan.kind === 'and' ? allOf(predicates) : anyOf(predicates);
      }
      case 'not': {
        const operand = this.compile(plan.operand);
        return (event) => !operand(event);
      }
      case 'test':
        return compileCheck(plan.check, (operand) => this.operand(operand));
    }
  }
}

/** A negation costs next to nothing over its operand, which is remembered itself. */
function isShared(plan: Plan): boolean {
  return plan.uses > 1 && plan.cost >= leastShared && plan.kind !== 'not';
}

/** A part of the same kind that nobody else needs, a macro used once, is taken apart. */
function inlined(operands: readonly Plan[], kind: 'and' | 'or'): readonly Plan[] {
  return operands.flatMap((operand) =>
    operand.kind === kind && !isShared(operand) ? inlined(operand.operands, kind) : [operand],
  );
}

function allOf(predicates: readonly Predicate[]): Predicate {
  const [first, second, third, fourth] = predicates;
  if (first === undefined || second === undefined) return first ?? (() => true);
  if (third === undefined) return (event) => first(event) && second(event);
  if (fourth === undefined) return (event) => first(event) && second(event) && third(event);
  const rest = predicates.slice(3);
  return (event) => {
    if (!first(event) || !second(event) || !third(event)) return false;
    for (const predicate of rest) if (!predicate(event)) return false;
    return true;
  };
}

function anyOf(predicates: readonly Predicate[]): Predicate {
  const [first, second, third, fourth] = predicates;
  if (first === undefined || second === undefined) return first ?? (() => false);
  if (third === undefined) return (event) => first(event) || second(event);
  if (fourth === undefined) return (event) => first(event) || second(event) || third(event);
  const rest = predicates.slice(3);
  return (event) => {
    if (first(event) || second(event) || third(event)) return true;
    for (const predicate of rest) if (predicate(event)) return true;
    return false;
  };
}
