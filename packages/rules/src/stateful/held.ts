import type { Event, FieldValue } from '@breakwater/model';
import type { Extract } from '../compile/pass.ts';
import type { Rule } from '../ruleset.ts';
import { extractsOf, outputOf, type RuleOutput } from '../run/rule-output.ts';

/** What tells an event that is no longer at hand from others of its source. */
export interface EventMark {
  readonly id: string;
  /** Nanoseconds since the epoch. */
  readonly time: bigint;
}

/** What a rule would say of an event that is no longer at hand. */
export interface Held {
  readonly about: EventMark;
  readonly print: () => RuleOutput;
}

/** Undefined when the output is larger than the limit. */
export type Hold = (event: Event) => Held | undefined;

/** Keeps the values that the output of a rule shows; they become its text when they are asked for. */
export function createHold(rule: Rule, limit: number): Hold {
  const shown = extractsOf(rule);
  const extracts = [...new Set(shown)];
  const places = new Map(extracts.map((extract, place) => [extract, place]));
  const uses = extracts.map((extract) => shown.filter((one) => one === extract).length);
  const room = limit - fixedSize(rule);
  return (event) => {
    const values: (FieldValue | undefined)[] = [];
    let size = event.id.length;
    for (const extract of extracts) {
      const value = extract(event);
      size += sizeOf(value) * (uses[values.length] ?? 0);
      values.push(value);
    }
    if (size > room) return undefined;
    return new HeldValues(rule, places, values, { id: event.id, time: event.time });
  };
}

/** Holds on to the values alone, not to the event. */
class HeldValues implements Held {
  readonly about: EventMark;
  readonly #rule: Rule;
  readonly #places: ReadonlyMap<Extract, number>;
  readonly #values: readonly (FieldValue | undefined)[];

  constructor(
    rule: Rule,
    places: ReadonlyMap<Extract, number>,
    values: readonly (FieldValue | undefined)[],
    about: EventMark,
  ) {
    this.#rule = rule;
    this.#places = places;
    this.#values = values;
    this.about = about;
  }

  print(): RuleOutput {
    return outputOf(this.#rule, (extract) => this.#values[this.#places.get(extract) ?? -1]);
  }
}

/** Characters of an output beside its values. */
function fixedSize({ output, extraFields }: Rule): number {
  let size = 0;
  const formats = extraFields.flatMap((extra) => (extra.kind === 'text' ? [extra.format] : []));
  for (const part of [output, ...formats].flatMap(({ parts }) => parts)) {
    size += part.kind === 'text' ? part.text.length : (part.width ?? 0);
  }
  for (const { label } of output.fields) size += label.length;
  for (const extra of extraFields) size += (extra.kind === 'text' ? extra : extra.field).label.length;
  return size;
}

/** Characters of a value as it is printed, or more. */
function sizeOf(value: FieldValue | undefined): number {
  if (typeof value === 'string') return value.length;
  if (!Array.isArray(value)) return 24;
  return value.reduce((sum: number, element) => sum + String(element).length + 1, 2);
}
