import { checkKeys, each, type FilterType } from '../filter.ts';
import { isList, isObject, type JsonObject } from '../json.ts';
import { operatorOf } from '../operators.ts';
import { EvaluationError } from '../policy-error.ts';
import { compileKey } from '../resource-key.ts';

/** Judges the objects of a list inside a resource: all of `attrs` must hold on the same item. */
export const listItem: FilterType = {
  name: 'list-item',
  compile: (filter, context) => {
    checkKeys(filter, ['key', 'attrs', 'count', 'count_op'], context);
    const { key, count, count_op: countOp = 'eq' } = filter;
    if (typeof key !== 'string') throw context.source.error(filter, 'list-item needs "key"');
    const operator = typeof countOp === 'string' ? operatorOf(countOp) : undefined;
    if (operator === undefined)
      throw context.source.error(filter, `unknown count_op ${JSON.stringify(countOp)}`);
    if (count !== undefined && typeof count !== 'number')
      throw context.source.error(filter, 'count must be a number');
    const read = compileKey(key);
    const attributes = context.compileFilters(filter.attrs ?? [], filter);
    return each((resource, evaluation) => {
      const items = read(resource) ?? [];
      if (!isList(items)) throw new EvaluationError(`list-item: ${key} is no list`);
      const matched = items.length === 0 ? [] : attributes(items.map(toObject), evaluation);
      const isMatch = count === undefined ? matched.length > 0 : operator(matched.length, count);
      if (isMatch && matched.length > 0) evaluation.annotate?.(resource, key, matched);
      return isMatch;
    });
  },
};

function toObject(item: unknown): JsonObject {
  if (isObject(item)) return item;
  throw new EvaluationError('list-item: the list holds something else than objects; use a value filter');
}
