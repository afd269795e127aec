import type { TimeRange } from '@breakwater/api';
import { allOf, everything, type Filter } from '@breakwater/model';

/** The filter of a list with its time range on `column`, whose values are ISO 8601 texts. */
export function timeFilter(query: TimeRange & { readonly filter?: Filter }, column: string): Filter {
  const parts: Filter[] = [query.filter ?? everything];
  if (query.from !== undefined)
    parts.push({ op: '>=', field: column, value: new Date(query.from).toISOString() });
  if (query.to !== undefined) parts.push({ op: '<', field: column, value: new Date(query.to).toISOString() });
  return allOf(...parts);
}
