import type { Event } from '@breakwater/model';

/** At most `fires` detections of one rule in every window of `seconds`, by the time of the events. */
export interface RateLimit {
  readonly fires: number;
  readonly seconds: number;
}

/** Windows of one rule that are remembered: events may be late by as many. */
const maxWindows = 64;

/**
 * Admits the first `fires` events of each window. Windows start at whole multiples of their length, so that
 * the order in which events arrive does not matter.
 */
export function createRateLimit(limit: RateLimit): (event: Event) => boolean {
  const length = BigInt(Math.max(1, Math.round(limit.seconds * 1e9)));
  const counts = new Map<bigint, number>();
  return (event) => {
    const window = event.time / length;
    const count = counts.get(window) ?? 0;
    if (count >= limit.fires) return false;
    counts.set(window, count + 1);
    if (counts.size > maxWindows) forgetOldest(counts);
    return true;
  };
}

function forgetOldest(counts: Map<bigint, number>): void {
  let oldest: bigint | undefined;
  for (const window of counts.keys()) if (oldest === undefined || window < oldest) oldest = window;
  if (oldest !== undefined) counts.delete(oldest);
}
