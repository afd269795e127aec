import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { type StoredEvent, severities } from '@breakwater/model';
import type { Sql } from '../../filter/compile.ts';
import type { Parameter } from '../../filter/dialect.ts';
import type { Position } from '../cursor.ts';
import { classColumnSet, seriesColumnOf } from './columns.ts';
import { type Day, dayMs, hourMs } from './day.ts';
import { readSealed } from './day-writer.ts';
import { jsonPath } from './dialect.ts';
import { eventOf, type Row, rowColumns } from './row.ts';
import type { Scoped } from './scoped.ts';
import { inTime, placesOf, type Selection, selectEvents } from './select-events.ts';
import { selectiveSeries } from './selective.ts';

/** A part of a query that one day's file answers. */
export interface DayRange {
  readonly db: DatabaseSync;
  readonly day: Day;
  readonly from: number;
  readonly to: number;
  readonly scoped: Scoped;
}

/** An event and its number within its day, which settles the order of events of one time. */
export interface PlacedEvent {
  readonly event: StoredEvent;
  readonly n: number;
}

export interface DayPage {
  readonly after: Position | undefined;
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
}

/** Events of the day in order. */
export function listDay(range: DayRange, page: DayPage): PlacedEvent[] {
  const series = selectiveSeries(range.db, range.scoped, page.limit);
  if (series === undefined) return fetchPage(range, page, inOrderOfTime(range.scoped));
  const sealed = new Set(readSealed(range.db));
  const found: PlacedEvent[] = [];
  for (const hour of hoursOf(range, page.order)) {
    const limit = page.limit - found.length;
    if (limit === 0) break;
    const candidates = sealed.has(hour) ? inPlaces(range.scoped, hour, series) : inOrderOfTime(range.scoped);
    const within = {
      ...range,
      from: Math.max(range.from, hour * hourMs),
      to: Math.min(range.to, (hour + 1) * hourMs),
    };
    found.push(...fetchPage(within, { ...page, limit }, candidates));
  }
  return found;
}

function hoursOf({ day, from, to }: DayRange, order: 'newest' | 'oldest'): number[] {
  const first = Math.floor(Math.max(from, day * dayMs) / hourMs);
  const last = Math.ceil(Math.min(to, (day + 1) * dayMs) / hourMs) - 1;
  const hours = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  return order === 'newest' ? hours.reverse() : hours;
}

/** Where the events of a page come from: tables and a condition, with the alias that has `time` and `n`. */
interface Candidates {
  readonly alias: 'e' | 'p';
  readonly tables: string;
  readonly where: Sql;
  readonly tableParams: readonly Parameter[];
}

function inOrderOfTime({ series, rest }: Scoped): Candidates {
  return {
    alias: 'e',
    tables: 'event AS e INDEXED BY event_time CROSS JOIN series AS s ON s.id = e.series',
    tableParams: [],
    where: rest === undefined ? series : both(series, rest),
  };
}

function inPlaces({ rest }: Scoped, hour: number, series: string): Candidates {
  const events = ' CROSS JOIN event AS e ON e.n = p.n CROSS JOIN series AS s ON s.id = e.series';
  return {
    alias: 'p',
    tables: `${placesOf}${rest === undefined ? '' : events}`,
    tableParams: [JSON.stringify([hour]), series],
    where: rest ?? { sql: '1', params: [] },
  };
}

function both(a: Sql, b: Sql): Sql {
  return { sql: `${a.sql} AND ${b.sql}`, params: [...a.params, ...b.params] };
}

function fetchPage({ db, from, to }: DayRange, page: DayPage, candidates: Candidates): PlacedEvent[] {
  const { alias, tables, tableParams, where } = candidates;
  const [direction, beyond] = page.order === 'newest' ? ['DESC', '<'] : ['ASC', '>'];
  const after: Sql =
    page.after === undefined
      ? { sql: '1', params: [] }
      : { sql: `(${alias}.time, ${alias}.n) ${beyond} (?, ?)`, params: [page.after.time, page.after.tie] };
  const sql = `
    SELECT ${rowColumns} FROM (
      SELECT ${alias}.n FROM ${tables}
      WHERE ${inTime(`${alias}.n`)} AND ${alias}.time >= ? AND ${alias}.time < ? AND ${after.sql} AND ${where.sql}
      ORDER BY ${alias}.time ${direction}, ${alias}.n ${direction} LIMIT ?
    ) AS k CROSS JOIN event AS e ON e.n = k.n CROSS JOIN series AS s ON s.id = e.series
    ORDER BY e.time ${direction}, e.n ${direction}`;
  const rows = db.prepare(sql).all(...tableParams, from, to, ...after.params, ...where.params, page.limit);
  return (rows as unknown as Row[]).map((row) => ({ event: eventOf(row), n: row.n }));
}

export function countDay(range: DayRange): number {
  const { sql, params } = select(range, Infinity, { isOfClass: true }, (_time, n) => ({
    select: `${n} AS n`,
  }));
  return Number(range.db.prepare(`SELECT coalesce(sum(n), 0) AS n FROM (${sql})`).get(...params)?.n);
}

/** (bucket start, severity rank, count) */
export function histogramDay(range: DayRange, step: number): (readonly [number, number, number])[] {
  const { sql, params } = select(range, step, { isOfClass: true }, (time, n) => ({
    select: `${time} AS time, s.severity AS severity, ${n} AS n`,
  }));
  const rows = range.db
    .prepare(
      `SELECT CAST(time / ${step} AS INTEGER) AS bucket, severity, sum(n) AS n FROM (${sql}) GROUP BY 1, 2`,
    )
    .all(...params);
  return rows.map((row) => [Number(row.bucket) * step, Number(row.severity), Number(row.n)]);
}

/** (value, count) of all values; more than `limit` of them are cut off. */
export function topDay(range: DayRange, field: string, limit: number): (readonly [string, number])[] {
  const column = seriesColumnOf.get(field);
  const isList = column === undefined || field === 'tag';
  const value = isList ? 'v.type AS type, v.value AS value' : `'text' AS type, s.${column} AS value`;
  const list: Sql =
    column === undefined
      ? { sql: 'json_each(e.fields, ?) AS v', params: [jsonPath(field)] }
      : { sql: `json_each(s.${column}) AS v`, params: [] };
  const options = { isOfClass: classColumnSet.has(field), needsEvent: column === undefined };
  const { sql, params } = select(range, Infinity, options, (_time, n) => ({
    select: `${value}, ${n} AS n`,
    ...(isList && { join: list }),
  }));
  const rows = range.db
    .prepare(`SELECT type, value, sum(n) AS n FROM (${sql}) WHERE value IS NOT NULL GROUP BY 1, 2 LIMIT ?`)
    .all(...params, limit);
  return rows.map((row) => [textOf(field, row.type, row.value), Number(row.n)]);
}

function textOf(field: string, type: SQLOutputValue | undefined, value: SQLOutputValue | undefined): string {
  if (field === 'severity') return severities[Number(value)] ?? 'info';
  return type === 'true' || type === 'false' ? type : String(value);
}

function select(
  { db, day, from, to, scoped }: DayRange,
  step: number,
  { isOfClass, needsEvent = false }: { readonly isOfClass: boolean; readonly needsEvent?: boolean },
  selection: Selection,
): Sql {
  const options = {
    day,
    from,
    to,
    step,
    condition: scoped.series,
    rest: scoped.rest,
    needsEvent,
    isOfClass: isOfClass && scoped.isOfClass,
    sealed: new Set(readSealed(db)),
    selective: () => selectiveSeries(db, scoped, undefined),
  };
  return selectEvents(options, selection);
}
