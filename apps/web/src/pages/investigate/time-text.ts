/** A moment of a capture: seconds after its first event. */
export function momentText(at: number): string {
  const seconds = at / 1e9;
  return `${at < 0 ? '' : '+'}${seconds.toFixed(6)}`;
}

/** A duration in the largest unit that fits. */
export function durationText(nanoseconds: number, locale: string): string {
  const units = [
    ['minute', 60e9],
    ['second', 1e9],
    ['millisecond', 1e6],
    ['microsecond', 1e3],
  ] as const;
  const [unit, size] = units.find(([, least]) => nanoseconds >= least) ?? units[3];
  const format = new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: 2,
  });
  return format.format(nanoseconds / size);
}

/** What a `Date` can hold, in milliseconds. */
const latest = 8.64e15;

/** Milliseconds since the epoch that a clock can show: times in a capture may be anything. */
export function clockTime(time: number): number {
  return Math.max(-latest, Math.min(latest, Number.isFinite(time) ? time : 0));
}
