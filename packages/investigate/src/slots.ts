import type { EventColumns } from './event-columns.ts';
import type { TimeSpan } from './series.ts';

/** The events of a part of a capture, each with the sample that it belongs to. */
export interface Slots {
  /** The sample of the event at a place of the list; -1: it is not in the part. */
  readonly of: (place: number) => number;
}

/**
 * Cuts a part of a capture into `count` samples, at most 32,767: the time of every event is looked at, for captures need not be in
 * its order.
 */
export function slotsOf(events: EventColumns, { from, to }: TimeSpan, count = 1): Slots {
  const slots = new Int16Array(events.length).fill(-1);
  const step = (to - from) / count;
  for (let place = 0; place < slots.length; place += 1) {
    const at = events.time(place);
    if (at >= from && at < to) slots[place] = Math.min(count - 1, Math.floor((at - from) / step));
  }
  return { of: (place) => slots[place] as number };
}
