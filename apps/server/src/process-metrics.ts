import type { Stream } from '@breakwater/store';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { StoredBatch } from './intake/intake-kind.ts';
import type { LiveFeed } from './live-feed.ts';

/** What Breakwater says of itself. Names follow `breakwater_<part>_<what>_<unit>`. */
export interface ProcessMetrics {
  readonly registry: Registry;
  readonly onStored: (kind: string, stored: StoredBatch, rejected: number) => void;
  readonly onRequest: (route: string, method: string, status: number, seconds: number) => void;
}

export function createProcessMetrics(stream: Stream, live: LiveFeed, version: string): ProcessMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'breakwater_' });
  const registers = [registry];
  new Gauge({
    name: 'breakwater_build_info',
    help: 'Version of the running server.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);
  const records = new Counter({
    name: 'breakwater_intake_records_total',
    help: 'Records taken in, by kind and what became of them.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const requests = new Histogram({
    name: 'breakwater_http_request_duration_seconds',
    help: 'Time from a request to the end of its answer.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  new Gauge({
    name: 'breakwater_intake_journal_bytes',
    help: 'Bytes in the intake journal.',
    registers,
    collect() {
      this.set(stream.counts().bytes);
    },
  });
  new Gauge({
    name: 'breakwater_intake_journal_pending_batches',
    help: 'Batches in the journal that are not stored yet.',
    registers,
    collect() {
      this.set(
        Object.values(stream.counts().consumers).reduce((most, { pending }) => Math.max(most, pending), 0),
      );
    },
  });
  new Gauge({
    name: 'breakwater_live_watchers',
    help: 'Open live streams.',
    registers,
    collect() {
      this.set(live.size);
    },
  });
  return {
    registry,
    onStored: (kind, stored, rejected) => {
      records.inc({ kind, outcome: 'accepted' }, stored.accepted);
      records.inc({ kind, outcome: 'duplicate' }, stored.duplicates);
      records.inc({ kind, outcome: 'rejected' }, rejected);
    },
    onRequest: (route, method, status, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
  };
}
