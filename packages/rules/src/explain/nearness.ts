import type { Event } from '@breakwater/model';
import type { TypedCheck, TypedCondition, TypedOperand } from '../check/typed.ts';
import { compileCheck } from '../compile/check.ts';
import { compileOperand } from '../compile/operand.ts';
import type { Extract } from '../compile/pass.ts';

/** How near an event comes to a condition, from 0 to 1; 1 exactly when the condition holds. */
export type Nearness = (event: Event) => number;

/**
 * Of the parts of an `and`, those that hold before the first that fails count most, for they are written in the order
 * in which they matter; of an `or` the nearest part counts. A check that cannot be read does not hold.
 */
export function compileNearness(condition: TypedCondition): Nearness {
  switch (condition.kind) {
    case 'and':
      return nearnessOfAll(flattened(condition).map(compileNearness));
    case 'or': {
      const parts = condition.operands.map(compileNearness);
      return (event) => {
        let nearest = 0;
        for (const part of parts) {
          nearest = Math.max(nearest, part(event));
          if (nearest === 1) break;
        }
        return nearest;
      };
    }
    case 'not': {
      const inner = compileNearness(condition.operand);
      return (event) => (inner(event) === 1 ? 0 : 1);
    }
    case 'macro':
      return compileNearness(condition.body);
    default:
      return nearnessOfCheck(condition);
  }
}

/** What rounding must not make of a condition that does not hold. */
const almost = 1 - Number.EPSILON;

function nearnessOfAll(parts: readonly Nearness[]): Nearness {
  return (event) => {
    let leading = 0;
    let sum = 0;
    for (const [index, part] of parts.entries()) {
      const one = part(event);
      sum += one;
      if (one === 1 && leading === index) leading += 1;
    }
    if (leading === parts.length) return 1;
    return Math.min(almost, (leading + sum / parts.length) / (parts.length + 1));
  };
}

function nearnessOfCheck(check: TypedCheck): Nearness {
  const holds = compileCheck(check, extractOf);
  return (event) => {
    try {
      return holds(event) ? 1 : 0;
    } catch {
      // What cannot be read is told by the explanation of the event.
      return 0;
    }
  };
}

/** The parts of an `and` with those of the macros that are themselves an `and`. */
function flattened(condition: TypedCondition): readonly TypedCondition[] {
  if (condition.kind === 'macro') {
    const parts = flattened(condition.body);
    return parts.length > 1 ? parts : [condition];
  }
  return condition.kind === 'and' ? condition.operands.flatMap(flattened) : [condition];
}

function extractOf(operand: TypedOperand): Extract {
  return compileOperand(operand, extractOf);
}
