import { everything, type Filter } from '@breakwater/model';
import { InvalidQuery } from '../../errors.ts';
import { compileFilter } from '../../filter/compile.ts';
import type { Collection } from '../collection.ts';
import type { CountByQuery, ListQuery, Page, ReadTable, Stored, ValueCount } from '../state-store.ts';
import type { Connection } from './connection.ts';
import { filterDialect, scopeDialect } from './dialect.ts';
import { quoted } from './naming.ts';
import { type SqlValue, shownValue, storedOf } from './row.ts';
import { afterRow, decodeCursor, encodeCursor, type Order, orderOf } from './sort.ts';

const defaultLimit = 100;
const maxLimit = 1000;

/** A condition with its parameters. */
export interface Condition {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** Reads a collection inside a scope. `connection` throws when its transaction is over. */
export function readTable<R>(
  connection: () => Connection,
  collection: Collection<R>,
  scope: Filter,
): ReadTable<R> {
  const table = quoted(collection.name);
  const bounds = (filter: Filter = everything) => bounded(collection, scope, filter);
  return {
    get: async (key) => findByKey(connection(), collection, scope, key),
    list: async (query = {}) => list(connection(), collection, bounds(query.filter), query),
    count: async (filter) => countRows(connection(), table, bounds(filter)),
    countBy: async (column, query = {}) =>
      countBy(connection(), collection, bounds(query.filter), column, query),
  };
}

/** Scope and filter, joined by *and*. */
export function bounded<R>(collection: Collection<R>, scope: Filter, filter: Filter): Condition {
  const inside = compileFilter(scope, scopeDialect(collection));
  const wanted = compileFilter(filter, filterDialect(collection));
  return { sql: `(${inside.sql}) AND (${wanted.sql})`, params: [...inside.params, ...wanted.params] };
}

export function findByKey<R>(
  connection: Connection,
  collection: Collection<R>,
  scope: Filter,
  key: string,
): Stored<R> | undefined {
  const table = quoted(collection.name);
  const inside = bounded(collection, scope, everything);
  const sql = `SELECT key, version, record FROM ${table} WHERE ${table}.key = ? AND ${inside.sql}`;
  const row = connection.first(sql, [key, ...inside.params]);
  return row && storedOf(collection, row);
}

function countRows(connection: Connection, table: string, where: Condition): number {
  const row = connection.first(`SELECT count(*) AS total FROM ${table} WHERE ${where.sql}`, where.params);
  return Number(row?.total);
}

function list<R>(
  connection: Connection,
  collection: Collection<R>,
  where: Condition,
  query: ListQuery,
): Page<R> {
  const table = quoted(collection.name);
  const limit = checkedLimit(query.limit);
  const order = orderOf(collection, query.sort ?? []);
  const after = query.cursor === undefined ? undefined : afterRow(order, decodeCursor(order, query.cursor));
  const total = countRows(connection, table, where);
  const sorted = order.terms.map((term, index) => `${term.sql} AS sort${index}`);
  const sql = `SELECT key, version, record, ${sorted.join(', ')} FROM ${table}
    WHERE ${where.sql}${after ? ` AND ${after.sql}` : ''}
    ORDER BY ${order.terms.map((term) => `${term.sql} ${term.direction}`).join(', ')} LIMIT ?`;
  const found = connection.all(sql, [...where.params, ...(after?.params ?? []), limit + 1]);
  const kept = found.slice(0, limit);
  const rows = kept.map((row) => storedOf(collection, row));
  const last = kept.at(-1);
  if (found.length <= limit || last === undefined) return { rows, total };
  return { rows, total, next: encodeCursor(order, sortValues(order, last)) };
}

function sortValues(order: Order, row: Readonly<Record<string, unknown>>): readonly SqlValue[] {
  return order.terms.map((_term, index) => row[`sort${index}`] as SqlValue);
}

function countBy<R>(
  connection: Connection,
  collection: Collection<R>,
  where: Condition,
  name: string,
  query: CountByQuery,
): readonly ValueCount[] {
  const column = Object.hasOwn(collection.columns, name) ? collection.columns[name] : undefined;
  if (column === undefined)
    throw new InvalidQuery(`${collection.name} has no column ${JSON.stringify(name)}`);
  const table = quoted(collection.name);
  const sqlColumn = `${table}.${quoted(name)}`;
  const isList = column.type === 'list';
  const from = isList ? `${table} LEFT JOIN json_each(${sqlColumn}) AS entry` : table;
  const sql = `SELECT ${isList ? 'entry.value' : sqlColumn} AS counted, count(*) AS total FROM ${from}
    WHERE ${where.sql} GROUP BY counted ORDER BY total DESC, counted LIMIT ?`;
  const rows = connection.all(sql, [...where.params, checkedLimit(query.limit)]);
  return rows.map((row) => ({ value: shownValue(column.type, row.counted), count: Number(row.total) }));
}

function checkedLimit(limit: number = defaultLimit): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= maxLimit) return limit;
  throw new InvalidQuery(`a limit is 1 to ${maxLimit}, not ${limit}`);
}
