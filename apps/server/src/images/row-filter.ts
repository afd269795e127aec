import { type Filter, isSeverity, severityRank } from '@breakwater/model';
import { HttpError } from '../http/http-error.ts';

/** What a row made in memory has under a field's name; a list matches when one of its values does. */
export type RowValue = string | number | readonly string[] | undefined;

/**
 * Decides rows that no store keeps as the stores decide theirs. `fields` names what may be asked for.
 * @throws HttpError for an unknown field
 */
export function rowMatcher<T>(
  filter: Filter,
  fields: Readonly<Record<string, (row: T) => RowValue>>,
): (row: T) => boolean {
  switch (filter.op) {
    case 'and': {
      const parts = filter.filters.map((part) => rowMatcher(part, fields));
      return (row) => parts.every((part) => part(row));
    }
    case 'or': {
      const parts = filter.filters.map((part) => rowMatcher(part, fields));
      return (row) => parts.some((part) => part(row));
    }
    case 'not': {
      const part = rowMatcher(filter.filter, fields);
      return (row) => !part(row);
    }
    default:
      return conditionOf(filter, fields);
  }
}

type Condition = Exclude<Filter, { readonly op: 'and' | 'or' | 'not' }>;

function conditionOf<T>(
  condition: Condition,
  fields: Readonly<Record<string, (row: T) => RowValue>>,
): (row: T) => boolean {
  const read = Object.hasOwn(fields, condition.field) ? fields[condition.field] : undefined;
  if (read === undefined) {
    const known = Object.keys(fields).join(', ');
    throw new HttpError(400, 'invalid-filter', `filter: "${condition.field}" is no field; known: ${known}`);
  }
  const some = (test: (value: string | number) => boolean) => (row: T) => {
    const value = read(row);
    const values = typeof value === 'object' ? value : [value];
    return values.some((one) => one !== undefined && test(one));
  };
  switch (condition.op) {
    case 'exists':
      return some(() => true);
    case 'in':
      return some((value) => condition.value.map(String).includes(String(value)));
    case 'not-in': {
      const isOneOf = some((value) => condition.value.map(String).includes(String(value)));
      return (row) => !isOneOf(row);
    }
    case '!=': {
      const isEqual = some((value) => String(value) === String(condition.value));
      return (row) => !isEqual(row);
    }
    case '=':
      return some((value) => String(value) === String(condition.value));
    case 'contains':
      return some((value) => String(value).includes(String(condition.value)));
    case 'starts-with':
      return some((value) => String(value).startsWith(String(condition.value)));
    default: {
      const { op, value: bound } = condition;
      return some((value) => isOrdered(op, value, bound));
    }
  }
}

/** `>= high` means high and worse. */
function isOrdered(op: '<' | '<=' | '>' | '>=', value: string | number, bound: string | number): boolean {
  const difference =
    isSeverity(value) && isSeverity(bound)
      ? severityRank(bound) - severityRank(value)
      : Number(value) - Number(bound);
  if (op === '<') return difference < 0;
  if (op === '<=') return difference <= 0;
  return op === '>' ? difference > 0 : difference >= 0;
}
