import type { Event } from '@breakwater/model';
import type { Source } from './source.ts';

/** What is kept of an event: its key, its time in milliseconds, and the record. */
export interface KeptEvent {
  readonly id: string;
  readonly time: number;
  readonly record: unknown;
}

/** The event again as rules saw it when it came in, to the millisecond. */
export function restoreEvent(source: Source, { id, time, record }: KeptEvent): Event {
  return { source: source.name, type: typeOf(source, record), time: BigInt(time) * 1_000_000n, id, record };
}

/** Records of sources whose events have types of their own hold the type under the name of its field. */
function typeOf(source: Source, record: unknown): string {
  if (source.eventTypes === undefined) return 'pluginevent';
  const type = (record as Readonly<Record<string, unknown>> | null)?.['evt.type'];
  return typeof type === 'string' ? type : '';
}
