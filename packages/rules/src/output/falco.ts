import type { Event } from '@breakwater/model';
import type { Fired } from '../engine.ts';

/** `YYYY-MM-DDTHH:MM:SS.nnnnnnnnnZ` of a time in nanoseconds since the epoch. */
export function formatTime(time: bigint): string {
  const milliseconds = time / 1_000_000n;
  const seconds = new Date(Number(milliseconds)).toISOString().slice(0, 19);
  return `${seconds}.${(time % 1_000_000_000n).toString().padStart(9, '0')}Z`;
}

/** What of an event the outputs show; the defaults are Falco's. */
export interface FalcoOutputOptions {
  /** `time_format_iso_8601`: date and time instead of the time of day. */
  readonly isIsoTime?: boolean;
  /** `json_include_output_property`: the whole line as `output`. Default true. */
  readonly includesOutput?: boolean;
  /** `json_include_message_property`: the line without time and priority as `message`. Default false. */
  readonly includesMessage?: boolean;
  /** `json_include_output_fields_property`. Default true. */
  readonly includesFields?: boolean;
  /** `json_include_tags_property`. Default true. */
  readonly includesTags?: boolean;
}

/** The time of the event that the detection is about. */
function timeOf(fired: Fired, event: Event): bigint {
  return fired.about?.time ?? event.time;
}

/** Falco's line without the escaping of text output: `HH:MM:SS.nnnnnnnnn: Priority message`, in UTC. */
function plainLine(fired: Fired, event: Event, isIsoTime = false): string {
  const time = formatTime(timeOf(fired, event));
  const shown = isIsoTime ? `${time.slice(0, -1)}+0000` : time.slice(11, -1);
  return `${shown}: ${fired.priority} ${fired.output}`;
}

/** The line that text output prints: control characters, quotes and backslashes escaped as in JSON. */
export function falcoText(fired: Fired, event: Event, options: FalcoOutputOptions = {}): string {
  return JSON.stringify(plainLine(fired, event, options.isIsoTime).toWellFormed()).slice(1, -1);
}

/** One detection in Falco's JSON shape, keys sorted, as one line of JSON. */
export function falcoJson(
  fired: Fired,
  event: Event,
  hostname: string,
  options: FalcoOutputOptions = {},
): string {
  const { isIsoTime = false, includesOutput = true, includesMessage = false } = options;
  const { includesFields = true, includesTags = true } = options;
  const time = timeOf(fired, event);
  const timeField = [isIsoTime ? 'evt.time.iso8601' : 'evt.time', time] as const;
  const members = [
    ['hostname', hostname],
    ...(includesMessage ? [['message', fired.output]] : []),
    ...(includesOutput ? [['output', plainLine(fired, event, isIsoTime)]] : []),
    ...(includesFields
      ? [['output_fields', new Map<string, unknown>([...Object.entries(fired.fields), timeField])]]
      : []),
    ['priority', fired.priority],
    ['rule', fired.rule],
    ['source', fired.source],
    ...(includesTags ? [['tags', fired.tags]] : []),
    ['time', formatTime(time)],
  ] as const;
  return jsonObject(new Map(members as readonly (readonly [string, unknown])[]));
}

function jsonObject(members: ReadonlyMap<string, unknown>): string {
  const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, value]) => `${jsonValue(name)}:${jsonValue(value)}`).join(',')}}`;
}

/** JSON of a value; 64-bit numbers keep all their digits. */
function jsonValue(value: unknown): string {
  if (value instanceof Map) return jsonObject(value);
  if (Array.isArray(value)) return `[${value.map(jsonValue).join(',')}]`;
  if (typeof value === 'bigint') return value.toString();
  return JSON.stringify(typeof value === 'string' ? value.toWellFormed() : value) ?? 'null';
}
