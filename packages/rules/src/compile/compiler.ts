import type { Event, FieldValue } from '@breakwater/model';
import { parseAddress } from '../check/address.ts';
import type { Constant } from '../check/constant.ts';
import type { ConstantCheck, OperandCheck, TypedCondition } from '../check/typed.ts';
import { compileGlob } from './glob.ts';
import { membershipTest } from './membership.ts';
import { compileOperand } from './operand.ts';
import { compilePathMatch } from './path-match.ts';
import { asciiLower, normal, type Scalar, type ScalarTest, scalarTest } from './scalar-test.ts';

/** A condition ready to run. A missing value makes every check false; `not` is plain negation. */
export type Predicate = (event: Event) => boolean;

/** Compiles conditions to closures; what several conditions share (a macro's body) is compiled once. */
export class Compiler {
  readonly #known = new Map<TypedCondition, Predicate>();

  compile(condition: TypedCondition): Predicate {
    const known = this.#known.get(condition);
    if (known !== undefined) return known;
    const predicate = this.#compile(condition);
    this.#known.set(condition, predicate);
    return predicate;
  }

  #compile(condition: TypedCondition): Predicate {
    switch (condition.kind) {
      case 'and':
        return allOf(condition.operands.map((operand) => this.compile(operand)));
      case 'or':
        return anyOf(condition.operands.map((operand) => this.compile(operand)));
      case 'not': {
        const operand = this.compile(condition.operand);
        return (event) => !operand(event);
      }
      case 'macro':
        return this.compile(condition.body);
      case 'exists': {
        const extract = compileOperand(condition.left);
        return (event) => extract(event) !== undefined;
      }
      case 'constant-check':
        return compileConstantCheck(condition);
      case 'operand-check':
        return compileOperandCheck(condition);
    }
  }
}

function allOf(predicates: readonly Predicate[]): Predicate {
  const [first, second, third] = predicates;
  if (first !== undefined && second !== undefined && third === undefined) {
    return (event) => first(event) && second(event);
  }
  return (event) => {
    for (const predicate of predicates) if (!predicate(event)) return false;
    return true;
  };
}

function anyOf(predicates: readonly Predicate[]): Predicate {
  const [first, second, third] = predicates;
  if (first !== undefined && second !== undefined && third === undefined) {
    return (event) => first(event) || second(event);
  }
  return (event) => {
    for (const predicate of predicates) if (predicate(event)) return true;
    return false;
  };
}

function compileConstantCheck(check: ConstantCheck): Predicate {
  const extract = compileOperand(check.left);
  const { isList } = check.left;
  const test = constantTest(check);
  if (isList && check.operator === 'in') {
    return (event) => {
      const value = extract(event);
      return Array.isArray(value) && value.length > 0 && value.every(test);
    };
  }
  // A field that is not a list may still stand for several values (either end of a connection, any
  // ancestor): one that fits is enough, but != must hold for both ends.
  const isForAll = check.operator === '!=' && ['ip', 'net', 'port'].includes(check.left.type);
  return (event) => {
    const value = extract(event);
    if (value === undefined) return false;
    if (!Array.isArray(value)) return test(value as Scalar);
    return isForAll ? value.every(test) : value.some(test);
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

function compileOperandCheck(check: OperandCheck): Predicate {
  const left = compileOperand(check.left);
  const right = compileOperand(check.right);
  const compare = operandComparison(check);
  return (event) => {
    const a = left(event);
    if (a === undefined) return false;
    const b = right(event);
    return b !== undefined && compare(a, b);
  };
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
