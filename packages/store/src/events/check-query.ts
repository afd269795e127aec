import { InvalidQuery } from '../errors.ts';
import type { EventQuery, HistogramQuery, ListQuery, TopQuery } from './event-store.ts';

/** Bounds of one answer. */
export const queryLimits = { rows: 1000, top: 1000, buckets: 20_000, stepMs: 1000 } as const;

/** @throws InvalidQuery */
export function checkRange(query: Pick<EventQuery, 'from' | 'to'>): void {
  if (!Number.isSafeInteger(query.from) || !Number.isSafeInteger(query.to)) {
    throw new InvalidQuery('from and to must be whole milliseconds since the epoch');
  }
  if (query.from > query.to) throw new InvalidQuery('from lies after to');
}

/** @throws InvalidQuery */
export function checkList(query: ListQuery): void {
  checkRange(query);
  checkCount('limit', query.limit, queryLimits.rows);
}

/** @throws InvalidQuery */
export function checkTop(query: TopQuery): void {
  checkRange(query);
  checkCount('n', query.n, queryLimits.top);
  if (query.field === 'time') throw new InvalidQuery('time has no top values: ask for a histogram');
}

/** @throws InvalidQuery */
export function checkHistogram(query: HistogramQuery): void {
  checkRange(query);
  if (!Number.isSafeInteger(query.step) || query.step < queryLimits.stepMs) {
    throw new InvalidQuery(`step must be a whole number of milliseconds, at least ${queryLimits.stepMs}`);
  }
  if ((query.to - query.from) / query.step > queryLimits.buckets) {
    throw new InvalidQuery(`more than ${queryLimits.buckets} buckets: take a larger step`);
  }
}

function checkCount(name: string, value: number, limit: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= limit) return;
  throw new InvalidQuery(`${name} must be a whole number from 1 to ${limit}`);
}
