import type { ListQuery, Page } from '@breakwater/api';
import type { ReadTable, Sort } from '@breakwater/store';
import { HttpError } from '../http/http-error.ts';

export interface ListOptions<R, V> {
  /** Columns by the names that the API gives them. */
  readonly sortable: Readonly<Record<string, string>>;
  /** `-name` for descending. */
  readonly defaultSort: string;
  readonly view: (record: R) => V;
}

/** One page of a collection as the API lists it: filtered, sorted, with both totals. */
export async function listPage<R, V>(
  table: ReadTable<R>,
  query: ListQuery,
  options: ListOptions<R, V>,
): Promise<Page<V>> {
  const page = await table.list({
    sort: [sortOf(query.sort ?? options.defaultSort, options.sortable)],
    limit: query.limit,
    ...(query.filter === undefined ? {} : { filter: query.filter }),
    ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
  });
  return {
    rows: page.rows.map(({ record }) => options.view(record)),
    total: page.total,
    totalInScope: query.filter === undefined ? page.total : await table.count(),
    ...(page.next === undefined ? {} : { nextCursor: page.next }),
  };
}

function sortOf(text: string, sortable: Readonly<Record<string, string>>): Sort {
  const isDescending = text.startsWith('-');
  const name = isDescending ? text.slice(1) : text;
  const column = Object.hasOwn(sortable, name) ? sortable[name] : undefined;
  if (column === undefined) {
    const known = Object.keys(sortable).join(', ');
    throw new HttpError(400, 'invalid-sort', `sort: "${name}" is no column to sort by; known: ${known}`);
  }
  return { column, direction: isDescending ? 'descending' : 'ascending' };
}
