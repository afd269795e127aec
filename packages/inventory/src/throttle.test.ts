import { describe, expect, test } from 'vitest';
import { type Clock, createThrottle } from './throttle.ts';

/** A clock that moves only when somebody sleeps. */
function manualClock(): Clock & { advance: (ms: number) => void; slept: number[] } {
  let time = 1000;
  const slept: number[] = [];
  return {
    slept,
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      slept.push(ms);
      time += ms;
    },
  };
}

describe('createThrottle', () => {
  test('lets the burst out at once, then keeps the rate', async () => {
    const clock = manualClock();
    const throttle = createThrottle({ perSecond: 10, burst: 3 }, clock);
    for (let call = 0; call < 6; call += 1) await throttle();
    expect(clock.slept).toEqual([100, 100, 100]);
  });

  test('fills again while nobody calls, but not above the burst', async () => {
    const clock = manualClock();
    const throttle = createThrottle({ perSecond: 10, burst: 2 }, clock);
    for (let call = 0; call < 2; call += 1) await throttle();
    clock.advance(60_000);
    for (let call = 0; call < 3; call += 1) await throttle();
    expect(clock.slept).toEqual([100]);
  });

  test('callers at the same time are spaced in the order of asking', async () => {
    const waits: number[] = [];
    const clock: Clock = { now: () => 0, sleep: async (ms) => void waits.push(ms) };
    const throttle = createThrottle({ perSecond: 5, burst: 1 }, clock);
    await Promise.all([throttle(), throttle(), throttle(), throttle()]);
    expect(waits).toEqual([200, 400, 600]);
  });

  test('stops waiting when it is aborted', async () => {
    const throttle = createThrottle({ perSecond: 10, burst: 1 }, manualClock());
    await expect(throttle(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });

  test.each([
    { perSecond: 0, burst: 1 },
    { perSecond: 1, burst: 0 },
    { perSecond: Number.NaN, burst: 1 },
  ])('refuses %j', (rate) => {
    expect(() => createThrottle(rate, manualClock())).toThrow(RangeError);
  });
});
