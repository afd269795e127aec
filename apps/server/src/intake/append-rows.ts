import type { StoredEvent } from '@breakwater/model';
import { type EventStore, eventLimits, InvalidEvent } from '@breakwater/store';

/** Where rows of a batch go, and earlier ones are. */
export type RowStore = Pick<EventStore, 'append' | 'get'>;

/** What became of a row. */
export type RowFate = 'stored' | 'duplicate' | { readonly error: string };

/**
 * Appends rows in as few batches as the store's limits allow, in their order. A row that the store refuses is
 * left out and the others are stored.
 * @throws StoreError when the store cannot write: some of the rows may be stored, all may be sent again
 */
export async function appendRows(
  store: Pick<RowStore, 'append'>,
  rows: readonly StoredEvent[],
): Promise<readonly RowFate[]> {
  const fates: RowFate[] = rows.map(() => 'stored');
  let waiting = [...rows.keys()];
  while (waiting.length > 0) {
    const batch = waiting.slice(0, eventLimits.batch);
    try {
      const { duplicateIndexes } = await store.append(batch.map((index) => rows[index] as StoredEvent));
      for (const place of duplicateIndexes) fates[batch[place] as number] = 'duplicate';
      waiting = waiting.slice(batch.length);
    } catch (error) {
      if (!(error instanceof InvalidEvent)) throw error;
      fates[batch[error.index] as number] = {
        error: error.message.replace(/^event \d+ of the batch:? /, ''),
      };
      waiting.splice(error.index, 1);
    }
  }
  return fates;
}
