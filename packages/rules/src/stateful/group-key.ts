import { createHash } from 'node:crypto';
import type { Event, FieldValue } from '@breakwater/model';
import type { Extract } from '../compile/pass.ts';
import type { GroupField } from './definition.ts';

/** Longer texts are remembered by their start and a hash. */
const maxText = 256;
const maxTime = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * The key of an event's group by the first `count` of what is read; undefined when one of them is missing. The text of a single
 * value is the key itself, several are a list as JSON.
 */
export function keyOf(reads: readonly Extract[], count: number, event: Event): string | undefined {
  if (count === 1) return textAt(reads, 0, event);
  const texts: string[] = [];
  for (let place = 0; place < count; place += 1) {
    const text = textAt(reads, place, event);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return JSON.stringify(texts);
}

/** The text of what is read at a place; undefined when the event has no such value. */
export function textAt(reads: readonly Extract[], place: number, event: Event): string | undefined {
  const value = reads[place]?.(event);
  return value === undefined ? undefined : textOf(value);
}

/** The values that a key was made of, by the labels of its fields. */
export function groupOf(fields: readonly GroupField[], key: string): Readonly<Record<string, string>> {
  const texts = fields.length === 1 ? [key] : (JSON.parse(key) as readonly string[]);
  const group: Record<string, string> = Object.create(null);
  for (const [index, { label }] of fields.entries()) group[label] = texts[index] ?? '';
  return group;
}

/** A key as it is stored: always a list of texts as JSON. */
export function storedKey(fields: readonly GroupField[], key: string): string {
  return fields.length === 1 ? JSON.stringify([key]) : key;
}

export function keyOfStored(fields: readonly GroupField[], stored: string): string {
  return fields.length === 1 ? ((JSON.parse(stored) as readonly string[])[0] ?? '') : stored;
}

/** A value as a short text; different values have different texts. */
function textOf(value: FieldValue): string {
  return shortText(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

export function shortText(text: string): string {
  if (text.length <= maxText) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return `${text.slice(0, maxText - hash.length - 1)}#${hash}`;
}

/** The last time that was asked for: several rules count the same event. */
let last = { time: 0n, value: 0 };

/** Microseconds since the epoch, which a JSON number holds exactly. */
export function microseconds(time: bigint): number {
  if (time !== last.time) last = { time, value: inMicroseconds(time) };
  return last.value;
}

function inMicroseconds(time: bigint): number {
  const value = time / 1000n;
  if (value < 0n) return 0;
  return Number(value > maxTime ? maxTime : value);
}
