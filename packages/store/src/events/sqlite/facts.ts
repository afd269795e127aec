import type { Parameter } from '../../filter/dialect.ts';
import type { Day } from './day.ts';
import { dayMs } from './day.ts';
import { hourMs, minuteMs } from './day-writer.ts';

/** A table expression of (`time`, `series`, `n`): counts of events, the coarsest that are still exact. */
export interface Facts {
  readonly sql: string;
  readonly params: readonly Parameter[];
}

/**
 * Counts within [`from`, `to`) of one day whose times may be rounded down to a multiple of `step`
 * (Infinity: times do not matter). Whole days come from the series, whole hours and minutes from their
 * roll-ups, the edges from the events.
 */
export function factsOf(day: Day, from: number, to: number, step: number): Facts {
  const start = Math.max(from, day * dayMs);
  const end = Math.min(to, (day + 1) * dayMs);
  const params: Parameter[] = [];
  const parts: string[] = [];
  if (step % dayMs === 0 || step === Infinity) {
    if (start === day * dayMs && end === start + dayMs) {
      return { sql: `(SELECT ${start} AS time, id AS series, n FROM series)`, params: [] };
    }
  }
  const addEvents = (low: number, high: number): void => {
    if (low >= high) return;
    parts.push('SELECT time, series, 1 AS n FROM event WHERE time >= ? AND time < ?');
    params.push(low, high);
  };
  const addCounts = (table: 'minute' | 'hour', unit: number, low: number, high: number): void => {
    if (low >= high) return;
    parts.push(`SELECT time * ${unit} AS time, series, n FROM ${table} WHERE time >= ? AND time < ?`);
    params.push(low / unit, high / unit);
  };
  const levels = [
    { table: 'hour' as const, unit: hourMs },
    { table: 'minute' as const, unit: minuteMs },
  ].filter(({ unit }) => step === Infinity || step % unit === 0);
  const addRange = (low: number, high: number, level: number): void => {
    const next = levels[level];
    if (low >= high) return;
    if (next === undefined) {
      addEvents(low, high);
      return;
    }
    const first = Math.ceil(low / next.unit) * next.unit;
    const last = Math.floor(high / next.unit) * next.unit;
    if (first >= last) {
      addRange(low, high, level + 1);
      return;
    }
    addRange(low, first, level + 1);
    addCounts(next.table, next.unit, first, last);
    addRange(last, high, level + 1);
  };
  addRange(start, end, 0);
  if (parts.length === 0) return { sql: '(SELECT 0 AS time, 0 AS series, 0 AS n WHERE 0)', params };
  return { sql: `(${parts.join(' UNION ALL ')})`, params };
}
