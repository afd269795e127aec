import { compareText, isEqual, order } from '../comparison.ts';
import { isList, isObject, type Json } from '../json.ts';
import { JmesPathError } from './token.ts';

export type Evaluate = (value: Json) => Json;

/** An argument: a value, or an expression given as `&expression`. */
export type FunctionArgument = Json | Reference;

interface Reference {
  readonly reference: Evaluate;
}

interface FunctionRow {
  readonly least: number;
  readonly most: number;
  readonly call: (args: readonly FunctionArgument[]) => Json;
}

/** Empty text, list and object, null and false are false; 0 is true. */
export function isTrue(value: Json): boolean {
  if (value === null || value === false || value === '') return false;
  if (isList(value)) return value.length > 0;
  return !isObject(value) || Object.keys(value).length > 0;
}

export function functionArity(name: string): { readonly least: number; readonly most: number } | undefined {
  return functions.get(name);
}

export function callFunction(name: string, args: readonly FunctionArgument[]): Json {
  const row = functions.get(name);
  if (row === undefined) throw new JmesPathError(`unknown function ${name}()`);
  try {
    return row.call(args);
  } catch (error) {
    if (error instanceof JmesPathError) throw new JmesPathError(`${name}(): ${error.message}`);
    throw error;
  }
}

const functions: ReadonlyMap<string, FunctionRow> = new Map([
  row('abs', 1, (x) => Math.abs(number(x))),
  row('avg', 1, (x) => {
    const all = numbers(x);
    return all.length === 0 ? null : sum(all) / all.length;
  }),
  row('ceil', 1, (x) => Math.ceil(number(x))),
  row('contains', 2, (subject, search) => {
    const value = plain(subject);
    if (typeof value === 'string') return typeof search === 'string' && value.includes(search);
    return list(value).some((item) => isEqual(item, plain(search)));
  }),
  row('ends_with', 2, (subject, suffix) => text(subject).endsWith(text(suffix))),
  row('floor', 1, (x) => Math.floor(number(x))),
  row('from_json', 1, (x) => parseJson(plain(x))),
  row('items', 1, (x) => Object.entries(object(x)).map(([key, value]) => [key, value])),
  row('join', 2, (glue, items) => list(items).map(text).join(text(glue))),
  row('keys', 1, (x) => Object.keys(object(x))),
  row('length', 1, (x) => {
    const value = plain(x);
    if (typeof value === 'string') return [...value].length;
    if (isList(value)) return value.length;
    return Object.keys(object(value)).length;
  }),
  row('map', 2, (by, items) => list(items).map(reference(by))),
  row('max', 1, (x) => extreme(comparable(list(x)), 1, (value) => value)),
  row('max_by', 2, (items, by) => extreme(list(items), 1, reference(by))),
  row('min', 1, (x) => extreme(comparable(list(x)), -1, (value) => value)),
  row('min_by', 2, (items, by) => extreme(list(items), -1, reference(by))),
  ['merge', { least: 1, most: 100, call: (args) => Object.assign({}, ...args.map(object)) }],
  [
    'not_null',
    { least: 1, most: 100, call: (args) => args.map(plain).find((value) => value !== null) ?? null },
  ],
  row('reverse', 1, (x) => {
    const value = plain(x);
    return typeof value === 'string' ? [...value].reverse().join('') : list(value).toReversed();
  }),
  row('sort', 1, (x) => sorted(comparable(list(x)), (value) => value)),
  row('sort_by', 2, (items, by) => sorted(list(items), reference(by))),
  row('split', 2, (separator, subject) => {
    if (text(separator) === '') throw new JmesPathError('the separator is empty');
    return text(subject).split(text(separator));
  }),
  row('starts_with', 2, (subject, prefix) => text(subject).startsWith(text(prefix))),
  row('sum', 1, (x) => sum(numbers(x))),
  row('to_array', 1, (x) => {
    const value = plain(x);
    return isList(value) ? value : [value];
  }),
  row('to_number', 1, (x) => toNumber(plain(x))),
  row('to_string', 1, (x) => {
    const value = plain(x);
    return typeof value === 'string' ? value : JSON.stringify(value);
  }),
  row('type', 1, (x) => typeName(plain(x))),
  row('values', 1, (x) => Object.values(object(x))),
]);

function row(
  name: string,
  arity: 1 | 2,
  call: (first: FunctionArgument, second: FunctionArgument) => Json,
): [string, FunctionRow] {
  return [name, { least: arity, most: arity, call: (args) => call(args[0] ?? null, args[1] ?? null) }];
}

function isReference(argument: FunctionArgument): argument is Reference {
  return isObject(argument) && typeof argument.reference === 'function';
}

function plain(argument: FunctionArgument): Json {
  if (isReference(argument)) throw new JmesPathError('an expression is not a value');
  return argument;
}

function reference(argument: FunctionArgument): Evaluate {
  if (!isReference(argument)) throw new JmesPathError('the argument must be an expression (&…)');
  return argument.reference;
}

function text(argument: FunctionArgument): string {
  return typeof argument === 'string' ? argument : refuse(argument, 'text');
}

function number(argument: FunctionArgument): number {
  return typeof argument === 'number' ? argument : refuse(argument, 'a number');
}

function list(argument: FunctionArgument): readonly Json[] {
  const value = plain(argument);
  return isList(value) ? value : refuse(value, 'a list');
}

function object(argument: FunctionArgument): Record<string, Json> {
  const value = plain(argument);
  return isObject(value) ? { ...value } : refuse(value, 'an object');
}

function numbers(argument: FunctionArgument): readonly number[] {
  return list(argument).map(number);
}

function refuse(argument: FunctionArgument, wanted: string): never {
  throw new JmesPathError(
    `expected ${wanted}, not ${isReference(argument) ? 'an expression' : typeName(argument)}`,
  );
}

/** A list of only numbers or only text. */
function comparable(items: readonly Json[]): readonly Json[] {
  const kinds = new Set(items.map((item) => typeof item));
  if (kinds.size > 1 || items.some((item) => typeof item !== 'number' && typeof item !== 'string')) {
    throw new JmesPathError('expected a list of only numbers or only text');
  }
  return items;
}

function compare(a: Json, b: Json): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  const result = typeof a === 'number' && typeof b === 'number' ? order(a, b) : undefined;
  if (result === undefined) throw new JmesPathError('keys must be all numbers or all text');
  return result;
}

function extreme(items: readonly Json[], direction: 1 | -1, by: Evaluate): Json {
  let best: { item: Json; key: Json } | undefined;
  for (const item of items) {
    const key = by(item);
    if (best === undefined) {
      compare(key, key);
      best = { item, key };
    } else if (compare(key, best.key) === direction) best = { item, key };
  }
  return best?.item ?? null;
}

function sorted(items: readonly Json[], by: Evaluate): readonly Json[] {
  return items
    .map((item) => ({ item, key: by(item) }))
    .sort((a, b) => compare(a.key, b.key))
    .map((one) => one.item);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function toNumber(value: Json): Json {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || !/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value)) return null;
  return Number(value);
}

function parseJson(value: Json): Json {
  if (typeof value !== 'string') return null;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return null;
  }
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  return typeof value === 'object' ? 'object' : typeof value;
}
