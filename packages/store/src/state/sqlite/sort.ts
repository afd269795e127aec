import { InvalidQuery } from '../../errors.ts';
import type { Collection } from '../collection.ts';
import type { Sort } from '../state-store.ts';
import { quoted } from './naming.ts';
import type { SqlValue } from './row.ts';

const maxSorts = 4;
const maxCursorLength = 65_536;

/** One expression of the ORDER BY. */
interface Term {
  readonly sql: string;
  readonly direction: 'ASC' | 'DESC';
}

/** A checked sort: the terms end with the key, so that no two records are equal. */
export interface Order {
  /** Says in a cursor which sort it belongs to. */
  readonly id: string;
  readonly terms: readonly Term[];
}

/** Throws InvalidQuery on an unknown or unsortable column. */
export function orderOf<R>(collection: Collection<R>, sorts: readonly Sort[]): Order {
  if (sorts.length > maxSorts) throw new InvalidQuery(`sort by at most ${maxSorts} columns`);
  const table = quoted(collection.name);
  const terms: Term[] = [];
  for (const { column: name, direction } of sorts) {
    const column = Object.hasOwn(collection.columns, name) ? collection.columns[name] : undefined;
    if (column === undefined)
      throw new InvalidQuery(`${collection.name} has no column ${JSON.stringify(name)}`);
    if (column.type === 'list')
      throw new InvalidQuery(`${collection.name} cannot be sorted by the list ${name}`);
    const sql = `${table}.${quoted(name)}`;
    // Records without a value come last in both directions.
    if (!column.isRequired) terms.push({ sql: `(${sql} IS NULL)`, direction: 'ASC' });
    terms.push({ sql, direction: direction === 'descending' ? 'DESC' : 'ASC' });
  }
  const direction = sorts.at(-1)?.direction === 'descending' ? 'DESC' : 'ASC';
  // A log is read in the order in which it was appended.
  terms.push({ sql: `${table}.${collection.kind === 'log' ? 'sequence' : 'key'}`, direction });
  const id = sorts.map((sort) => `${sort.column} ${sort.direction}`).join(',');
  return { id: `${collection.name}:${id}`, terms };
}

/** The condition "after the row with these values", for keyset paging. */
export function afterRow(
  order: Order,
  values: readonly SqlValue[],
): { readonly sql: string; readonly params: readonly SqlValue[] } {
  const alternatives: string[] = [];
  const params: SqlValue[] = [];
  const equal: string[] = [];
  const equalParams: SqlValue[] = [];
  for (const [index, term] of order.terms.entries()) {
    const value = values[index] ?? null;
    // Among records without a value none is after another by it.
    if (value === null) continue;
    alternatives.push([...equal, `${term.sql} ${term.direction === 'ASC' ? '>' : '<'} ?`].join(' AND '));
    params.push(...equalParams, value);
    equal.push(`${term.sql} = ?`);
    equalParams.push(value);
  }
  const either = `(${alternatives.map((part) => `(${part})`).join(' OR ')})`;
  // Follows from the alternatives, and lets the engine begin at the place in an index.
  const [first] = order.terms;
  const [firstValue] = values;
  if (first === undefined || firstValue === undefined || firstValue === null) return { sql: either, params };
  const bound = `${first.sql} ${first.direction === 'ASC' ? '>=' : '<='} ?`;
  return { sql: `(${bound} AND ${either})`, params: [firstValue, ...params] };
}

export function encodeCursor(order: Order, values: readonly SqlValue[]): string {
  return Buffer.from(JSON.stringify([order.id, ...values]), 'utf8').toString('base64url');
}

/** The values of the last row of the page before. Throws InvalidQuery when it is no cursor of this order. */
export function decodeCursor(order: Order, cursor: string): readonly SqlValue[] {
  const invalid = 'the cursor is not one of this list: start again without it';
  if (cursor.length > maxCursorLength) throw new InvalidQuery(invalid);
  const [id, ...values] = parseArray(cursor, invalid);
  const isComplete = id === order.id && values.length === order.terms.length;
  if (!isComplete || !values.every(isSqlValue) || values.at(-1) === null) throw new InvalidQuery(invalid);
  return values as SqlValue[];
}

function parseArray(cursor: string, invalid: string): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parsed) ? parsed : [];
  } catch (cause) {
    throw new InvalidQuery(invalid, { cause });
  }
}

function isSqlValue(value: unknown): value is SqlValue {
  return value === null || typeof value === 'string' || typeof value === 'number';
}
