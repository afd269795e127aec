import type { StoredEvent } from '@breakwater/model';
import { outbox, type StateTransaction } from '@breakwater/store';
import type { ServerContext } from './context.ts';
import { noteRows } from './notify/note-rows.ts';

const atOnce = 1000;

/** Leaves rows for the event store with the change that they tell of. */
export function postOutbox(
  transaction: StateTransaction,
  rows: readonly StoredEvent[],
  isSample: boolean,
): Promise<void> {
  return transaction.table(outbox).putAll(rows.map((event) => ({ event, isSample })));
}

/**
 * Brings what waits into the event store, to whoever watches, and to the notices of who is to be told. A crash in between delivers it again, and the
 * store keeps it once.
 */
export async function deliverOutbox({
  state,
  events,
  live,
  now,
}: Pick<ServerContext, 'state' | 'events' | 'live' | 'now'>): Promise<void> {
  for (;;) {
    const page = await state.read((reader) => reader.table(outbox).list({ limit: atOnce }));
    if (page.rows.length === 0) return;
    const rows = page.rows.map(({ record }) => record.event);
    await events.append(rows);
    live.publish(rows);
    await state.transaction(async (transaction) => {
      await noteRows(transaction, rows, now());
      for (const { key } of page.rows) await transaction.table(outbox).delete(key);
    });
  }
}
