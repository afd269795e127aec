import { eventStoreSuite } from '../event-store.suite.ts';
import { openDuckdbEventStore } from './event-store.ts';

eventStoreSuite({
  name: 'DuckDB',
  open: openDuckdbEventStore,
  module: new URL('./event-store.ts', import.meta.url),
  exportName: 'openDuckdbEventStore',
});
