import type { EventStore } from '../packages/store/src/events/event-store.ts';
import { openSqliteEventStore } from '../packages/store/src/events/sqlite/event-store.ts';

/**
 * Opens an event store for measuring: no query is cut short. An implementation that is tried against this one
 * gets a line here.
 */
export async function openEngine(engine: string, folder: string): Promise<EventStore> {
  if (engine === 'sqlite') return openSqliteEventStore({ folder, budgetMs: 600_000 });
  throw new Error(`there is no event store "${engine}"`);
}
