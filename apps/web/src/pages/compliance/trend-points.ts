import type { FrameworkSummary } from '@breakwater/api';

export interface TrendPoint {
  readonly x: number;
  readonly y: number;
  readonly score: number;
}

const edge = 3;

/** Days to points: time from left to right in true distances, 0 to 1 from bottom to top; days without a score are left out. */
export function trendPoints(
  history: FrameworkSummary['history'],
  width: number,
  height: number,
): readonly TrendPoint[] {
  const days = history.flatMap(({ date, score }) => {
    const time = Date.parse(date);
    return score === null || Number.isNaN(time) ? [] : [{ time, score }];
  });
  const start = Math.min(...days.map((day) => day.time));
  const span = Math.max(...days.map((day) => day.time)) - start;
  return days.map(({ time, score }) => ({
    x: span === 0 ? width - edge : round(edge + ((time - start) / span) * (width - 2 * edge)),
    y: round(height - edge - score * (height - 2 * edge)),
    score,
  }));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
