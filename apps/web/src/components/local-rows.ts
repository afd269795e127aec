import type { Rows } from '../api/hooks.ts';
import type { SortOrder } from '../state/search.ts';
import type { Reading } from './detail.tsx';

/** A value to sort by. */
export type SortValue = string | number | undefined;

/** Rows that are here as a whole, in the shape that `DataTable` takes. */
export function localRows<T>(
  reading: Omit<Reading<unknown>, 'data'> & { readonly data: unknown },
  rows: readonly T[],
  total: number,
): Rows<T> {
  const isThere = reading.data !== undefined;
  return {
    rows,
    total: isThere ? rows.length : undefined,
    totalInScope: isThere ? total : undefined,
    status: isThere ? 'ready' : reading.isError ? 'failed' : 'loading',
    error: isThere ? null : reading.error,
    hasMore: false,
    isLoadingMore: false,
    isStale: false,
    loadMore: () => undefined,
    retry: () => void reading.refetch(),
  };
}

/** Rows in the order that the table asks for; rows without a value come last, ties keep their order. */
export function sortRows<T>(
  rows: readonly T[],
  sort: SortOrder | undefined,
  values: Readonly<Record<string, (row: T) => SortValue>>,
): readonly T[] {
  const sortValue = sort && Object.hasOwn(values, sort.column) ? values[sort.column] : undefined;
  if (!sortValue || !sort) return rows;
  const direction = sort.isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const left = sortValue(a);
    const right = sortValue(b);
    if (left === undefined || right === undefined)
      return Number(left === undefined) - Number(right === undefined);
    if (typeof left === 'number' && typeof right === 'number') return direction * (left - right);
    return direction * String(left).localeCompare(String(right), 'en', { numeric: true });
  });
}
