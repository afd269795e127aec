import type { TypedCheck, TypedOperand } from '../check/typed.ts';

/** Nanoseconds of one comparison, by order of magnitude: enough to put the cheap before the dear. */
const comparisons: Readonly<Record<string, number>> = {
  in: 6,
  intersects: 6,
  startswith: 5,
  bstartswith: 5,
  endswith: 5,
  contains: 20,
  bcontains: 20,
  icontains: 30,
  glob: 40,
  iglob: 40,
  pmatch: 60,
  regex: 400,
};
const transformation = 50;
const listComparison = 40;

export function checkCost(check: TypedCheck): number {
  const left = operandCost(check.left);
  if (check.kind === 'exists') return left;
  const single = comparisons[check.operator] ?? 2;
  if (check.kind === 'operand-check') {
    const isDynamic = check.operator === 'glob' || check.operator === 'iglob';
    return left + operandCost(check.right) + single * (isDynamic ? 10 : 1);
  }
  const { type, isList } = check.left;
  const parsing = type === 'ip' || type === 'net' ? 100 : 0;
  const isEach = check.modifier !== undefined || type === 'net';
  const count = isEach ? Math.max(1, check.constants.length) : 1;
  const isScan =
    check.modifier === 'anyof' && (check.operator === 'contains' || check.operator === 'icontains');
  return left + parsing + (isScan ? single + 3 * count : single * count) + (isList ? listComparison : 0);
}

function operandCost(operand: TypedOperand): number {
  switch (operand.kind) {
    case 'constant':
      return 0;
    case 'field':
      return (operand.reference.argument === undefined ? 5 : 30) + (operand.isList ? listComparison : 0);
    default:
      return transformation + operand.operands.reduce((sum, part) => sum + operandCost(part), 0);
  }
}

/** How often a check holds, by order of magnitude: most ask for something rare. */
export function checkChance(check: TypedCheck): number {
  if (check.kind === 'exists') return 0.7;
  if (check.left.type === 'bool') return 0.4;
  if (check.kind === 'constant-check' && check.modifier === 'allof') return 0.1;
  switch (check.operator) {
    case '!=':
      return 0.9;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return 0.5;
    default:
      return check.kind === 'constant-check' && check.constants.length > 4 ? 0.2 : 0.1;
  }
}

/** A part of a condition by what it costs and how often it holds. */
export interface Estimate {
  readonly cost: number;
  readonly chance: number;
}

/** Puts first what decides soonest for the least: a cheap test that seldom holds in an `and`. */
export function inBestOrder<T extends Estimate>(kind: 'and' | 'or', operands: readonly T[]): readonly T[] {
  const rank = ({ cost, chance }: T) => cost / (kind === 'and' ? 1 - chance : chance);
  return operands.toSorted((a, b) => rank(a) - rank(b));
}

/** Of operands in this order, each met only when those before it left the question open. */
export function junctionEstimate(kind: 'and' | 'or', operands: readonly Estimate[]): Estimate {
  let cost = 0;
  let open = 1;
  for (const operand of operands) {
    cost += open * operand.cost;
    open *= kind === 'and' ? operand.chance : 1 - operand.chance;
  }
  const chance = kind === 'and' ? open : 1 - open;
  return { cost, chance: Math.min(0.99, Math.max(0.01, chance)) };
}
