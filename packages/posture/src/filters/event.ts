import { checkKeys, type FilterType } from '../filter.ts';
import { compileValue, valueKeys } from './value.ts';

/** A value filter on the event that started the run: keeps all resources or none. */
export const event: FilterType = {
  name: 'event',
  compile: (filter, context) => {
    checkKeys(filter, valueKeys, context);
    if (!context.hasMode) throw context.source.error(filter, 'an event filter needs a policy with "mode"');
    const matches = compileValue(filter, context);
    return (resources, evaluation) => {
      const { event: cause } = evaluation;
      return cause === undefined || matches(cause, evaluation) ? resources : [];
    };
  },
};
