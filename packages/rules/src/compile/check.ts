import type { FieldValue } from '@breakwater/model';
import type { Constant } from '../check/constant.ts';
import type { ConstantCheck, TypedCheck, TypedOperand } from '../check/typed.ts';
import { containsAny } from './contains-any.ts';
import { membershipTest } from './membership.ts';
import { compareOperands } from './operand-check.ts';
import type { Extract, Predicate } from './pass.ts';
import { compilePathMatch } from './path-match.ts';
import { type Scalar, type ScalarTest, scalarTest } from './scalar-test.ts';

export function compileCheck(check: TypedCheck, extractOf: (operand: TypedOperand) => Extract): Predicate {
  const extract = extractOf(check.left);
  switch (check.kind) {
    case 'exists':
      return (event) => extract(event) !== undefined;
    case 'constant-check': {
      const test = valueTest(check);
      return (event) => test(extract(event));
    }
    case 'operand-check': {
      const compare = compareOperands(check);
      const other = extractOf(check.right);
      return (event) => compare(extract(event), other(event));
    }
  }
}

/** Decides a check for the value on its left, whatever that is; false when it is missing. */
export function valueTest(check: ConstantCheck): (value: FieldValue | undefined) => boolean {
  const test = constantTest(check);
  if (check.left.isList && check.operator === 'in') {
    return (value) => Array.isArray(value) && value.length > 0 && value.every(test);
  }
  // A field that is not a list may still stand for several values (either end of a connection, any
  // ancestor): one that fits is enough, but != must hold for both ends.
  const isForAll = check.operator === '!=' && ['ip', 'net', 'port'].includes(check.left.type);
  const testList = (values: readonly Scalar[]) => (isForAll ? values.every(test) : values.some(test));
  return (value) => {
    if (value === undefined) return false;
    return typeof value === 'object' ? testList(value) : test(value);
  };
}

function constantTest(check: ConstantCheck): ScalarTest {
  const { operator, constants, modifier } = check;
  const { type } = check.left;
  if (operator === 'in' || operator === 'intersects') return membershipTest(type, constants);
  if (operator === 'pmatch') {
    const matches = compilePathMatch(constants.map(String));
    return (value) => matches(String(value));
  }
  const testOf = (constant: Constant) => scalarTest(type, operator, constant);
  const [constant] = constants;
  if (modifier === undefined) return constant === undefined ? () => false : testOf(constant);
  if (modifier === 'anyof' && (operator === 'contains' || operator === 'icontains')) {
    const contains = containsAny(constants.map(String), operator === 'icontains');
    return (value) => contains(String(value));
  }
  const tests = constants.map(testOf);
  switch (modifier) {
    case 'anyof':
      return (value) => tests.some((test) => test(value));
    case 'allof':
      return (value) => tests.length > 0 && tests.every((test) => test(value));
    case 'oneof':
      return (value) => tests.filter((test) => test(value)).length === 1;
  }
}
