import { type Filter, filterOperators } from '@breakwater/model';
import { FilterError } from './filter-error.ts';

/** Bounds of one filter, so that a hostile one can neither exhaust the stack nor an engine's parameters. */
const filterLimits = {
  depth: 32,
  conditions: 500,
  values: 10_000,
  textLength: 4096,
  fieldLength: 256,
} as const;

/** Falco field names with their arguments (`proc.aname[2]`, `jevt.value[/a/b]`) and column names. */
const fieldName = /^[A-Za-z_][^\p{Cc}"'\\]*$/u;

interface Budget {
  conditions: number;
  values: number;
}

/**
 * Checks a filter that may come from a URL or an API body: known operators, sane field names, values of the
 * right shape, within {@link filterLimits}.
 * @throws FilterError naming the first thing that is wrong
 */
export function checkFilter(filter: Filter): void {
  check(filter, 1, { conditions: 0, values: 0 });
}

/** @throws FilterError when `field` cannot be the name of a field */
export function checkField(field: unknown): asserts field is string {
  if (typeof field !== 'string') throw new FilterError('the field of a condition must be text');
  if (field.length > filterLimits.fieldLength || !fieldName.test(field)) {
    throw new FilterError(`${JSON.stringify(field.slice(0, 80))} is not a field name`, field.slice(0, 80));
  }
}

function check(filter: Filter, depth: number, budget: Budget): void {
  if (typeof filter !== 'object' || filter === null) throw new FilterError('a filter must be an object');
  if (depth > filterLimits.depth)
    throw new FilterError(`the filter is nested deeper than ${filterLimits.depth}`);
  budget.conditions += 1;
  if (budget.conditions > filterLimits.conditions) {
    throw new FilterError(`the filter has more than ${filterLimits.conditions} conditions`);
  }
  switch (filter.op) {
    case 'and':
    case 'or':
      if (!Array.isArray(filter.filters)) throw new FilterError(`"${filter.op}" needs a list of filters`);
      for (const part of filter.filters) check(part, depth + 1, budget);
      return;
    case 'not':
      check(filter.filter, depth + 1, budget);
      return;
    default:
      checkCondition(filter, budget);
  }
}

function checkCondition(filter: Exclude<Filter, { op: 'and' | 'or' | 'not' }>, budget: Budget): void {
  if (!filterOperators.includes(filter.op)) {
    throw new FilterError(
      `"${String(filter.op)}" is not an operator: use one of ${filterOperators.join(' ')}`,
    );
  }
  checkField(filter.field);
  if (filter.op === 'exists') return;
  if (filter.op !== 'in' && filter.op !== 'not-in') {
    checkValue(filter.value, filter.field, budget);
    return;
  }
  if (!Array.isArray(filter.value))
    throw new FilterError(`"${filter.op}" needs a list of values`, filter.field);
  for (const value of filter.value) checkValue(value, filter.field, budget);
}

function checkValue(value: unknown, field: string, budget: Budget): void {
  budget.values += 1;
  if (budget.values > filterLimits.values) {
    throw new FilterError(`the filter has more than ${filterLimits.values} values`, field);
  }
  if (typeof value === 'number' && Number.isFinite(value)) return;
  if (typeof value !== 'string')
    throw new FilterError(`the value for ${field} must be text or a finite number`, field);
  if (value.length > filterLimits.textLength) {
    throw new FilterError(
      `the value for ${field} is longer than ${filterLimits.textLength} characters`,
      field,
    );
  }
}
