/** When a digest goes out: on the hour, or at a time of the day in a time zone. */
export type DigestSchedule =
  | { readonly every: 'hour' }
  | {
      readonly every: 'day';
      /** `HH:MM` */
      readonly at: string;
      /** IANA name: `Asia/Tokyo`. */
      readonly timeZone: string;
    };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** True when the runtime knows the zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The first moment after `now` (milliseconds) at which a digest is due. A time that a day does not have (clocks go forward)
 * is taken by as much later; of one that it has twice, the first.
 */
export function nextDigestAt(schedule: DigestSchedule, now: number): number {
  if (schedule.every === 'hour') return (Math.floor(now / hourMs) + 1) * hourMs;
  const [hour = 0, minute = 0] = schedule.at.split(':').map(Number);
  const today = localDay(now, schedule.timeZone);
  for (const offset of [-1, 0, 1, 2]) {
    const due = instantOf(today + offset * dayMs + hour * hourMs + minute * 60_000, schedule.timeZone);
    if (due > now) return due;
  }
  return now + dayMs;
}

/** The instant at which clocks of the zone show a wall time (given as if it were UTC). */
function instantOf(wall: number, timeZone: string): number {
  const before = wall - offsetAt(wall - dayMs, timeZone);
  const after = wall - offsetAt(wall + dayMs, timeZone);
  const candidates = [before, after].filter((at) => at + offsetAt(at, timeZone) === wall);
  return candidates.length > 0 ? Math.min(...candidates) : before;
}

function localDay(at: number, timeZone: string): number {
  return Math.floor((at + offsetAt(at, timeZone)) / dayMs) * dayMs;
}

/** How far clocks of the zone are ahead of UTC, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Map(
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? 0;
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown - Math.floor(at / 1000) * 1000;
}
