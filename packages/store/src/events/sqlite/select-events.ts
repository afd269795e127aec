import type { Sql } from '../../filter/compile.ts';
import type { Parameter } from '../../filter/dialect.ts';
import { type Day, dayMs, hourMs, minuteMs } from './day.ts';

export interface SelectOptions {
  readonly day: Day;
  readonly from: number;
  readonly to: number;
  /** Times may be rounded down to a multiple of it; Infinity: they do not matter. */
  readonly step: number;
  /** Condition on the series `s`. */
  readonly condition: Sql;
  /** Condition on the event `e`. */
  readonly rest: Sql | undefined;
  /** The selection reads the event `e`, not only its series. */
  readonly needsEvent: boolean;
  /** Condition and selection use columns of a class only. */
  readonly isOfClass: boolean;
  /** Hours since the epoch that are sealed. */
  readonly sealed: ReadonlySet<number>;
  /** JSON list of the matching series, when they are better looked up one by one. Asked only if it can matter. */
  readonly selective: () => string | undefined;
}

/** What to select of each part: SQL over the series `s`, the `time` and the number `n` that it is given. */
export type Selection = (time: string, n: string) => { readonly select: string; readonly join?: Sql };

type Level = 'events' | 'places' | 'minutes' | 'hours' | 'day';

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
 * Selects the events of a day with their numbers, from the coarsest roll-ups that are exact for the query; edges
 * of the range and hours that are not sealed come from the events.
 */
export function selectEvents(options: SelectOptions, selection: Selection): Sql {
  const params: Parameter[] = [];
  const { condition, rest } = options;
  const isCounted = !options.needsEvent && rest === undefined && isMultiple(options.step, unitOf(options));
  // Of counted queries only the edges come from the events.
  const series = isCounted ? undefined : options.selective();
  const parts = merge(split(options, isCounted, series !== undefined)).map((part) => {
    const { table, tableParams = [], time, n, where, range } = source(part, options, series ?? '[]');
    const { select, join } = selection(time, n);
    params.push(
      ...tableParams,
      ...(join?.params ?? []),
      ...range,
      ...condition.params,
      ...(rest?.params ?? []),
    );
    const tables = join === undefined ? table : `${table} CROSS JOIN ${join.sql}`;
    const conditions = [where, condition.sql, ...(rest === undefined ? [] : [rest.sql])];
    return `SELECT ${select} FROM ${tables} WHERE ${conditions.join(' AND ')}`;
  });
  return { sql: parts.join(' UNION ALL '), params };
}

/** The parts of a day that a query reads, each from one level. */
function split(options: SelectOptions, isCounted: boolean, isSelective: boolean): Part[] {
  const { day, isOfClass, sealed, step } = options;
  const from = Math.max(options.from, day * dayMs);
  const to = Math.min(options.to, (day + 1) * dayMs);
  const level = isOfClass ? 'minutes' : 'hours';
  const unit = unitOf(options);
  const raw = isSelective ? 'places' : 'events';
  const isWholeDay = isCounted && to - from === dayMs && isMultiple(step, dayMs);
  const parts: Part[] = isWholeDay ? [{ level: 'day', from, to }] : [];
  for (let hour = Math.floor(from / hourMs); hour * hourMs < to; hour += 1) {
    const low = Math.max(from, hour * hourMs);
    const high = Math.min(to, (hour + 1) * hourMs);
    if (!sealed.has(hour)) {
      parts.push({ level: 'events', from: low, to: high });
      continue;
    }
    if (isWholeDay) continue;
    const first = isCounted ? Math.min(high, Math.ceil(low / unit) * unit) : high;
    const last = Math.max(first, Math.floor(high / unit) * unit);
    parts.push({ level: raw, from: low, to: first });
    parts.push({ level, from: first, to: isCounted ? last : first });
    parts.push({ level: raw, from: last, to: high });
  }
  return parts;
}

function unitOf({ isOfClass }: SelectOptions): number {
  return isOfClass ? minuteMs : hourMs;
}

function isMultiple(step: number, unit: number): boolean {
  return step === Infinity || step % unit === 0;
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
  readonly tableParams?: readonly Parameter[];
  readonly time: string;
  readonly n: string;
  readonly where: string;
  readonly range: readonly number[];
}

function source(
  { level, from, to }: Part,
  { isOfClass, needsEvent, rest }: SelectOptions,
  series: string,
): Source {
  switch (level) {
    case 'day':
      return {
        table: isOfClass ? 'class AS s' : 'series AS s CROSS JOIN total AS f ON f.series = s.id',
        time: `${from}`,
        n: isOfClass ? 's.n' : 'f.n',
        where: '1',
        range: [],
      };
    case 'hours':
      return {
        table: 'hour AS f CROSS JOIN series AS s ON s.id = f.series',
        time: `f.time * ${hourMs}`,
        n: 'f.n',
        where: `${inTime('f.series')} AND f.time >= ? AND f.time < ?`,
        range: [from / hourMs, to / hourMs],
      };
    case 'minutes':
      return {
        table: 'minute AS f CROSS JOIN class AS s ON s.id = f.class',
        time: `f.time * ${minuteMs}`,
        n: 'f.n',
        where: 'f.time >= ? AND f.time < ?',
        range: [from / minuteMs, to / minuteMs],
      };
    case 'places': {
      const event = needsEvent || rest !== undefined ? ' CROSS JOIN event AS e ON e.n = p.n' : '';
      return {
        table: `${placesOf} CROSS JOIN series AS s ON s.id = p.series${event}`,
        tableParams: [JSON.stringify(hoursOf(from, to)), series],
        time: 'p.time',
        n: '1',
        where: `${inTime('p.n')} AND p.time >= ? AND p.time < ?`,
        range: [from, to],
      };
    }
    case 'events': {
      const isFullScan = (needsEvent || rest !== undefined) && to - from === dayMs;
      return {
        table: `event AS e ${isFullScan ? 'NOT INDEXED' : 'INDEXED BY event_time'} CROSS JOIN series AS s ON s.id = e.series`,
        time: 'e.time',
        n: '1',
        where: `${inTime('e.n')} AND e.time >= ? AND e.time < ?`,
        range: [from, to],
      };
    }
  }
}

/** Places by hour and series. Parameters: JSON lists of both. */
export const placesOf =
  'json_each(?) AS h CROSS JOIN json_each(?) AS i CROSS JOIN place AS p ON p.hour = h.value AND p.series = i.value';

function hoursOf(from: number, to: number): number[] {
  const hours: number[] = [];
  for (let hour = Math.floor(from / hourMs); hour * hourMs < to; hour += 1) hours.push(hour);
  return hours;
}
