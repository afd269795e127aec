import type { Sql } from '../../filter/compile.ts';
import type { Parameter } from '../../filter/dialect.ts';
import { type Day, dayMs, hourMs, minuteMs } from './day.ts';

/** What a count needs of the roll-ups. */
export interface CountOptions {
  readonly day: Day;
  readonly from: number;
  readonly to: number;
  /** Times may be rounded down to a multiple of it; Infinity: they do not matter. */
  readonly step: number;
  /** Condition on the series `s`. */
  readonly condition: Sql;
  /** True when condition and selection use columns of a class only. */
  readonly isOfClass: boolean;
  readonly sealed: ReadonlySet<number>;
}

/** What to select of each part: SQL over the series `s`, the `time` and the number `n` that it is given. */
export type Selection = (time: string, n: string) => { readonly select: string; readonly join?: string };

type Level = 'events' | 'minute' | 'hour' | 'day';

interface Part {
  readonly level: Level;
  readonly from: number;
  readonly to: number;
}

/** Lets the time budget interrupt a long scan: calls `is_in_time()` about once in 1024 rows. */
export function inTime(column: string): string {
  return `(${column} & 1023 OR is_in_time())`;
}

/**
 * Counts of events, from the coarsest roll-ups that are exact for the query; edges of the range and hours that
 * are not sealed come from the events. The result selects from all parts together.
 */
export function selectCounts(options: CountOptions, selection: Selection): Sql {
  const params: Parameter[] = [];
  const parts = merge(split(options)).map((part) => {
    const { table, time, n, where, range } = source(part);
    const { select, join } = selection(time, n);
    params.push(...range, ...options.condition.params);
    const tables = join === undefined ? table : `${table} CROSS JOIN ${join}`;
    return `SELECT ${select} FROM ${tables} WHERE ${where} AND ${options.condition.sql}`;
  });
  if (parts.length === 0) parts.push(`SELECT ${selection('0', '0').select} FROM series AS s WHERE 0`);
  return { sql: parts.join(' UNION ALL '), params };
}

function split({ day, from, to, step, isOfClass, sealed }: CountOptions): Part[] {
  const start = Math.max(from, day * dayMs);
  const end = Math.min(to, (day + 1) * dayMs);
  const level = isOfClass ? 'minute' : 'hour';
  const unit = isOfClass ? minuteMs : hourMs;
  if (step !== Infinity && step % unit !== 0) return [{ level: 'events', from: start, to: end }];
  const isWholeDay = end - start === dayMs && !isOfClass && (step === Infinity || step % dayMs === 0);
  const parts: Part[] = isWholeDay ? [{ level: 'day', from: start, to: end }] : [];
  for (let hour = Math.floor(start / hourMs); hour * hourMs < end; hour += 1) {
    const low = Math.max(start, hour * hourMs);
    const high = Math.min(end, (hour + 1) * hourMs);
    const first = Math.ceil(low / unit) * unit;
    const last = Math.floor(high / unit) * unit;
    if (!sealed.has(hour) || first >= last) {
      if (!isWholeDay || !sealed.has(hour)) parts.push({ level: 'events', from: low, to: high });
      continue;
    }
    if (isWholeDay) continue;
    parts.push({ level: 'events', from: low, to: first });
    parts.push({ level, from: first, to: last });
    parts.push({ level: 'events', from: last, to: high });
  }
  return parts;
}

/** Joins neighbours of one level and drops empty parts. */
function merge(parts: readonly Part[]): Part[] {
  const merged: Part[] = [];
  for (const part of parts) {
    if (part.from >= part.to) continue;
    const last = merged.at(-1);
    if (last?.level === part.level && last.to === part.from)
      merged[merged.length - 1] = { ...last, to: part.to };
    else merged.push(part);
  }
  return merged;
}

interface Source {
  readonly table: string;
  readonly time: string;
  readonly n: string;
  readonly where: string;
  readonly range: readonly number[];
}

function source({ level, from, to }: Part): Source {
  switch (level) {
    case 'day':
      return { table: 'series AS s', time: `${from}`, n: 's.n', where: 's.n > 0', range: [] };
    case 'hour':
      return {
        table: 'hour AS f CROSS JOIN series AS s ON s.id = f.series',
        time: `f.time * ${hourMs}`,
        n: 'f.n',
        where: `${inTime('f.series')} AND f.time >= ? AND f.time < ?`,
        range: [from / hourMs, to / hourMs],
      };
    case 'minute':
      return {
        table: 'minute AS f CROSS JOIN class AS s ON s.id = f.class',
        time: `f.time * ${minuteMs}`,
        n: 'f.n',
        where: 'f.time >= ? AND f.time < ?',
        range: [from / minuteMs, to / minuteMs],
      };
    case 'events':
      return {
        table: 'event AS e INDEXED BY event_time CROSS JOIN series AS s ON s.id = e.series',
        time: 'e.time',
        n: '1',
        where: `${inTime('e.n')} AND e.time >= ? AND e.time < ?`,
        range: [from, to],
      };
  }
}
