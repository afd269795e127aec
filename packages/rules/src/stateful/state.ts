import type { FieldValue } from '@breakwater/model';
import { eventNumber } from './event-number.ts';
import { type Entry, groupWith } from './group.ts';
import type { Held } from './held.ts';
import type { Tracker } from './tracker.ts';
import { UsedEvents } from './used-events.ts';
import { UsedSpans } from './used-spans.ts';

/** What the rules with a threshold or sequence remember, as plain JSON. */
export interface EngineState {
  readonly version: 1;
  readonly rules: readonly RuleState[];
}

interface RuleState {
  readonly rule: string;
  /** A rule with another definition starts anew. */
  readonly definition: string;
  readonly groups: readonly GroupState[];
}

interface GroupState {
  readonly key: string;
  readonly touched: number;
  readonly stages: readonly (readonly EntryState[])[];
  /** By their numbers; older versions stored the ids. */
  readonly used: readonly (readonly [event: number | string, time: number])[];
  /** Windows that are used up, of a threshold with `distinct`. Absent: none. */
  readonly spans?: readonly (readonly [from: number, to: number, values: readonly string[]])[];
}

/** `value` null: none. */
type EntryState = readonly [time: number, id: string, value: string | null, held: HeldState | null];

interface HeldState {
  readonly output: string;
  /** Absent in what older versions stored: the entry's, whose time is in microseconds and whose id may be cut. */
  readonly about?: { readonly id: string; readonly time: string };
  readonly fields: readonly (readonly [name: string, value: FieldState])[];
}

/** Whole numbers beyond those of JSON are written as text. */
type FieldState = Exclude<FieldValue, bigint> | { readonly integer: string } | null;

export function snapshotRule(rule: string, tracker: Tracker): RuleState {
  const groups = tracker.groups().map(([key, group]): GroupState => {
    const stages = group.stages.map((entries) => entries.toSorted(byTime).map(entryState));
    const { touched, used, spans } = group;
    return {
      key,
      touched,
      stages,
      used: used?.entries() ?? [],
      ...(spans === undefined
        ? {}
        : { spans: spans.entries().map(({ from, to, values }) => [from, to, [...values]] as const) }),
    };
  });
  return { rule, definition: tracker.definition, groups };
}

function byTime(a: Entry, b: Entry): number {
  return a.time - b.time;
}

function entryState({ time, id, value, held }: Entry): EntryState {
  return [time, id, value ?? null, held === undefined ? null : heldState(held)];
}

function heldState(held: Held): HeldState {
  const { about } = held;
  const { output, fields } = held.print();
  return {
    output,
    about: { id: about.id, time: String(about.time) },
    fields: Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? { integer: String(value) } : value,
    ]),
  };
}

/** Puts back what a rule remembered, unless the rule has changed since. */
export function restoreRule(state: RuleState, tracker: Tracker): void {
  if (state.definition !== tracker.definition) return;
  for (const { key, touched, stages, used, spans } of state.groups) {
    if (stages.length !== tracker.stageCount) continue;
    const lists = stages.map((entries) => entries.map(entryOf));
    const known = used.length === 0 ? undefined : new UsedEvents(used.map(numbered));
    const windows = spans?.map(([from, to, values]) => ({ from, to, values: new Set(values) }));
    tracker.restore(
      key,
      groupWith(lists, known, windows === undefined ? undefined : new UsedSpans(windows), touched),
    );
  }
}

function numbered([event, time]: GroupState['used'][number]): readonly [number: number, time: number] {
  return [typeof event === 'string' ? eventNumber(event) : event, time];
}

function entryOf([time, id, value, held]: EntryState): Entry {
  return { time, id, value: value ?? undefined, held: held === null ? undefined : heldOf(held, id, time) };
}

function heldOf({ output, about, fields }: HeldState, id: string, time: number): Held {
  const values: Record<string, FieldValue | null> = Object.create(null);
  for (const [name, value] of fields) {
    const isInteger = value !== null && typeof value === 'object' && 'integer' in value;
    values[name] = isInteger ? BigInt(value.integer) : value;
  }
  const mark =
    about === undefined ? { id, time: BigInt(time) * 1000n } : { id: about.id, time: BigInt(about.time) };
  return { about: mark, print: () => ({ output, fields: values }) };
}
