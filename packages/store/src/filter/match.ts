import type { Filter, StoredEvent } from '@breakwater/model';
import { isSeverity, severityRank } from '@breakwater/model';
import { checkFilter } from './check.ts';
import { eventColumns, eventField } from './event-field.ts';
import {
  asNumber,
  asTime,
  compareText,
  isOrdered,
  itemsOf,
  type Operand,
  type PositiveOperator,
  severityRanks,
} from './operand.ts';

/** Decides one event. */
export type Matcher = (event: StoredEvent) => boolean;

type Scalar = string | number | boolean;
type ItemTest = (item: Scalar) => boolean;

/**
 * Turns a filter into a function over events in memory, for live streams. It decides exactly as the event
 * stores do with the same filter.
 * @throws FilterError as `compileFilter` does
 */
export function matchFilter(filter: Filter): Matcher {
  checkFilter(filter);
  return matcher(filter);
}

function matcher(filter: Filter): Matcher {
  switch (filter.op) {
    case 'and': {
      const parts = filter.filters.map(matcher);
      return (event) => parts.every((part) => part(event));
    }
    case 'or': {
      const parts = filter.filters.map(matcher);
      return (event) => parts.some((part) => part(event));
    }
    case 'not':
      return not(matcher(filter.filter));
    case 'exists':
      return someItem(filter.field, () => true);
    case '!=':
      return not(condition(filter.field, '=', [filter.value]));
    case 'not-in':
      return not(condition(filter.field, 'in', filter.value));
    case 'in':
      return condition(filter.field, 'in', filter.value);
    default:
      return condition(filter.field, filter.op, [filter.value]);
  }
}

function not(match: Matcher): Matcher {
  return (event) => !match(event);
}

function condition(field: string, op: PositiveOperator, values: readonly Operand[]): Matcher {
  return someItem(field, itemTest(field, op, values));
}

function someItem(field: string, isMatch: ItemTest): Matcher {
  return (event) => itemsOf(eventField(event, field)).some(isMatch);
}

function itemTest(field: string, op: PositiveOperator, values: readonly Operand[]): ItemTest {
  switch (eventColumns.get(field)) {
    case 'severity': {
      const ranks = new Set(severityRanks(op, values));
      return (item) => isSeverity(item) && ranks.has(severityRank(item));
    }
    case 'time':
      return numberTest(op, values.map(asTime));
    case 'text':
      return textTest(op, values);
    default: {
      const tests = [textTest(op, values), numberTest(op, values.map(asNumber)), booleanTest(op, values)];
      return (item) => tests.some((isMatch) => isMatch(item));
    }
  }
}

function textTest(op: PositiveOperator, values: readonly Operand[]): ItemTest {
  const texts = new Set(values.map(String));
  const text = String(values[0]);
  return (item) => {
    if (typeof item !== 'string') return false;
    if (op === '=' || op === 'in') return texts.has(item);
    if (op === 'contains') return item.includes(text);
    if (op === 'starts-with') return item.startsWith(text);
    return isOrdered(op, compareText(item, text));
  };
}

function numberTest(op: PositiveOperator, values: readonly (number | undefined)[]): ItemTest {
  const numbers = new Set(values.filter((value) => value !== undefined));
  const [number] = numbers;
  return (item) => {
    if (typeof item !== 'number' || number === undefined) return false;
    if (op === '=' || op === 'in') return numbers.has(item);
    if (op === 'contains' || op === 'starts-with') return false;
    return isOrdered(op, item - number);
  };
}

function booleanTest(op: PositiveOperator, values: readonly Operand[]): ItemTest {
  if (op !== '=' && op !== 'in') return () => false;
  const texts = new Set(values.map(String));
  return (item) => typeof item === 'boolean' && texts.has(String(item));
}
