import { eventNumber } from './event-number.ts';
import type { Held } from './held.ts';
import { UsedEvents } from './used-events.ts';
import type { UsedSpans } from './used-spans.ts';

/** An event that counts, by the time it carries. All are of one shape, for they are met with every event. */
export interface Entry {
  /** Microseconds since the epoch. */
  time: number;
  id: string;
  /** Of a threshold with `distinct`: what must differ. */
  readonly value: string | undefined;
  /** Of the last event of a sequence whose steps may still come: what it would have fired. */
  readonly held: Held | undefined;
}

/** What is remembered of the events of one group. */
export interface Group {
  /** The first list of `stages`, the only one of a threshold: at hand, for it is met with every event. */
  readonly entries: Entry[];
  /** One list for a threshold; one for each step and one for the last event of a sequence. Ordered by time. */
  readonly stages: readonly Entry[][];
  /** Events that made the rule fire: they do not count again when they are delivered again. Made when first needed. */
  used: UsedEvents | undefined;
  /** The same of a threshold with `distinct`: windows that made it fire. */
  spans: UsedSpans | undefined;
  /** The newest entry, of a value that comes again and again: until then the next one of it only takes its place. */
  repeated: Entry | undefined;
  /** Seconds since the epoch. */
  repeatedUntil: number;
  /** With `distinct`: events newer than all others that may come before enough values can be there. */
  spare: number;
  /** Events counted when this group was last touched. */
  touched: number;
  /** What `touched` was when the group lined up to be forgotten. */
  placed: number;
  /** Entries, used events and values of used windows when they were last counted. */
  size: number;
  /** Before this second there is nothing old enough to be forgotten, but for what came late. */
  fullUntil: number;
}

/** The events that made a rule fire, in order of time. */
export interface Reached {
  readonly entries: readonly Entry[];
  /** Events, or different values. */
  readonly count: number;
  /** Absent: the rule fires on the event at hand. */
  readonly held?: Held;
}

/** What became of an event. */
export interface Outcome {
  /** Entries that were forgotten for want of room although they counted. */
  readonly evicted: number;
  /** What was forgotten that only matters for events that come late or again. */
  readonly forgotten: number;
  readonly reached?: Reached;
  /** A last event that waits for its steps from now on. */
  readonly waiting?: Entry;
}

export const nothing: Outcome = { evicted: 0, forgotten: 0 };

export function newGroup(stageCount: number, touched: number): Group {
  const stages = Array.from({ length: stageCount }, (): Entry[] => []);
  return groupWith(stages, undefined, undefined, touched);
}

export function groupWith(
  stages: readonly Entry[][],
  used: UsedEvents | undefined,
  spans: UsedSpans | undefined,
  touched: number,
): Group {
  // What every event meets stands first, side by side in memory.
  return {
    repeated: undefined,
    repeatedUntil: 0,
    touched,
    entries: stages[0] ?? [],
    fullUntil: 0,
    size: 0,
    spare: 0,
    used,
    spans,
    stages,
    placed: touched,
  };
}

/** Entries, used events and values of used windows. */
export function sizeOf({ entries, stages, used, spans }: Group, stageCount: number): number {
  let size = entries.length + (used?.size ?? 0) + (spans?.size ?? 0);
  for (let stage = 1; stage < stageCount; stage += 1) size += stages[stage]?.length ?? 0;
  return size;
}

/** The entry so many places from the end: 1 is the last. An index below nought would be looked up as a name, which takes long. */
export function lastOf(entries: readonly Entry[], count: number): Entry | undefined {
  return count > entries.length ? undefined : entries[entries.length - count];
}

/** The first position whose time is not before `time`. */
export function lowerBound(entries: readonly Entry[], time: number): number {
  let low = 0;
  let high = entries.length;
  // Most events are newer than all before them.
  const last = lastOf(entries, 1);
  if (last === undefined || last.time < time) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.time ?? time) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first position whose time is after `time`; times are whole numbers. */
export function upperBound(entries: readonly Entry[], time: number): number {
  return lowerBound(entries, time + 1);
}

/** Whether the event was one of those that made the rule fire. */
export function isUsed({ used }: Group, entry: Entry): boolean {
  return used !== undefined && used.size > 0 && used.has(eventNumber(entry.id));
}

/** Whether the event was counted before, in this stage or in what made the rule fire. */
export function isKnown(group: Group, entries: readonly Entry[], entry: Entry): boolean {
  if (isUsed(group, entry)) return true;
  for (let index = lowerBound(entries, entry.time); index < entries.length; index += 1) {
    const other = entries[index];
    if (other === undefined || other.time !== entry.time) return false;
    if (other.id === entry.id) return true;
  }
  return false;
}

/** Puts the entry behind those of its time; returns its position. */
export function insert(entries: Entry[], entry: Entry): number {
  const at = upperBound(entries, entry.time);
  if (at === entries.length) entries.push(entry);
  else entries.splice(at, 0, entry);
  return at;
}

/** Fewer entries that are over stay where they are: they do no harm, and moving the others takes time. */
const expiryBatch = 64;
const shortList = 1024;
/** So few are moved one by one sooner than together. */
const fewEntries = 16;

/** Forgets entries that no event from `time` on, or as much as a window before it, can be counted together with. */
export function expire(group: Group, time: number, window: number): void {
  if (time < group.fullUntil * 1e6) return;
  const horizon = time - 2 * window;
  let oldest = time;
  for (const entries of group.stages) {
    dropBefore(entries, horizon);
    oldest = Math.min(oldest, entries[0]?.time ?? time);
  }
  group.used?.expire(horizon);
  group.spans?.expire(horizon);
  group.fullUntil = Math.floor((oldest + 2 * window) / 1e6);
}

function dropBefore(entries: Entry[], horizon: number): void {
  if (entries.length <= fewEntries) {
    while ((entries[0]?.time ?? horizon) < horizon) entries.shift();
    return;
  }
  const old = lowerBound(entries, horizon);
  if (old >= expiryBatch || (old > 0 && entries.length <= shortList)) entries.splice(0, old);
}

/** Moves entries from what counts to what has counted. Returns how many of that were forgotten beyond `limit`. */
export function use(group: Group, entries: readonly Entry[], limit: number): number {
  group.used ??= new UsedEvents();
  for (const { id, time } of entries) group.used.add(eventNumber(id), time);
  return group.used.trim(limit);
}

/** Takes away the entry that is farthest in time from `time`. */
export function dropFarthest(entries: Entry[], time: number): void {
  const first = entries[0];
  const last = entries.at(-1);
  if (first === undefined || last === undefined) return;
  if (time - first.time >= last.time - time) entries.shift();
  else entries.pop();
}
