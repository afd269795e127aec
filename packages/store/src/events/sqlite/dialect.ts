import { checkField } from '../../filter/check.ts';
import type { Bind, Column, Dialect, Item, ItemsColumn } from '../../filter/dialect.ts';
import { eventColumns } from '../../filter/event-field.ts';
import { seriesColumnOf } from './columns.ts';

/** Columns of `event AS e JOIN series AS s`. */
export const sqliteEvents: Dialect = {
  column: columnOf,
  contains: (text, needle) => `(instr(${text}, ${needle}) > 0)`,
  startsWith: (text, needle) => `(instr(${text}, ${needle}) = 1)`,
  someItem,
};

function columnOf(field: string): Column {
  const kind = eventColumns.get(field);
  if (kind === 'time') return { kind, sql: 'e.time' };
  const name = seriesColumnOf.get(field);
  if (kind !== undefined && name !== undefined) return { kind, sql: `s.${name}` };
  return { kind: 'items', sql: 'e.fields', key: field };
}

/** Path of a key of a JSON object, for a bound parameter. */
export function jsonPath(key: string): string {
  checkField(key);
  return `$."${key}"`;
}

const item: Item = {
  text: "CASE j.type WHEN 'text' THEN j.value END",
  number: "CASE WHEN j.type IN ('integer', 'real') THEN j.value END",
  boolean: "CASE WHEN j.type IN ('true', 'false') THEN j.type END",
};

function someItem(
  { sql, key }: ItemsColumn,
  bind: Bind,
  condition: (item: Item) => string,
  needle?: string,
): string {
  const hint = needle?.isWellFormed()
    ? `instr(${sql}, ${bind(JSON.stringify(needle).slice(1, -1))}) > 0 AND `
    : '';
  const from = key === undefined ? `json_each(${sql})` : `json_each(${sql}, ${bind(jsonPath(key))})`;
  return `(${hint}EXISTS (SELECT 1 FROM ${from} AS j WHERE j.type <> 'null' AND coalesce(${condition(item)}, 0)))`;
}
