import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { type StoredEvent, severities } from '@breakwater/model';
import type { Sql } from '../../filter/compile.ts';
import type { Parameter } from '../../filter/dialect.ts';
import type { Position } from '../cursor.ts';
import { classColumnSet, seriesColumnOf } from './columns.ts';
import { type CountOptions, inTime, selectCounts } from './counts.ts';
import { type Day, dayMs } from './day.ts';
import { readSealed } from './day-writer.ts';
import { jsonPath } from './dialect.ts';
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
      SELECT e.n FROM ${eventsFrom(bySeries)} WHERE ${inTime('e.n')} AND ${where}
      ORDER BY e.time ${direction}, e.n ${direction} LIMIT ?
    ) AS k CROSS JOIN event AS e ON e.n = k.n CROSS JOIN series AS s ON s.id = e.series
    ORDER BY e.time ${direction}, e.n ${direction}`;
  const rows = range.db.prepare(sql).all(...params, page.limit) as unknown as Row[];
  return rows.map((row) => ({ event: eventOf(row), n: row.n }));
}

export function countDay(range: DayRange): number {
  if (range.scoped.rest !== undefined) {
    const { sql, params } = scan(range);
    return Number(range.db.prepare(`SELECT count(*) AS n FROM ${sql}`).get(...params)?.n);
  }
  const { sql, params } = selectCounts(countOptions(range, Infinity, true), (_time, n) => ({
    select: `${n} AS n`,
  }));
  return Number(range.db.prepare(`SELECT coalesce(sum(n), 0) AS n FROM (${sql})`).get(...params)?.n);
}

/** (bucket start, severity rank, count) */
export function histogramDay(range: DayRange, step: number): (readonly [number, number, number])[] {
  const { sql, params } = histogramSource(range, step);
  const rows = range.db
    .prepare(
      `SELECT CAST(time / ${step} AS INTEGER) AS bucket, severity, sum(n) AS n FROM (${sql}) GROUP BY 1, 2`,
    )
    .all(...params);
  return rows.map((row) => [Number(row.bucket) * step, Number(row.severity), Number(row.n)]);
}

function histogramSource(range: DayRange, step: number): Sql {
  if (range.scoped.rest === undefined) {
    return selectCounts(countOptions(range, step, true), (time, n) => ({
      select: `${time} AS time, s.severity AS severity, ${n} AS n`,
    }));
  }
  const { sql, params } = scan(range);
  return { sql: `SELECT e.time AS time, s.severity AS severity, 1 AS n FROM ${sql}`, params };
}

/** (value, count) of all values; more than `limit` of them are cut off. */
export function topDay(range: DayRange, field: string, limit: number): (readonly [string, number])[] {
  const { sql, params } = topSource(range, field);
  const rows = range.db
    .prepare(`SELECT type, value, sum(n) AS n FROM (${sql}) WHERE value IS NOT NULL GROUP BY 1, 2 LIMIT ?`)
    .all(...params, limit);
  return rows.map((row) => [textOf(field, row.type, row.value), Number(row.n)]);
}

function topSource(range: DayRange, field: string): Sql {
  const column = seriesColumnOf.get(field);
  const isList = column === undefined || field === 'tag';
  const value = isList ? 'v.type AS type, v.value AS value' : `'text' AS type, s.${column} AS value`;
  if (column !== undefined && range.scoped.rest === undefined) {
    return selectCounts(countOptions(range, Infinity, classColumnSet.has(field)), (_time, n) => ({
      select: `${value}, ${n} AS n`,
      ...(isList && { join: 'json_each(s.tags) AS v' }),
    }));
  }
  const join = column === undefined ? 'json_each(e.fields, ?) AS v' : 'json_each(s.tags) AS v';
  const { sql, params } = scan(range, isList ? join : undefined);
  const path = column === undefined ? [jsonPath(field)] : [];
  return { sql: `SELECT ${value}, 1 AS n FROM ${sql}`, params: [...path, ...params] };
}

function countOptions(
  { db, day, from, to, scoped }: DayRange,
  step: number,
  isOfClass: boolean,
): CountOptions {
  return {
    day,
    from,
    to,
    step,
    condition: scoped.series,
    isOfClass: isOfClass && scoped.isOfClass,
    sealed: new Set(readSealed(db)),
  };
}

function textOf(field: string, type: SQLOutputValue | undefined, value: SQLOutputValue | undefined): string {
  if (field === 'severity') return severities[Number(value)] ?? 'info';
  return type === 'true' || type === 'false' ? type : String(value);
}

/** `FROM … WHERE …` over the events themselves. */
function scan(range: DayRange, join?: string): Sql {
  const { scoped, day, from, to } = range;
  const bySeries = isSeriesFirst(range, undefined);
  const params: Parameter[] = [...scoped.series.params];
  let where = `${inTime('e.n')} AND ${scoped.series.sql}`;
  const isWholeDay = from <= day * dayMs && to >= (day + 1) * dayMs;
  if (!isWholeDay) {
    where += ' AND e.time >= ? AND e.time < ?';
    params.push(from, to);
  }
  if (scoped.rest !== undefined) {
    where += ` AND ${scoped.rest.sql}`;
    params.push(...scoped.rest.params);
  }
  const inOrder = isWholeDay
    ? 'event AS e NOT INDEXED CROSS JOIN series AS s ON s.id = e.series'
    : eventsFrom(false);
  const tables = [bySeries ? eventsFrom(true) : inOrder, ...(join === undefined ? [] : [join])];
  return { sql: `${tables.join(' CROSS JOIN ')} WHERE ${where}`, params };
}

function eventsFrom(bySeries: boolean): string {
  return bySeries
    ? 'series AS s CROSS JOIN event AS e INDEXED BY event_series ON e.series = s.id'
    : 'event AS e INDEXED BY event_time CROSS JOIN series AS s ON s.id = e.series';
}

/**
 * Whether to go through the matching series, or through the events in order of time until `limit` are found.
 * The counts of the series tell how many events each way would read; they know sealed hours only, which is
 * enough for an estimate.
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
  if (matching === 0) return total > 0;
  const inOrder = limit === undefined || scoped.rest !== undefined ? total : (limit * total) / matching;
  return matching < inOrder;
}
