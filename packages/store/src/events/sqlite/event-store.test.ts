import { eventStoreSuite } from '../event-store.suite.ts';
import { openSqliteEventStore } from './event-store.ts';

eventStoreSuite({
  name: 'SQLite day files',
  open: openSqliteEventStore,
  module: new URL('./event-store.ts', import.meta.url),
  exportName: 'openSqliteEventStore',
});
