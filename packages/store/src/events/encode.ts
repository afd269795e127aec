import type { StoredEvent } from '@breakwater/model';
import { storedScalar } from '../filter/operand.ts';
import { eventLimits } from './check-event.ts';
import { InvalidEvent } from './errors.ts';

/** An event whose fields and body are texts, as they are kept: these pass between threads for little. */
export interface EncodedEvent {
  /** The event with neither fields nor body. */
  readonly event: StoredEvent;
  readonly fields: string;
  readonly body: string;
}

/** @throws InvalidEvent naming the first event that is no JSON or too large */
export function encodeBatch(batch: readonly StoredEvent[]): EncodedEvent[] {
  return batch.map((event, index) => {
    const fields = encodeJson(event.fields, index);
    const body = encodeJson(event.body, index);
    if (fields.length + body.length > eventLimits.jsonLength) {
      const message = `event ${index} of the batch: fields and body are larger than ${eventLimits.jsonLength} characters`;
      throw new InvalidEvent(message, index);
    }
    return { event: { ...event, fields: {}, body: null }, fields, body };
  });
}

/** JSON of anything: an integer beyond 2^53 becomes decimal text. */
function encodeJson(value: unknown, index: number): string {
  try {
    const toStored = (_key: string, item: unknown): unknown =>
      typeof item === 'bigint' ? storedScalar(item) : item;
    return JSON.stringify(value, toStored) ?? 'null';
  } catch (error) {
    throw new InvalidEvent(
      `event ${index} of the batch is no JSON: ${error instanceof Error ? error.message : ''}`,
      index,
    );
  }
}
