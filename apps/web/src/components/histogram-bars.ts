import type { Severity } from '@breakwater/model';
import type { TimeWindow } from '../state/time-range.ts';

export interface HistogramBar {
  /** Start, in milliseconds since the epoch. */
  readonly time: number;
  readonly counts: Readonly<Partial<Record<Severity, number>>>;
}

export function totalOf(bar: HistogramBar, shown: readonly Severity[]): number {
  return shown.reduce((sum, severity) => sum + (bar.counts[severity] ?? 0), 0);
}

/** The bar that covers the slot `index` of the window. */
export function barAt(
  bars: readonly HistogramBar[],
  window: TimeWindow,
  stepMs: number,
  index: number,
): HistogramBar | undefined {
  const middle = window.from + (index + 0.5) * stepMs;
  return bars.find((bar) => bar.time <= middle && middle < bar.time + stepMs);
}

/** The time from one slot to another, both included, inside the window. */
export function selectionWindow(window: TimeWindow, stepMs: number, a: number, b: number): TimeWindow {
  const from = window.from + Math.min(a, b) * stepMs;
  const to = window.from + (Math.max(a, b) + 1) * stepMs;
  return { from: Math.floor(from), to: Math.ceil(Math.min(to, window.to)) };
}

/** The next round number: a scale that can be read. */
export function niceCeiling(value: number): number {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const factor = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((candidate) => candidate * power >= value) ?? 10;
  return factor * power;
}
