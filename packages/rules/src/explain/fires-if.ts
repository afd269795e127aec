import type { TypedCheck, TypedCondition } from '../check/typed.ts';
import type { Operator } from '../condition/ast.ts';
import { type PrintLimits, printCondition, printOperand } from './print-condition.ts';
import { printConstant } from './print-constant.ts';

const maxRows = 3;
const maxValues = 5;
const limits: PrintLimits = { listItems: maxValues, length: 160 };

/** When a rule fires in spite of an exception: the negation of the exception in words. */
export function firesIf(exception: TypedCondition | undefined): string {
  if (exception === undefined) return 'fires in any case: the exception has no values';
  const rows = exception.kind === 'or' ? exception.operands : [exception];
  const shown = rows.slice(0, maxRows).map((row) => negatedRow(row, rows.length > 1));
  const rest = rows.length - shown.length;
  const more = rest > 0 ? ` and the same for ${rest} more` : '';
  return `fires if ${shown.join(' and ')}${more}`;
}

function negatedRow(row: TypedCondition, hasSiblings: boolean): string {
  const checks = row.kind === 'and' ? row.operands : [row];
  const text = checks.map(negated).join(' or ');
  return hasSiblings && checks.length > 1 ? `(${text})` : text;
}

type Words = Partial<Record<Operator, readonly [one: string, list: string]>>;

/** What negates an operator, before one value and before a list. */
const negations: Words = {
  '=': ['is not', 'is none of'],
  '==': ['is not', 'is none of'],
  in: ['is not one of', 'is not one of'],
  intersects: ['has none of', 'has none of'],
  pmatch: ['is not below', 'is not below any of'],
  contains: ['does not contain', 'contains none of'],
  icontains: ['does not contain, in any letter case,', 'contains, in any letter case, none of'],
  startswith: ['does not start with', 'starts with none of'],
  endswith: ['does not end with', 'ends with none of'],
  glob: ['is not like', 'is like none of'],
  regex: ['does not match', 'matches none of'],
};

function negated(condition: TypedCondition): string {
  if (condition.kind === 'exists') return `${printOperand(condition.left)} is missing`;
  if (condition.kind !== 'constant-check') return `not (${printCondition(condition, limits)})`;
  return negatedCheck(condition);
}

function negatedCheck(check: TypedCheck & { readonly kind: 'constant-check' }): string {
  const { constants, operator, left, modifier } = check;
  const words = negations[operator];
  if (words === undefined || (modifier !== undefined && modifier !== 'anyof')) {
    return `not (${printCondition(check, limits)})`;
  }
  const shown = constants.slice(0, maxValues).map((constant) => printConstant(constant, left.type, operator));
  const [only] = shown;
  const name = printOperand(left);
  const isForAll = left.isList && operator === 'in';
  if (isForAll) return `not all of ${name} are among (${inList(shown, constants.length)})`;
  if (only !== undefined && constants.length === 1 && modifier === undefined) {
    return operator === 'in' ? `${name} is not ${only}` : `${name} ${words[0]} ${only}`;
  }
  return `${name} ${words[1]} (${inList(shown, constants.length)})`;
}

function inList(shown: readonly string[], count: number): string {
  const rest = count - shown.length;
  return rest > 0 ? `${shown.join(', ')}, … ${rest} more` : shown.join(', ');
}
