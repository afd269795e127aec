import { checkKeys, each, type FilterType } from '../filter.ts';
import { operatorOf } from '../operators.ts';
import { tagsOf } from '../resource-key.ts';

/** How many tags a resource has; those of AWS itself do not count. */
export const tagCount: FilterType = {
  name: 'tag-count',
  compile: (filter, context) => {
    checkKeys(filter, ['count', 'op'], context);
    const { count = 10, op = 'gte' } = filter;
    const operator = typeof op === 'string' ? operatorOf(op) : undefined;
    if (operator === undefined) throw context.source.error(filter, `unknown op ${JSON.stringify(op)}`);
    if (typeof count !== 'number') throw context.source.error(filter, 'count must be a number');
    return each((resource) => {
      const own = tagsOf(resource).filter(([key]) => !key.startsWith('aws:'));
      return operator(own.length, count);
    });
  },
};
