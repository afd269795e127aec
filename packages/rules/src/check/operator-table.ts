import type { FieldType } from '@breakwater/model';
import type { Operator } from '../condition/ast.ts';

const equality: readonly Operator[] = ['=', '==', '!=', 'in', 'intersects', 'exists'];
const ordering: readonly Operator[] = ['<', '<=', '>', '>='];
const textual: readonly Operator[] = [
  ...equality,
  ...ordering,
  'contains',
  'icontains',
  'startswith',
  'endswith',
  'glob',
  'iglob',
  'regex',
  'pmatch',
];
const numeric: readonly Operator[] = [...equality, ...ordering];
const binary: readonly Operator[] = [
  ...equality,
  'contains',
  'startswith',
  'endswith',
  'bcontains',
  'bstartswith',
];

/** The operators that each type of value admits. */
const operatorsByType: Record<FieldType, ReadonlySet<Operator>> = {
  string: new Set(textual),
  path: new Set(textual),
  uint64: new Set(numeric),
  int64: new Set(numeric),
  double: new Set(numeric),
  time: new Set(numeric),
  port: new Set(numeric),
  flags: new Set(numeric),
  bool: new Set(equality),
  ip: new Set(equality),
  net: new Set(equality),
  bytes: new Set(binary),
};

const listOperators: ReadonlySet<Operator> = new Set<Operator>(['in', 'intersects', 'exists']);
const listTypes: ReadonlySet<FieldType> = new Set<FieldType>([
  'string',
  'path',
  'uint64',
  'time',
  'bool',
  'ip',
  'net',
]);

export function admits(type: FieldType, isList: boolean, operator: Operator): boolean {
  if (operator === 'exists' || !isList) return operatorsByType[type].has(operator);
  return listTypes.has(type) && listOperators.has(operator);
}

const typeWords: Record<FieldType, { readonly one: string; readonly many: string }> = {
  string: { one: 'a text', many: 'texts' },
  path: { one: 'a path', many: 'paths' },
  uint64: { one: 'an unsigned number', many: 'unsigned numbers' },
  int64: { one: 'a number', many: 'numbers' },
  double: { one: 'a number', many: 'numbers' },
  time: { one: 'a time', many: 'times' },
  port: { one: 'a port', many: 'ports' },
  flags: { one: 'flags', many: 'flags' },
  bool: { one: 'a boolean', many: 'booleans' },
  ip: { one: 'an IP address', many: 'IP addresses' },
  net: { one: 'a network', many: 'networks' },
  bytes: { one: 'bytes', many: 'bytes' },
};

/** With its article: `a text`, `a list of texts`. */
export function describeType(type: FieldType, isList: boolean): string {
  return isList ? `a list of ${typeWords[type].many}` : typeWords[type].one;
}
