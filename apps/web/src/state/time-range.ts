/** The spans that the time bar offers, shortest first. */
export const presets = ['10m', '1h', '3h', '6h', '12h', '1d', '3d', '1w', '2w'] as const;

export type Preset = (typeof presets)[number];

/**
 * What is looked at: the last `spanMs` milliseconds and following the present (live), or a range between two moments
 * (paused). Times are milliseconds since the epoch; `to` is exclusive.
 */
export type TimeRange =
  | { readonly kind: 'live'; readonly spanMs: number }
  | { readonly kind: 'fixed'; readonly from: number; readonly to: number };

/** A range with its ends, as queries need it. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const unitMs: Readonly<Record<string, number>> = { s: 1000, m: minute, h: hour, d: day, w: 7 * day };
const longestMs = 3660 * day;

export const defaultRange: TimeRange = { kind: 'live', spanMs: day };

export function spanOf(preset: Preset): number {
  return parseSpan(preset) ?? day;
}

/** The preset whose span this range has, live or not. */
export function presetOf(range: TimeRange): Preset | undefined {
  const spanMs = rangeSpan(range);
  return presets.find((preset) => spanOf(preset) === spanMs);
}

export function rangeSpan(range: TimeRange): number {
  return range.kind === 'live' ? range.spanMs : range.to - range.from;
}

export function resolveRange(range: TimeRange, now: number): TimeWindow {
  return range.kind === 'live' ? { from: now - range.spanMs, to: now } : { from: range.from, to: range.to };
}

/** Turns a relative range into absolute times: what pausing does, and what a link for a colleague needs. */
export function freezeRange(range: TimeRange, now: number): TimeRange {
  if (range.kind === 'fixed') return range;
  const to = Math.ceil(now / 1000) * 1000;
  return { kind: 'fixed', from: to - range.spanMs, to };
}

/** Follows the present with the span that is shown. */
export function goLive(range: TimeRange): TimeRange {
  return { kind: 'live', spanMs: rangeSpan(range) };
}

/** One span earlier (-1) or later (1); never later than the present, where it stays paused. */
export function stepRange(range: TimeRange, direction: -1 | 1, now: number): TimeRange {
  const { from, to } = resolveRange(range, now);
  const wanted = (to - from) * direction;
  const shift = direction === 1 ? Math.max(0, Math.min(wanted, now - to)) : wanted;
  return { kind: 'fixed', from: from + shift, to: to + shift };
}

/** Reads `1d`, `90m` or two ISO 8601 moments with a slash between; undefined when it is neither. */
export function parseRange(text: string): TimeRange | undefined {
  const spanMs = parseSpan(text);
  if (spanMs !== undefined) return { kind: 'live', spanMs };
  const [start, end, ...more] = text.trim().split('/');
  if (start === undefined || end === undefined || more.length > 0) return undefined;
  const from = parseMoment(start);
  const to = parseMoment(end);
  if (from === undefined || to === undefined || from >= to || to - from > longestMs) return undefined;
  return { kind: 'fixed', from, to };
}

/** Writes a range so that `parseRange` reads the same range. */
export function formatRange(range: TimeRange): string {
  if (range.kind === 'live') return formatSpan(range.spanMs);
  return `${formatMoment(range.from)}/${formatMoment(range.to)}`;
}

/** The span in the largest unit that divides it: `90m`, `1d`. */
function formatSpan(spanMs: number): string {
  const seconds = Math.max(1, Math.round(spanMs / 1000)) * 1000;
  for (const unit of ['w', 'd', 'h', 'm'] as const) {
    const size = unitMs[unit] ?? 1;
    if (seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${seconds / 1000}s`;
}

export function isSameRange(a: TimeRange, b: TimeRange): boolean {
  return formatRange(a) === formatRange(b);
}

function parseSpan(text: string): number | undefined {
  const match = /^(\d{1,9})([smhdw])$/.exec(text.trim().toLowerCase());
  if (!match) return undefined;
  const spanMs = Number(match[1]) * (unitMs[match[2] ?? ''] ?? 0);
  return spanMs > 0 && spanMs <= longestMs ? spanMs : undefined;
}

function parseMoment(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text.trim()))
    return undefined;
  const moment = Date.parse(text.trim());
  return Number.isNaN(moment) ? undefined : moment;
}

function formatMoment(moment: number): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}
