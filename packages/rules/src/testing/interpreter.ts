import type { Event, FieldType, FieldValue } from '@breakwater/model';
import { type Address, isInNetwork, type Network, parseAddress } from '../check/address.ts';
import type { Constant } from '../check/constant.ts';
import type { ConstantCheck, OperandCheck, TypedCondition, TypedOperand } from '../check/typed.ts';
import { getOptions } from '../compile/get-options.ts';

type Scalar = string | number | bigint | boolean;

/**
 * The verdict of a condition, read off the tree in the plainest way: every node every time, in the order of the
 * file, nothing shared. What the engine decides must be the same.
 */
export function interpret(condition: TypedCondition, event: Event): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.operands.every((operand) => interpret(operand, event));
    case 'or':
      return condition.operands.some((operand) => interpret(operand, event));
    case 'not':
      return !interpret(condition.operand, event);
    case 'macro':
      return interpret(condition.body, event);
    case 'exists':
      return read(condition.left, event) !== undefined;
    case 'constant-check':
      return checkConstants(condition, event);
    case 'operand-check':
      return checkOperands(condition, event);
  }
}

function checkConstants(check: ConstantCheck, event: Event): boolean {
  const { left, operator, modifier, constants } = check;
  const value = read(left, event);
  if (value === undefined) return false;
  const holds = (one: Scalar, constant: Constant) => compare(operator, one, constant);
  const holdsForOne = (one: Scalar): boolean => {
    const verdicts = constants.map((constant) => holds(one, constant));
    const count = verdicts.filter((verdict) => verdict).length;
    if (modifier === 'allof') return count === verdicts.length && count > 0;
    if (modifier === 'oneof') return count === 1;
    return count > 0;
  };
  const values = listOf(value);
  if (left.isList && operator === 'in') return values.length > 0 && values.every(holdsForOne);
  const wantsBothEnds =
    operator === '!=' && (left.type === 'ip' || left.type === 'net' || left.type === 'port');
  return wantsBothEnds ? values.every(holdsForOne) : values.some(holdsForOne);
}

function checkOperands(check: OperandCheck, event: Event): boolean {
  const left = read(check.left, event);
  const right = read(check.right, event);
  if (left === undefined || right === undefined) return false;
  const { type } = check.left;
  const isListed = (one: Scalar) => listOf(right).some((other) => compareValues(type, '=', one, other));
  if (check.operator === 'in') return listOf(left).length > 0 && listOf(left).every(isListed);
  if (check.operator === 'intersects') return listOf(left).some(isListed);
  return compareValues(type, check.operator, left as Scalar, right as Scalar);
}

function listOf(value: FieldValue): readonly Scalar[] {
  return Array.isArray(value) ? value : [value as Scalar];
}

function compareValues(type: FieldType, operator: string, left: Scalar, right: Scalar): boolean {
  const address = type === 'ip' ? parseAddress(String(right)) : undefined;
  return compare(operator, left, address ?? right);
}

function compare(operator: string, value: Scalar, constant: Constant): boolean {
  if (typeof constant === 'object') return compareAddress(operator, value, constant);
  if (typeof value === 'string' && typeof constant === 'string')
    return compareText(operator, value, constant);
  switch (operator) {
    case '!=':
      return String(value) !== String(constant);
    case '<':
      return value < constant;
    case '<=':
      return value <= constant;
    case '>':
      return value > constant;
    case '>=':
      return value >= constant;
    default:
      return String(value) === String(constant);
  }
}

function compareAddress(operator: string, value: Scalar, wanted: Address | Network): boolean {
  const address = parseAddress(String(value));
  if (address === undefined) return false;
  const isSame =
    'prefix' in wanted
      ? isInNetwork(address, wanted)
      : address.family === wanted.family && address.value === wanted.value;
  return operator === '!=' ? !isSame : isSame;
}

function compareText(operator: string, text: string, wanted: string): boolean {
  const isFolded = operator === 'icontains' || operator === 'iglob';
  const [a, b] = isFolded ? [lower(text), lower(wanted)] : [text, wanted];
  switch (operator) {
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case 'contains':
    case 'icontains':
    case 'bcontains':
      return a.includes(b);
    case 'startswith':
    case 'bstartswith':
      return a.startsWith(b);
    case 'endswith':
      return a.endsWith(b);
    case 'glob':
    case 'iglob':
      return matchesGlob(b, a);
    case 'pmatch':
      return isPathPrefix(partsOf(b), partsOf(a));
    case 'regex':
      return new RegExp(`^(?:${b})$`, 'su').test(a);
    default:
      return a === b;
  }
}

function lower(text: string): string {
  return [...text].map((char) => (char >= 'A' && char <= 'Z' ? char.toLowerCase() : char)).join('');
}

/** `*`, `?` and literal characters: what the tests generate. */
function matchesGlob(pattern: string, text: string): boolean {
  const [first] = pattern;
  if (first === undefined) return text === '';
  const rest = pattern.slice(1);
  if (first === '*') return matchesGlob(rest, text) || (text !== '' && matchesGlob(pattern, text.slice(1)));
  return text !== '' && (first === '?' || first === text[0]) && matchesGlob(rest, text.slice(1));
}

function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

function isPathPrefix(prefix: readonly string[], parts: readonly string[]): boolean {
  return prefix.every((part, index) => parts[index] !== undefined && matchesGlob(part, parts[index]));
}

function read(operand: TypedOperand, event: Event): FieldValue | undefined {
  switch (operand.kind) {
    case 'constant':
      return operand.value;
    case 'field':
      return operand.reference.field.extract(event, operand.reference.argument);
    case 'list': {
      const values = operand.operands.map((part) => read(part, event));
      return values.includes(undefined) ? undefined : values.map(String);
    }
    case 'transformer': {
      const values = operand.operands.map((part) => read(part, event));
      return values.includes(undefined) ? undefined : transform(operand, values as FieldValue[]);
    }
  }
}

function transform(
  { name, type, argument, operands }: Extract<TypedOperand, { kind: 'transformer' }>,
  [first = '', second = '', ...rest]: readonly FieldValue[],
): FieldValue | undefined {
  const each = (change: (text: string) => string | undefined): FieldValue | undefined => {
    if (!Array.isArray(first)) return change(String(first));
    const texts = first.map((one) => change(String(one)));
    return texts.includes(undefined) ? undefined : (texts as string[]);
  };
  switch (name) {
    case 'tolower':
      return each(lower);
    case 'toupper':
      return each((text) => [...text].map((c) => (c >= 'a' && c <= 'z' ? c.toUpperCase() : c)).join(''));
    case 'basename':
      return each((text) => text.split('/').at(-1));
    case 'b64':
      return each((text) => decode(text, type === 'bytes' ? 'latin1' : 'utf8'));
    case 'len':
      if (Array.isArray(first)) return first.length;
      return Buffer.byteLength(String(first), operands[0]?.type === 'bytes' ? 'latin1' : 'utf8');
    case 'join':
      return Array.isArray(second) ? second.join(String(first)) : undefined;
    case 'concat':
      return [first, second, ...rest].map(String).join('');
    case 'getopt':
      return Array.isArray(first) ? getOptions(first.map(String), String(second), argument) : undefined;
  }
}

function decode(text: string, encoding: 'latin1' | 'utf8'): string | undefined {
  const body = text.replace(/=*$/, '');
  const isValid = /^[A-Za-z0-9+/]*$/.test(body) && text.length - body.length <= 2 && body.length % 4 !== 1;
  return isValid ? Buffer.from(body, 'base64').toString(encoding) : undefined;
}
