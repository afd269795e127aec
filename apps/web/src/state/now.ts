import { useEffect, useState, useSyncExternalStore } from 'react';
import { isSameRange, resolveRange, type TimeRange, type TimeWindow } from './time-range.ts';

/** How often a live window moves. */
const tickMs = 15_000;

const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** The present, moving every 15 seconds while the page is seen; one clock for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** The ends of a range; those of a fixed range never move. */
export function useWindow(range: TimeRange): TimeWindow {
  return resolveRange(range, useNow());
}

/**
 * Like `useWindow`, but a live window stands still while `isHeld` (somebody reads further down, or details are open), so
 * that nothing moves under the reader's eyes. `release` moves it to the present once.
 */
export function useHeldWindow(
  range: TimeRange,
  isHeld: boolean,
): { readonly window: TimeWindow; readonly release: () => void } {
  const live = useWindow(range);
  const [held, setHeld] = useState({ range, window: live });
  const window = isHeld && isSameRange(held.range, range) ? held.window : live;
  const { from, to } = window;
  useEffect(() => setHeld({ range, window: { from, to } }), [range, from, to]);
  return {
    window,
    release: () => {
      tick();
      setHeld({ range, window: resolveRange(range, now) });
    },
  };
}

/** Moves the clock at once: after a change that should be seen. */
export function tick(): void {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    tickIfStale();
    timer = setInterval(tickIfSeen, tickMs);
    document.addEventListener('visibilitychange', tickIfSeen);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tickIfSeen);
  };
}

function tickIfStale(): void {
  if (Date.now() - now > tickMs) now = Date.now();
}

function tickIfSeen(): void {
  if (document.visibilityState !== 'hidden') tick();
}
