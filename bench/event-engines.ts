import { openDuckdbEventStore } from '../packages/store/src/events/duckdb/event-store.ts';
import type { EventStore } from '../packages/store/src/events/event-store.ts';
import { openSqliteEventStore } from '../packages/store/src/events/sqlite/event-store.ts';

/** Opens an event store for measuring: no query is cut short. */
export async function openEngine(engine: string, folder: string): Promise<EventStore> {
  const budgetMs = 600_000;
  switch (engine) {
    case 'sqlite':
      return openSqliteEventStore({ folder, budgetMs });
    case 'duckdb':
      return openDuckdbEventStore({ folder, budgetMs });
    default:
      throw new Error(`there is no event store "${engine}"`);
  }
}
