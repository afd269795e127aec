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
  icontains: 20,
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
  const isAddress = check.left.type === 'ip' || check.left.type === 'net';
  const isFolded = check.operator === 'icontains' || check.operator === 'iglob';
  const single = (comparisons[check.operator] ?? 2) + (isAddress ? 100 : 0);
  if (check.kind === 'operand-check') {
    const isDynamic = check.operator === 'glob' || check.operator === 'iglob';
    return left + operandCost(check.right) + single * (isDynamic ? 10 : 1);
  }
  const isNetwork = check.left.type === 'net';
  const count = check.modifier !== undefined || isNetwork ? Math.max(1, check.constants.length) : 1;
  const folding = isFolded ? 60 : 0;
  return left + folding + single * count + (check.left.isList ? listComparison : 0);
}

function operandCost(operand: TypedOperand): number {
  switch (operand.kind) {
    case 'constant':
      return 0;
    case 'field':
      return (operand.reference.argument === undefined ? 5 : 10) + (operand.isList ? listComparison : 0);
    default:
      return transformation + operand.operands.reduce((sum, part) => sum + operandCost(part), 0);
  }
}

/** What operands in this order cost when each decides for half of the events. */
export function junctionCost(costs: readonly number[]): number {
  return costs.reduceRight((rest, cost) => cost + rest / 2, 0);
}
