import type { Event, StoredEvent } from '@breakwater/model';
import type { Source } from '@breakwater/sources';
import { eventProblem } from '@breakwater/store';
import { completeLate } from '../detect/complete-late.ts';
import type { Detector } from '../detect/detector.ts';
import { rowMaker } from '../detect/event-row.ts';
import { appendRows, type RowStore } from './append-rows.ts';
import type { Rejection, StoredBatch } from './intake-kind.ts';

/** The rows of one batch. */
interface BatchRows {
  readonly events: readonly StoredEvent[];
  readonly detections: readonly StoredEvent[];
  /** Position of each event among the items. */
  readonly items: readonly number[];
  readonly rejected: Rejection[];
}

/**
 * Detects on batches of events and stores events and detections in one go, batch after batch. The counts are
 * of the events. An event that cannot be read or kept is rejected, and the others go on.
 */
export async function storeEvents<R>(
  batches: readonly (readonly Event<R>[])[],
  source: Source<R>,
  isSample: boolean,
  store: RowStore,
  detector: Detector,
): Promise<readonly StoredBatch[]> {
  const detected = batches.map((events) => rowsOf(events, source, isSample, detector));
  const eventRows = detected.flatMap(({ events }) => events);
  const all = await Promise.all(
    detected.map(async ({ events, detections, ...batch }) => ({
      ...batch,
      rows: [...events, ...(await completeLate(detections, eventRows, store))],
    })),
  );
  const fates = await appendRows(
    store,
    all.flatMap(({ rows }) => rows),
  );
  let next = 0;
  return all.map(({ rows, items, rejected }) => {
    const fateOf = fates.slice(next, next + rows.length);
    next += rows.length;
    let accepted = 0;
    for (const [index, item] of items.entries()) {
      const fate = fateOf[index];
      if (fate === 'stored') accepted += 1;
      else if (fate !== 'duplicate') rejected.push({ index: item, error: fate?.error ?? '' });
    }
    return {
      accepted,
      duplicates: items.filter((_, index) => fateOf[index] === 'duplicate').length,
      rejected,
      rows: rows.filter((_, index) => fateOf[index] === 'stored'),
    };
  });
}

function rowsOf<R>(
  events: readonly Event<R>[],
  source: Source<R>,
  isSample: boolean,
  detector: Detector,
): BatchRows {
  const rows: StoredEvent[] = [];
  const items: number[] = [];
  const detections: StoredEvent[] = [];
  const rowOf = rowMaker(source, isSample);
  const rejected: Rejection[] = [];
  for (const [index, event] of events.entries()) {
    try {
      const summary = source.summarize(event);
      const row = rowOf(event, summary);
      const problem = eventProblem(row);
      if (problem !== undefined) throw new Error(problem);
      detections.push(...detector.detect(event, row, summary.sourceIp));
      rows.push(row);
      items.push(index);
    } catch (error) {
      // Whatever is wrong with one record must not hold up the queue: its sender is told.
      rejected.push({ index, error: error instanceof Error ? error.message : String(error) });
    }
  }
  return { events: rows, detections, items, rejected };
}
