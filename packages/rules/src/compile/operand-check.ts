import type { FieldValue } from '@breakwater/model';
import { parseAddress } from '../check/address.ts';
import type { OperandCheck } from '../check/typed.ts';
import { asciiLower } from './ascii-case.ts';
import { compileGlob } from './glob.ts';
import { normal, type Scalar } from './scalar-test.ts';

/** Compares two values of one event; false when either is missing. */
export function compareOperands(
  check: OperandCheck,
): (left: FieldValue | undefined, right: FieldValue | undefined) => boolean {
  const compare = operandComparison(check);
  return (left, right) => left !== undefined && right !== undefined && compare(left, right);
}

type Comparison = (left: FieldValue, right: FieldValue) => boolean;

function operandComparison(check: OperandCheck): Comparison {
  const key = check.left.type === 'ip' ? addressKey : normal;
  switch (check.operator) {
    case 'in':
      return (left, right) => {
        const known = new Set(listOf(right).map(key));
        const values = listOf(left);
        return values.length > 0 && values.every((value) => known.has(key(value)));
      };
    case 'intersects':
      return (left, right) => {
        const known = new Set(listOf(right).map(key));
        return listOf(left).some((value) => known.has(key(value)));
      };
    case '=':
    case '==':
      return (left, right) => key(left as Scalar) === key(right as Scalar);
    case '!=':
      return (left, right) => key(left as Scalar) !== key(right as Scalar);
    case '<':
      return (left, right) => left < right;
    case '<=':
      return (left, right) => left <= right;
    case '>':
      return (left, right) => left > right;
    case '>=':
      return (left, right) => left >= right;
    case 'contains':
    case 'bcontains':
      return (left, right) => String(left).includes(String(right));
    case 'startswith':
    case 'bstartswith':
      return (left, right) => String(left).startsWith(String(right));
    case 'endswith':
      return (left, right) => String(left).endsWith(String(right));
    case 'icontains':
      return (left, right) => asciiLower(String(left)).includes(asciiLower(String(right)));
    case 'glob':
      return (left, right) => compileGlob(String(right))(String(left));
    case 'iglob':
      return (left, right) => compileGlob(asciiLower(String(right)))(asciiLower(String(left)));
    case 'regex':
    case 'pmatch':
      throw new Error(`the checker admits no operand on the right of ${check.operator}`);
  }
}

function listOf(value: FieldValue): readonly Scalar[] {
  return Array.isArray(value) ? value : [value as Scalar];
}

function addressKey(value: Scalar): Scalar {
  const address = parseAddress(String(value));
  return address === undefined ? String(value) : `${address.family}:${address.value}`;
}
