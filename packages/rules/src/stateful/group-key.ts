import { createHash } from 'node:crypto';
import type { Event, FieldValue } from '@breakwater/model';
import type { TypedOperand } from '../check/typed.ts';
import { compileOperand } from '../compile/operand.ts';
import type { Extract } from '../compile/pass.ts';
import type { GroupField } from './definition.ts';

/** Longer texts are remembered by their start and a hash. */
const maxText = 256;
const maxTime = BigInt(Number.MAX_SAFE_INTEGER);

/** The key of an event's group; undefined when one of the fields is missing. */
export type KeyOf = (event: Event) => string | undefined;

export function compileKey(fields: readonly GroupField[]): KeyOf {
  const extracts = fields.map(({ operand }) => compileExtract(operand));
  return (event) => {
    const texts: string[] = [];
    for (const extract of extracts) {
      const value = extract(event);
      if (value === undefined) return undefined;
      texts.push(textOf(value));
    }
    return JSON.stringify(texts);
  };
}

/** The values that a key was made of, by the labels of its fields. */
export function groupOf(fields: readonly GroupField[], key: string): Readonly<Record<string, string>> {
  const texts = JSON.parse(key) as readonly string[];
  const group: Record<string, string> = Object.create(null);
  for (const [index, { label }] of fields.entries()) group[label] = texts[index] ?? '';
  return group;
}

export function compileExtract(operand: TypedOperand): Extract {
  return compileOperand(operand, compileExtract);
}

/** A value as a short text; different values have different texts. */
export function textOf(value: FieldValue): string {
  return shortText(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

export function shortText(text: string): string {
  if (text.length <= maxText) return text;
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
  return `${text.slice(0, maxText - hash.length - 1)}#${hash}`;
}

/** Microseconds since the epoch, which a JSON number holds exactly. */
export function microseconds(time: bigint): number {
  const value = time / 1000n;
  if (value < 0n) return 0;
  return Number(value > maxTime ? maxTime : value);
}
