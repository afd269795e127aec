import type { FieldValue } from '@breakwater/model';
import type { Judged } from './judge.ts';
import { type PrintLimits, printCondition, printOperand } from './print-condition.ts';

const limits: PrintLimits = { listItems: 4, length: 160 };
const maxValueLength = 80;

/**
 * What a check came to, with the values it found: `proc.name in (bash, sh) does not hold: proc.name is "nginx"`.
 * `isNegated`: it stands under `not`.
 */
export function statement(node: Judged, isNegated: boolean): string {
  const { condition } = node;
  const printed = printCondition(condition, limits);
  const text = isNegated ? `not ${printed}` : printed;
  if (node.error !== undefined) return `${text} cannot be judged: ${node.error}`;
  const verdict = `${text} ${node.verdict === isNegated ? 'does not hold' : 'holds'}`;
  switch (condition.kind) {
    case 'exists':
      return verdict;
    case 'constant-check': {
      const isPlainEquality = (condition.operator === '=' || condition.operator === '==') && node.verdict;
      return isPlainEquality
        ? verdict
        : `${verdict}: ${printOperand(condition.left)} is ${describe(node.value)}`;
    }
    case 'operand-check': {
      const left = `${printOperand(condition.left)} is ${describe(node.value)}`;
      return `${verdict}: ${left} and ${printOperand(condition.right)} is ${describe(node.otherValue)}`;
    }
    default:
      return verdict;
  }
}

function describe(value: FieldValue | undefined): string {
  if (value === undefined) return 'missing on this event';
  const text = Array.isArray(value)
    ? `(${value.slice(0, maxValueLength).join(', ')})`
    : typeof value === 'string'
      ? JSON.stringify(value)
      : String(value);
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength - 1)}…` : text;
}
