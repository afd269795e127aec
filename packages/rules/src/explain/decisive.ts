import type { Judged } from './judge.ts';

/** Children that left-to-right evaluation looks at: up to the first that decides. */
export function evaluatedChildren(node: Judged): readonly Judged[] {
  const decider = deciderOf(node);
  return decider === undefined ? node.children : node.children.slice(0, node.children.indexOf(decider) + 1);
}

/** Children that decided: the first that decides an `and` or `or`, else all together. */
export function decisiveChildren(node: Judged): readonly Judged[] {
  const decider = deciderOf(node);
  return decider === undefined ? node.children : [decider];
}

function deciderOf(node: Judged): Judged | undefined {
  const { kind } = node.condition;
  if (kind !== 'and' && kind !== 'or') return undefined;
  return node.children.find((child) => child.verdict === (kind === 'or'));
}

/** A check on the path that decided, with the way to it. */
export interface DecisiveCheck {
  readonly check: Judged;
  readonly isNegated: boolean;
  /** Names of the macros around it, the outermost first. */
  readonly macros: readonly string[];
}

export function decisiveChecks(node: Judged): readonly DecisiveCheck[] {
  const found: DecisiveCheck[] = [];
  const visit = (one: Judged, isNegated: boolean, macros: readonly string[]) => {
    const { condition } = one;
    const inner = condition.kind === 'macro' ? [...macros, condition.name] : macros;
    const isFlipped = condition.kind === 'not' ? !isNegated : isNegated;
    if (isJoint(one)) for (const child of decisiveChildren(one)) visit(child, isFlipped, inner);
    else found.push({ check: one, isNegated, macros });
  };
  visit(node, false, []);
  return found;
}

/** The check that throws before anything decides, which stops the rule. */
export function firstError(node: Judged): Judged | undefined {
  if (node.error !== undefined) return node;
  for (const child of evaluatedChildren(node)) {
    const failed = firstError(child);
    if (failed !== undefined) return failed;
  }
  return undefined;
}

function isJoint(node: Judged): boolean {
  return ['and', 'or', 'not', 'macro'].includes(node.condition.kind);
}
