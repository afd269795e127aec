import type { StoredEvent } from '@breakwater/model';
import type { GlobalCollection } from '../collection.ts';
import { sampleColumn } from '../columns.ts';

/**
 * A row that belongs into the event store, written with the change that it tells of: a crash between the two
 * stores loses neither. Removed once it is delivered.
 */
export interface OutboxRow {
  readonly event: StoredEvent;
  readonly isSample: boolean;
}

export const outbox: GlobalCollection<OutboxRow> = {
  kind: 'global',
  name: 'outbox',
  key: ({ event }) => `${event.kind}:${event.id}`,
  columns: { isSample: sampleColumn() },
};
