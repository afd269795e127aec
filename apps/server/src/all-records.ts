import { everything, type Filter } from '@breakwater/model';
import type { ReadTable, ScopedCollection, StateStore } from '@breakwater/store';

const pageSize = 1000;

/** Every record of a table that the filter keeps, page by page. */
export async function* recordsOf<R>(table: ReadTable<R>, filter: Filter = everything): AsyncIterable<R> {
  let cursor: string | undefined;
  do {
    const page = await table.list({ filter, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
    for (const { record } of page.rows) yield record;
    cursor = page.next;
  } while (cursor !== undefined);
}

/** The same for a download: each page is a read of its own, so that a slow reader holds no snapshot open. */
export async function* exportedRecords<R>(
  state: StateStore,
  collection: ScopedCollection<R>,
  scope: Filter,
  filter: Filter = everything,
): AsyncIterable<R> {
  let cursor: string | undefined;
  do {
    const query = { filter, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
    const page = await state.read((reader) => reader.table(collection, scope).list(query));
    for (const { record } of page.rows) yield record;
    cursor = page.next;
  } while (cursor !== undefined);
}
