import { isSeverity, type StoredEvent } from '@breakwater/model';
import { InvalidEvent } from './errors.ts';

const kinds: readonly unknown[] = ['event', 'detection', 'transition'];
const earliest = Date.UTC(2000, 0, 1);
const latest = Date.UTC(2100, 0, 1);

/** Bounds of what an event store takes. */
export const eventLimits = { idLength: 512, batch: 10_000, jsonLength: 1_048_576 } as const;

/** @throws InvalidEvent naming the first event that no store can keep */
export function checkBatch(batch: readonly StoredEvent[]): void {
  if (batch.length > eventLimits.batch) {
    throw new InvalidEvent(`a batch holds at most ${eventLimits.batch} events, this has ${batch.length}`, 0);
  }
  for (const [index, event] of batch.entries()) {
    const problem = eventProblem(event);
    if (problem !== undefined) throw new InvalidEvent(`event ${index} of the batch: ${problem}`, index);
  }
}

/** Why no store can keep the event; undefined when it can. Its size is seen when it is encoded. */
export function eventProblem(event: StoredEvent): string | undefined {
  if (!kinds.includes(event.kind))
    return `kind is ${JSON.stringify(event.kind)}, not event, detection or transition`;
  if (typeof event.id !== 'string' || event.id === '') return 'id is missing';
  if (event.id.length > eventLimits.idLength) return `id is longer than ${eventLimits.idLength} characters`;
  if (!Number.isSafeInteger(event.time)) return 'time is not a whole number of milliseconds';
  if (event.time < earliest || event.time >= latest) {
    return `time ${new Date(event.time).toISOString()} lies outside the years 2000 to 2099`;
  }
  if (!isSeverity(event.severity)) return `severity ${JSON.stringify(event.severity)} is unknown`;
  if (typeof event.source !== 'string' || typeof event.title !== 'string')
    return 'source or title is not text';
  if (!isObject(event.place) || !isObject(event.fields)) return 'place or fields is not an object';
  if (!Array.isArray(event.tags)) return 'tags is not a list';
  return undefined;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
