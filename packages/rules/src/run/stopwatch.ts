/** How slow rules are found and kept from holding up the others. */
export interface SlownessOptions {
  /** A clock in milliseconds: `() => performance.now()`. */
  readonly clock: () => number;
  /** An evaluation that takes longer is slow. Default 5. */
  readonly slowMs?: number;
  /** Every n-th event is timed, rule by rule; a rule once slow is timed always. Default 64. */
  readonly sampleEvery?: number;
  /** Slow evaluations in a row after which a rule is paused. Default 10. */
  readonly pauseAfter?: number;
  /** Events that a paused rule sits out before it is tried again. Default 1000. */
  readonly pauseEvents?: number;
}

/** The time one rule takes. */
export interface Timing {
  timed: number;
  timedMs: number;
  slow: number;
  /** Events that the rule sat out. */
  skipped: number;
  slowInRow: number;
  pausedFor: number;
}

export function newTiming(): Timing {
  return { timed: 0, timedMs: 0, slow: 0, skipped: 0, slowInRow: 0, pausedFor: 0 };
}

/** Times evaluations and says which rules pause. */
export interface Stopwatch {
  /** Called once an event: whether every rule is timed for it. */
  readonly next: () => boolean;
  /** True while the rule is paused; counts the event that it sits out. */
  readonly skips: (timing: Timing) => boolean;
  readonly time: (timing: Timing, evaluate: () => boolean) => boolean;
}

export function createStopwatch(options: SlownessOptions): Stopwatch {
  const { clock, slowMs = 5, sampleEvery = 64, pauseAfter = 10, pauseEvents = 1000 } = options;
  let untilSample = sampleEvery;

  function record(timing: Timing, milliseconds: number): void {
    timing.timed += 1;
    timing.timedMs += milliseconds;
    if (milliseconds <= slowMs) {
      timing.slowInRow = 0;
      return;
    }
    timing.slow += 1;
    timing.slowInRow += 1;
    if (timing.slowInRow >= pauseAfter) timing.pausedFor = pauseEvents;
  }

  return {
    next: () => {
      untilSample -= 1;
      if (untilSample > 0) return false;
      untilSample = sampleEvery;
      return true;
    },
    skips: (timing) => {
      if (timing.pausedFor === 0) return false;
      timing.pausedFor -= 1;
      timing.skipped += 1;
      return true;
    },
    time: (timing, evaluate) => {
      const start = clock();
      try {
        return evaluate();
      } finally {
        record(timing, clock() - start);
      }
    },
  };
}
