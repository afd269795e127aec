import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { type StoredEvent, severities } from '@breakwater/model';
import type { Parameter } from '../../filter/dialect.ts';
import type { Position } from '../cursor.ts';
import { seriesColumnOf } from './columns.ts';
import { type Day, dayMs } from './day.ts';
import { jsonPath } from './dialect.ts';
import { type Facts, factsOf } from './facts.ts';
import { eventOf, type Row, rowColumns } from './row.ts';
import type { Scoped } from './scoped.ts';

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

/** Lets the time budget interrupt a long scan: calls `is_in_time()` once in 1024 rows. */
const inTime = '(e.n & 1023 OR is_in_time())';

/** Events of the day in order. */
export function listDay(range: DayRange, page: DayPage): PlacedEvent[] {
  const { scoped } = range;
  const bySeries = isSeriesFirst(range, page.limit);
  const direction = page.order === 'newest' ? 'DESC' : 'ASC';
  const params: Parameter[] = [...scoped.series.params, range.from, range.to];
  let where = `${scoped.series.sql} AND e.time >= ? AND e.time < ?`;
  if (page.after !== undefined) {
    where += ` AND (e.time, e.n) ${page.order === 'newest' ? '<' : '>'} (?, ?)`;
    params.push(page.after.time, page.after.tie);
  }
  if (scoped.rest !== undefined) {
    where += ` AND ${scoped.rest.sql}`;
    params.push(...scoped.rest.params);
  }
  const sql = `
    SELECT ${rowColumns} FROM (
      SELECT e.n FROM ${eventsFrom(bySeries)} WHERE ${inTime} AND ${where}
      ORDER BY e.time ${direction}, e.n ${direction} LIMIT ?
    ) AS k CROSS JOIN event AS e ON e.n = k.n CROSS JOIN series AS s ON s.id = e.series
    ORDER BY e.time ${direction}, e.n ${direction}`;
  const rows = range.db.prepare(sql).all(...params, page.limit) as unknown as Row[];
  return rows.map((row) => ({ event: eventOf(row), n: row.n }));
}

export function countDay(range: DayRange): number {
  const { scoped } = range;
  if (scoped.rest !== undefined) {
    const { from, where, params } = scan(range);
    return Number(range.db.prepare(`SELECT count(*) AS n FROM ${from} WHERE ${where}`).get(...params)?.n);
  }
  const { sql, params } = counted(range, Infinity);
  return Number(range.db.prepare(`SELECT coalesce(sum(f.n), 0) AS n FROM ${sql}`).get(...params)?.n);
}

/** (bucket start, severity rank, count) */
export function histogramDay(range: DayRange, step: number): (readonly [number, number, number])[] {
  const { rest } = range.scoped;
  const source = rest === undefined ? counted(range, step) : scanned(range);
  const alias = rest === undefined ? 'f' : 'e';
  const n = rest === undefined ? 'sum(f.n)' : 'count(*)';
  const bucket = `CAST(${alias}.time / CAST(? AS INTEGER) AS INTEGER)`;
  const sql = `SELECT ${bucket} AS bucket, s.severity AS severity, ${n} AS n FROM ${source.sql} GROUP BY 1, 2`;
  const rows = range.db.prepare(sql).all(step, ...source.params);
  return rows.map((row) => [Number(row.bucket) * step, Number(row.severity), Number(row.n)]);
}

/** (value, count) of all values; more than `limit` of them are cut off. */
export function topDay(range: DayRange, field: string, limit: number): (readonly [string, number])[] {
  const column = seriesColumnOf.get(field);
  const isCounted = column !== undefined && range.scoped.rest === undefined;
  const n = isCounted ? 'sum(f.n)' : 'count(*)';
  const params: Parameter[] = [];
  let join = '';
  let type = "'text'";
  let value = `s.${column}`;
  if (column === undefined || field === 'tag') {
    join = column === undefined ? 'json_each(e.fields, ?) AS v' : 'json_each(s.tags) AS v';
    if (column === undefined) params.push(jsonPath(field));
    type = 'v.type';
    value = 'v.value';
  }
  const source = isCounted ? counted(range, Infinity, join) : scanned(range, join);
  const sql = `SELECT ${type} AS type, ${value} AS value, ${n} AS n FROM ${source.sql} AND ${value} IS NOT NULL
    GROUP BY 1, 2 LIMIT ?`;
  const rows = range.db.prepare(sql).all(...params, ...source.params, limit);
  return rows.map((row) => [textOf(field, row.type, row.value), Number(row.n)]);
}

function textOf(field: string, type: SQLOutputValue | undefined, value: SQLOutputValue | undefined): string {
  if (field === 'severity') return severities[Number(value)] ?? 'info';
  return type === 'true' || type === 'false' ? type : String(value);
}

/** `FROM … WHERE …` over roll-up counts. */
function counted(range: DayRange, step: number, join = ''): Facts {
  const facts = factsOf(range.day, range.from, range.to, step);
  const { series } = range.scoped;
  const tables = [`${facts.sql} AS f`, 'series AS s ON s.id = f.series', ...(join === '' ? [] : [join])];
  const where = `(f.series & 1023 OR is_in_time()) AND ${series.sql}`;
  return {
    sql: `${tables.join(' CROSS JOIN ')} WHERE ${where}`,
    params: [...facts.params, ...series.params],
  };
}

/** `FROM … WHERE …` over the events themselves. */
function scanned(range: DayRange, join = ''): Facts {
  const { from, where, params } = scan(range);
  return { sql: `${from}${join === '' ? '' : ` CROSS JOIN ${join}`} WHERE ${where}`, params };
}

function scan(range: DayRange): { from: string; where: string; params: readonly Parameter[] } {
  const { scoped, day, from, to } = range;
  const bySeries = isSeriesFirst(range, undefined);
  const params: Parameter[] = [...scoped.series.params];
  let where = `${inTime} AND ${scoped.series.sql}`;
  const isWholeDay = from <= day * dayMs && to >= (day + 1) * dayMs;
  if (!isWholeDay) {
    where += ' AND e.time >= ? AND e.time < ?';
    params.push(from, to);
  }
  if (scoped.rest !== undefined) {
    where += ` AND ${scoped.rest.sql}`;
    params.push(...scoped.rest.params);
  }
  const tables =
    isWholeDay && !bySeries
      ? 'event AS e NOT INDEXED CROSS JOIN series AS s ON s.id = e.series'
      : eventsFrom(bySeries);
  return { from: tables, where, params };
}

function eventsFrom(bySeries: boolean): string {
  return bySeries
    ? 'series AS s CROSS JOIN event AS e INDEXED BY event_series ON e.series = s.id'
    : 'event AS e INDEXED BY event_time CROSS JOIN series AS s ON s.id = e.series';
}

/**
 * Whether to go through the matching series, or through the events in order of time until `limit` are found.
 * The counts of the series tell how many events each way would read.
 */
function isSeriesFirst({ db, scoped }: DayRange, limit: number | undefined): boolean {
  if (scoped.isEverySeries) return false;
  const sums = db
    .prepare(
      `SELECT coalesce(sum(n), 0) AS total, coalesce(sum(n) FILTER (WHERE ${scoped.series.sql}), 0) AS matching FROM series AS s`,
    )
    .get(...scoped.series.params);
  const matching = Number(sums?.matching);
  const total = Number(sums?.total);
  if (matching === 0) return true;
  const inOrder = limit === undefined || scoped.rest !== undefined ? total : (limit * total) / matching;
  return matching < inOrder;
}
