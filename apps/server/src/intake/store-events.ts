import type { Event, StoredEvent } from '@breakwater/model';
import type { Source } from '@breakwater/sources';
import type { EventStore } from '@breakwater/store';
import type { Detector } from '../detect/detector.ts';
import { eventRow } from '../detect/event-row.ts';
import type { StoredBatch } from './intake-kind.ts';

/** Detects on a batch of events and stores both; the counts are of the events. */
export async function storeEvents<R>(
  events: readonly Event<R>[],
  source: Source<R>,
  isSample: boolean,
  store: EventStore,
  detector: Detector,
): Promise<StoredBatch> {
  const rows: StoredEvent[] = [];
  const detections: StoredEvent[] = [];
  for (const event of events) {
    const row = eventRow(source, event, isSample);
    rows.push(row);
    detections.push(...detector.detect(event, row));
  }
  const counts = await store.append(rows);
  if (detections.length > 0) await store.append(detections);
  return { ...counts, rows: [...rows, ...detections] };
}
