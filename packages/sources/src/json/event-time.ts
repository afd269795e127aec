import { parseTime } from '../time.ts';
import { at, type JsonObject } from './access.ts';

/** Where records of programs, agents and cloud services keep their time, the most telling first. */
const timePaths = [
  ['time'],
  ['timestamp'],
  ['@timestamp'],
  ['ts'],
  ['eventTime'],
  ['event_time'],
  ['published'],
  ['created_at'],
  ['createdAt'],
  ['datetime'],
  ['date'],
  ['metadata', 'timestamp'],
  ['event', 'created'],
] as const;

/** The names of these keys, for messages. */
export const timeKeys: string = timePaths.map((path) => path.join('.')).join(', ');

/**
 * The time of a record of unknown origin in nanoseconds since the epoch: RFC 3339, or a number since the epoch
 * in seconds, milli-, micro- or nanoseconds, told apart by its size. Undefined when there is none.
 */
export function eventTime(record: JsonObject): bigint | undefined {
  for (const path of timePaths) {
    const value = at(record, ...path);
    const time =
      typeof value === 'string' && !/^\d{1,20}(?:\.\d{1,9})?$/.test(value)
        ? parseTime(value)
        : sinceEpoch(value);
    if (time !== undefined) return time;
  }
  return undefined;
}

/** Upper bounds of numbers and the nanoseconds of their unit; each unit ends in the year 5138. */
const units = [
  [1e11, 1_000_000_000],
  [1e14, 1_000_000],
  [1e17, 1000],
  [1e20, 1],
] as const;

function sinceEpoch(value: unknown): bigint | undefined {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !(number > 0)) return undefined;
  const [, unit] = units.find(([bound]) => number < bound) ?? [];
  if (unit === undefined) return undefined;
  const whole = typeof value === 'string' ? BigInt(value.split('.')[0] ?? '0') : BigInt(Math.trunc(number));
  const fraction = BigInt(Math.round((number - Math.trunc(number)) * unit));
  return whole * BigInt(unit) + fraction;
}
