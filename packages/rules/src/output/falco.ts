import type { Event } from '@breakwater/model';
import type { Fired } from '../engine.ts';

/** `YYYY-MM-DDTHH:MM:SS.nnnnnnnnnZ` of a time in nanoseconds since the epoch. */
export function formatTime(time: bigint): string {
  const milliseconds = time / 1_000_000n;
  const seconds = new Date(Number(milliseconds)).toISOString().slice(0, 19);
  return `${seconds}.${(time % 1_000_000_000n).toString().padStart(9, '0')}Z`;
}

/** Falco's line without the escaping of text output: `HH:MM:SS.nnnnnnnnn: Priority message`, in UTC. */
function plainLine(fired: Fired, event: Event): string {
  return `${formatTime(event.time).slice(11, -1)}: ${fired.priority} ${fired.output}`;
}

/** The line that text output prints: control characters, quotes and backslashes escaped as in JSON. */
export function falcoText(fired: Fired, event: Event): string {
  return JSON.stringify(plainLine(fired, event).toWellFormed()).slice(1, -1);
}

/** One detection in Falco's JSON shape, keys sorted, as one line of JSON. */
export function falcoJson(fired: Fired, event: Event, hostname: string): string {
  const fields = new Map<string, unknown>([...Object.entries(fired.fields), ['evt.time', event.time]]);
  const sorted = [...fields].sort(([a], [b]) => (a < b ? -1 : 1));
  const members = sorted.map(([name, value]) => `${JSON.stringify(name)}:${jsonValue(value)}`);
  const rest = {
    priority: fired.priority,
    rule: fired.rule,
    source: fired.source,
    tags: fired.tags,
    time: formatTime(event.time),
  };
  const head = JSON.stringify({ hostname, output: plainLine(fired, event) }).slice(0, -1);
  return `${head},"output_fields":{${members.join(',')}},${JSON.stringify(rest).slice(1)}`;
}

/** JSON of a value; 64-bit numbers keep all their digits. */
function jsonValue(value: unknown): string {
  return typeof value === 'bigint' ? value.toString() : (JSON.stringify(value) ?? 'null');
}
