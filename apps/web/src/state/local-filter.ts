import type { Filter } from '@breakwater/model';

/** The value of a field: several make a list, any item of which may match; undefined when it is missing. */
export type FieldValue = string | number | boolean | readonly string[] | undefined;

/** Whether a row that is here already passes a filter; the rules are those of the stores. */
export function matchesFilter(filter: Filter, field: (name: string) => FieldValue): boolean {
  switch (filter.op) {
    case 'and':
      return filter.filters.every((part) => matchesFilter(part, field));
    case 'or':
      return filter.filters.some((part) => matchesFilter(part, field));
    case 'not':
      return !matchesFilter(filter.filter, field);
    case 'exists':
      return itemsOf(field(filter.field)).length > 0;
    case '!=':
      return !itemsOf(field(filter.field)).includes(String(filter.value));
    case 'not-in':
      return !someIn(itemsOf(field(filter.field)), filter.value);
    case 'in':
      return someIn(itemsOf(field(filter.field)), filter.value);
    case '=':
      return itemsOf(field(filter.field)).includes(String(filter.value));
    case 'contains':
      return itemsOf(field(filter.field)).some((item) => item.includes(String(filter.value)));
    case 'starts-with':
      return itemsOf(field(filter.field)).some((item) => item.startsWith(String(filter.value)));
    default:
      return isOrdered(field(filter.field), filter.op, Number(filter.value));
  }
}

/** Whether every word of a search text occurs in the texts of a row. */
export function matchesText(text: string | undefined, texts: readonly (string | undefined)[]): boolean {
  if (text === undefined) return true;
  const searched = texts.join(' ').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

function itemsOf(value: FieldValue): readonly string[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [String(value)];
}

function someIn(items: readonly string[], values: readonly (string | number)[]): boolean {
  return values.some((value) => items.includes(String(value)));
}

function isOrdered(value: FieldValue, op: '<' | '<=' | '>' | '>=', bound: number): boolean {
  if (typeof value !== 'number' || Number.isNaN(bound)) return false;
  if (op === '<') return value < bound;
  if (op === '<=') return value <= bound;
  return op === '>' ? value > bound : value >= bound;
}
