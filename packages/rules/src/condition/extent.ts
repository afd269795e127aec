import type { Condition } from './ast.ts';

/** Size of a condition with its macros replaced: how many checks it holds, and how deep they are nested. */
export interface Extent {
  readonly checks: number;
  readonly depth: number;
}

/** More than any condition that people or generators write, and still quick to check and to evaluate. */
export const maxExtent: Extent = { checks: 250_000, depth: 1000 };

/** Measures a resolved condition. `known` holds the macro bodies that were measured before. */
export function extentOf(condition: Condition, known: ReadonlyMap<Condition, Extent>): Extent {
  const measured = known.get(condition);
  if (measured !== undefined) return measured;
  switch (condition.kind) {
    case 'check':
      return { checks: 1, depth: 1 };
    case 'not':
      return around([condition.operand], known);
    case 'macro':
      return around(condition.body === undefined ? [] : [condition.body], known);
    case 'and':
    case 'or':
      return around(condition.operands, known);
  }
}

function around(parts: readonly Condition[], known: ReadonlyMap<Condition, Extent>): Extent {
  let checks = 0;
  let depth = 0;
  for (const part of parts) {
    const extent = extentOf(part, known);
    checks += extent.checks;
    depth = Math.max(depth, extent.depth);
  }
  return { checks, depth: depth + 1 };
}
