/** An end of a range of events. Times are nanoseconds: since the epoch, since midnight (UTC), or since the first event. */
export type Bound =
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'time' | 'time-of-day' | 'since-first'; readonly nanoseconds: bigint };

const iso = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)?$/;
const clock = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?$/;
const day = 86_400_000_000_000n;

/** `12`, `09:30:00.5`, `2026-03-02T09:30:00Z` (UTC where no zone is named) or `+2.5`; undefined for others. */
export function parseBound(text: string): Bound | undefined {
  if (/^\d{1,15}$/.test(text)) return { kind: 'number', number: Number(text) };
  const since = /^\+(\d{1,9})(?:\.(\d{1,9}))?s?$/.exec(text);
  if (since !== null) return { kind: 'since-first', nanoseconds: nanoseconds(Number(since[1]), since[2]) };
  return parseClock(text) ?? parseIso(text);
}

function parseClock(text: string): Bound | undefined {
  const match = clock.exec(text);
  if (match === null) return undefined;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return {
    kind: 'time-of-day',
    nanoseconds: nanoseconds(hours * 3600 + minutes * 60 + seconds, match[4]),
  };
}

function parseIso(text: string): Bound | undefined {
  const match = iso.exec(text);
  if (match === null) return undefined;
  const milliseconds = Date.parse(`${match[1]?.replace(' ', 'T')}${match[3] ?? 'Z'}`);
  if (Number.isNaN(milliseconds)) return undefined;
  return { kind: 'time', nanoseconds: nanoseconds(milliseconds / 1000, match[2]) };
}

function nanoseconds(seconds: number, fraction = ''): bigint {
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}

/** Whether an event is before (negative), at, or after (positive) a bound; `first` is the time of the first event. */
export function compareToBound(
  event: { readonly number: number; readonly time: bigint },
  bound: Bound,
  first: bigint,
): number {
  if (bound.kind === 'number') return event.number - bound.number;
  const at = timeOf(bound, first);
  return event.time < at ? -1 : event.time > at ? 1 : 0;
}

/** A time of day is meant on the day of the first event. */
function timeOf({ kind, nanoseconds: at }: Exclude<Bound, { kind: 'number' }>, first: bigint): bigint {
  if (kind === 'time') return at;
  if (kind === 'since-first') return first + at;
  return first - (first % day) + at;
}
