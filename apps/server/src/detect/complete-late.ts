import { type Detection, everything, type StoredEvent } from '@breakwater/model';
import { findSource, restoreEvent } from '@breakwater/sources';
import type { EventStore } from '@breakwater/store';
import { isLate } from './detector.ts';

/**
 * Detections about events that came before the one that completed them say who acted and from where, as far as
 * those events are kept: in the batch at hand or in the store.
 */
export async function completeLate(
  detections: readonly StoredEvent[],
  batch: readonly StoredEvent[],
  events: Pick<EventStore, 'get'>,
): Promise<readonly StoredEvent[]> {
  if (!detections.some(isLate)) return detections;
  const atHand = new Map(batch.map((row) => [row.id, row]));
  return Promise.all(
    detections.map(async (row) => {
      if (!isLate(row)) return row;
      const { eventId } = row.body as Detection;
      const event = atHand.get(eventId) ?? (await events.get(everything, 'event', eventId));
      return event === undefined ? row : withActor(row, event);
    }),
  );
}

function withActor(row: StoredEvent, event: StoredEvent): StoredEvent {
  const source = findSource(event.source);
  const { id, time, body: record, user } = event;
  const summary = source?.summarize(restoreEvent(source, { id, time, record }));
  const who = user === undefined ? {} : { user };
  const from = summary?.sourceIp === undefined ? {} : { sourceIp: summary.sourceIp };
  return { ...row, ...who, body: { ...(row.body as Detection), ...who, ...from } };
}
