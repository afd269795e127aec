import { checkField } from '../../filter/check.ts';
import type { Bind, Column, Dialect, Item, ItemsColumn } from '../../filter/dialect.ts';
import { eventColumns } from '../../filter/event-field.ts';
import { eventTable } from './columns.ts';

const sqlNames = new Map<string, string>(eventTable.map(([field, sql]) => [field, sql]));

/** Columns of `event AS e`. */
export const duckdbEvents: Dialect = {
  column: columnOf,
  contains: (text, needle) => `contains(${text}, ${needle})`,
  startsWith: (text, needle) => `starts_with(${text}, ${needle})`,
  someItem,
};

function columnOf(field: string): Column {
  const kind = eventColumns.get(field);
  const name = sqlNames.get(field);
  if (kind !== undefined && name !== undefined) return { kind, sql: `e.${name}` };
  return { kind: 'items', sql: 'e.fields', key: field };
}

/** Path of a key of a JSON object, for a bound parameter. */
export function jsonPath(key: string): string {
  checkField(key);
  return `$."${key}"`;
}

const item: Item = {
  text: "(CASE json_type(j) WHEN 'VARCHAR' THEN j->>'$' END)",
  number: "(CASE WHEN json_type(j) IN ('UBIGINT', 'BIGINT', 'DOUBLE') THEN CAST(j AS DOUBLE) END)",
  boolean: "(CASE json_type(j) WHEN 'BOOLEAN' THEN j->>'$' END)",
};

function someItem(
  { sql, key }: ItemsColumn,
  bind: Bind,
  condition: (item: Item) => string,
  needle?: string,
): string {
  const hint = needle?.isWellFormed()
    ? `contains(${sql}, ${bind(JSON.stringify(needle).slice(1, -1))}) AND `
    : '';
  const value = key === undefined ? `CAST(${sql} AS JSON)` : `json_extract(${sql}, ${bind(jsonPath(key))})`;
  return `(${hint}coalesce(len(list_filter(${itemsOf(value)}, lambda j:
    json_type(j) <> 'NULL' AND coalesce(${condition(item)}, false))) > 0, false))`;
}

/** The items of a JSON value as a list: those of an array, or the value alone. */
export function itemsOf(json: string): string {
  return `list_transform([${json}], lambda v: CASE json_type(v) WHEN 'ARRAY' THEN CAST(v AS JSON[]) ELSE [v] END)[1]`;
}
