import type { TypedCheck, TypedCondition } from '../check/typed.ts';
import { checkChance, checkCost, type Estimate, inBestOrder, junctionEstimate } from './cost.ts';
import { fuseAlternatives, fuseNegations } from './fuse.ts';
import { checkKey } from './keys.ts';

/** A condition as it will be evaluated: the same verdict as the tree it was made from, each part once. */
export type Plan = Junction | Negation | Test;

interface Part extends Estimate {
  readonly id: number;
  /** How many conditions contain this part. */
  uses: number;
}

export interface Junction extends Part {
  readonly kind: 'and' | 'or';
  readonly operands: readonly Plan[];
}

export interface Negation extends Part {
  readonly kind: 'not';
  readonly operand: Plan;
}

export interface Test extends Part {
  readonly kind: 'test';
  readonly check: TypedCheck;
}

/** Plans the conditions of one source: what several of them contain becomes one part. */
export class Planner {
  readonly #parts = new Map<string, Plan>();
  readonly #planned = new Map<TypedCondition, Plan>();
  #lastId = 0;

  plan(condition: TypedCondition): Plan {
    const plan = this.#plan(condition);
    plan.uses += 1;
    return plan;
  }

  #plan(condition: TypedCondition): Plan {
    const known = this.#planned.get(condition);
    if (known !== undefined) return known;
    const plan = this.#make(condition);
    this.#planned.set(condition, plan);
    return plan;
  }

  #make(condition: TypedCondition): Plan {
    switch (condition.kind) {
      case 'macro':
        return this.#plan(condition.body);
      case 'not':
        return this.#negation(this.#plan(condition.operand));
      case 'and':
      case 'or':
        return this.#junction(condition.kind, flattened(condition.operands, condition.kind));
      default:
        return this.#test(condition);
    }
  }

  #negation(operand: Plan): Plan {
    if (operand.kind === 'not') return operand.operand;
    return this.#part(`not ${operand.id}`, [operand], (id) => ({
      kind: 'not',
      operand,
      id,
      cost: operand.cost,
      chance: 1 - operand.chance,
      uses: 0,
    }));
  }

  #junction(kind: 'and' | 'or', conditions: readonly TypedCondition[]): Plan {
    const fused = kind === 'or' ? fuseAlternatives(conditions) : fuseNegations(conditions);
    const operands = [...new Set(fused.map((one) => this.#plan(one)))];
    const [only] = operands;
    if (only !== undefined && operands.length === 1) return only;
    const key = `${kind} ${operands.map(({ id }) => id).sort((a, b) => a - b)}`;
    return this.#part(key, operands, (id) => {
      const ordered = inBestOrder(kind, operands);
      return { kind, operands: ordered, id, ...junctionEstimate(kind, ordered), uses: 0 };
    });
  }

  #test(check: TypedCheck): Plan {
    const estimate = { cost: checkCost(check), chance: checkChance(check) };
    return this.#part(checkKey(check), [], (id) => ({ kind: 'test', check, id, ...estimate, uses: 0 }));
  }

  #part(key: string | undefined, operands: readonly Plan[], make: (id: number) => Plan): Plan {
    const known = key === undefined ? undefined : this.#parts.get(key);
    if (known !== undefined) return known;
    this.#lastId += 1;
    const part = make(this.#lastId);
    for (const operand of operands) operand.uses += 1;
    if (key !== undefined) this.#parts.set(key, part);
    return part;
  }
}

/** `a and (b and c)` is `a and b and c`; macros stay whole, for others may share them. */
function flattened(operands: readonly TypedCondition[], kind: 'and' | 'or'): readonly TypedCondition[] {
  return operands.flatMap((operand) =>
    operand.kind === kind ? flattened(operand.operands, kind) : [operand],
  );
}
