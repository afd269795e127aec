import { setTimeout as delay } from 'node:timers/promises';

/** A token bucket: `perSecond` calls for long, `burst` at once. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** A clock that only measures durations, and a wait on it. */
export interface Clock {
  /** Milliseconds; never goes back. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export const monotonicClock: Clock = {
  now: () => performance.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  },
};

/**
 * Returns a function that resolves when the next call may go out, in the order of asking. A scanner shares
 * its quotas with production: calls are spaced before AWS has to refuse them.
 */
export function createThrottle(rate: Rate, clock: Clock): (signal?: AbortSignal) => Promise<void> {
  if (!(rate.perSecond > 0) || !(rate.burst >= 1)) {
    throw new RangeError(
      `a rate needs perSecond > 0 and burst >= 1, not ${rate.perSecond} and ${rate.burst}`,
    );
  }
  const spacingMs = 1000 / rate.perSecond;
  /** When the bucket is full again; each call moves it by one spacing. */
  let fullAt = Number.NEGATIVE_INFINITY;
  return async (signal) => {
    signal?.throwIfAborted();
    const now = clock.now();
    fullAt = Math.max(fullAt, now) + spacingMs;
    const waitMs = fullAt - now - rate.burst * spacingMs;
    if (waitMs > 0) await clock.sleep(waitMs, signal);
  };
}
