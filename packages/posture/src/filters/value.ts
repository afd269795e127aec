import { isEqual } from '../comparison.ts';
import { parseDate } from '../dates.ts';
import {
  type CompiledFilter,
  checkKeys,
  type Evaluation,
  each,
  type FilterContext,
  type FilterType,
} from '../filter.ts';
import { isList, isObject, type Json, type JsonObject } from '../json.ts';
import { matchesWord, type Operator, operatorNames, operatorOf } from '../operators.ts';
import { EvaluationError } from '../policy-error.ts';
import { compileCapture, compileRegex } from '../regex.ts';
import { compileKey, type KeyReader, keyTransformNames } from '../resource-key.ts';
import { convert, valueTypeNames } from '../value-types.ts';
import { readValuesFrom } from '../values-from.ts';

/** Judges one thing: a resource, a rule of a group, the event. */
export type Predicate = (subject: Json, evaluation: Evaluation) => boolean;

export const valueKeys: readonly string[] = [
  'key',
  'value',
  'op',
  'value_type',
  'value_from',
  'value_path',
  'value_regex',
  'default',
  'tag_key_transforms',
];

/** Compares a value of the resource with a value of the policy: what most filters are. */
export const value: FilterType = {
  name: 'value',
  compile: (filter, context) => {
    checkKeys(filter, valueKeys, context);
    if (filter.value_type === 'resource_count') return compileCount(filter, context);
    return each(compileValue(filter, context));
  },
};

/** Builds the comparison of a value filter; other filters use it for their parts. */
export function compileValue(filter: JsonObject, context: FilterContext): Predicate {
  const fail = (message: string): Error => context.source.error(filter, message);
  const { key } = filter;
  if (typeof key !== 'string') throw fail('a value filter needs "key"');
  const read = compileReader(filter, key, fail);
  const compare = compileOperator(filter, fail);
  const wanted = compileWanted(filter, fail);
  const type = compileType(filter, fail);
  const isMembership = filter.op === 'in' || filter.op === 'not-in';
  return (subject, evaluation) => {
    let found = read(subject);
    if (isMembership && found === null) found = [];
    const expected = wanted(subject, evaluation);
    const sides =
      type === undefined
        ? { policy: expected, resource: found }
        : convert(type, expected, found, { now: evaluation.now, read: (name) => compileKey(name)(subject) });
    return matchesWord(sides.policy, sides.resource) || compare(sides.resource, sides.policy);
  };
}

function compileReader(filter: JsonObject, key: string, fail: (message: string) => Error): KeyReader {
  const transforms = textList(filter.tag_key_transforms ?? null);
  const unknown = transforms.find((name) => !keyTransformNames.includes(name));
  if (unknown !== undefined)
    throw fail(`unknown tag_key_transforms ${unknown}; known are ${keyTransformNames.join(', ')}`);
  const read = compiled(() => compileKey(key, transforms), fail, `key ${key}`);
  const { value_regex: regex } = filter;
  if (regex === undefined) return read;
  if (typeof regex !== 'string') throw fail('value_regex must be text');
  const capture = compiled(() => compileCapture(regex), fail, 'value_regex');
  return (subject) => {
    const found = read(subject);
    return typeof found === 'string' ? (capture(found) ?? null) : null;
  };
}

function compileOperator(filter: JsonObject, fail: (message: string) => Error): Operator {
  const { op } = filter;
  if (op === undefined || op === null) return isEqual;
  const operator = typeof op === 'string' ? operatorOf(op) : undefined;
  if (operator === undefined)
    throw fail(`unknown op ${JSON.stringify(op)}; known are ${operatorNames.join(', ')}`);
  if (op === 'regex' || op === 'regex-case') checkRegex(filter, fail);
  return operator;
}

function checkRegex(filter: JsonObject, fail: (message: string) => Error): void {
  const pattern = filter.value;
  if (pattern === undefined && filter.value_type === 'swap') return;
  if (typeof pattern !== 'string') {
    if ('value_from' in filter || 'value_path' in filter) return;
    throw fail('op regex needs text as value');
  }
  compiled(() => compileRegex(pattern, { ignoresCase: false }), fail, `regex ${pattern}`);
}

function compileWanted(
  filter: JsonObject,
  fail: (message: string) => Error,
): (subject: Json, evaluation: Evaluation) => Json {
  const { value_from: from, value_path: path } = filter;
  if (from !== undefined) {
    if (!isObject(from) || typeof from.url !== 'string') throw fail('value_from needs "url"');
    const read = new WeakMap<Evaluation, Json>();
    return (_subject, evaluation) => {
      let values = read.get(evaluation);
      if (values === undefined) {
        values = readValuesFrom(from, evaluation);
        read.set(evaluation, values);
      }
      return values;
    };
  }
  if (path !== undefined) {
    if (typeof path !== 'string') throw fail('value_path must be an expression');
    const read = compiled(() => compileKey(path), fail, `value_path ${path}`);
    return (subject) => read(subject);
  }
  if (!('value' in filter)) throw fail('a value filter needs "value", "value_from" or "value_path"');
  const { value: constant = null } = filter;
  return () => constant;
}

function compileType(filter: JsonObject, fail: (message: string) => Error): string | undefined {
  const { value_type: type } = filter;
  if (type === undefined || type === null) return undefined;
  if (typeof type !== 'string' || !valueTypeNames.includes(type)) {
    throw fail(`unknown value_type ${JSON.stringify(type)}; known are ${valueTypeNames.join(', ')}`);
  }
  if (type === 'date' && 'value' in filter && parseDate(filter.value) === undefined) {
    throw fail(`value ${JSON.stringify(filter.value)} is no date`);
  }
  return type;
}

function compileCount(filter: JsonObject, context: FilterContext): CompiledFilter {
  const { op, value: count = null } = filter;
  const operator = typeof op === 'string' ? operatorOf(op) : undefined;
  if (operator === undefined || 'key' in filter) {
    throw context.source.error(filter, 'value_type resource_count needs "op" and "value", and no "key"');
  }
  if (typeof count !== 'number')
    throw context.source.error(filter, 'value_type resource_count needs a number');
  return (resources) => (operator(resources.length, count) ? resources : []);
}

function compiled<T>(build: () => T, fail: (message: string) => Error, what: string): T {
  try {
    return build();
  } catch (error) {
    if (error instanceof EvaluationError || !(error instanceof Error)) throw error;
    throw fail(`${what}: ${error.message}`);
  }
}

function textList(value: Json): readonly string[] {
  return isList(value) ? value.filter((item) => typeof item === 'string') : [];
}
