import type { Constant } from '../check/constant.ts';
import type { TypedCheck, TypedOperand } from '../check/typed.ts';

/** Beyond this many constants a check is not compared with others. */
const maxConstants = 10_000;

/** The same text for operands that yield the same value for every event of one source. */
export function operandKey(operand: TypedOperand): string {
  switch (operand.kind) {
    case 'field': {
      const { field, argument } = operand.reference;
      return JSON.stringify(argument === undefined ? [field.name] : [field.name, argument]);
    }
    case 'constant':
      return JSON.stringify(operand.value);
    case 'list':
      return `(${operand.operands.map(operandKey).join()})`;
    case 'transformer': {
      const argument = operand.argument === undefined ? '' : JSON.stringify([operand.argument]);
      return `${operand.name} ${operand.type} (${operand.operands.map(operandKey).join()})${argument}`;
    }
  }
}

/** The same text for checks of one verdict; undefined for a check too large to be worth comparing. */
export function checkKey(check: TypedCheck): string | undefined {
  const left = operandKey(check.left);
  if (check.kind === 'exists') return `${left} exists`;
  if (check.kind === 'operand-check') return `${left} ${check.operator} val ${operandKey(check.right)}`;
  if (check.constants.length > maxConstants) return undefined;
  return `${left} ${check.operator} ${check.modifier ?? ''} ${check.constants.map(constantKey).join()}`;
}

function constantKey(constant: Constant): string {
  if (typeof constant === 'string') return JSON.stringify(constant);
  if (typeof constant !== 'object') return `${typeof constant} ${constant}`;
  const prefix = 'prefix' in constant ? `/${constant.prefix}` : '';
  return `ip${constant.family} ${constant.value}${prefix}`;
}
