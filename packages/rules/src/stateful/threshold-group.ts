import {
  dropFarthest,
  type Entry,
  expire,
  type Group,
  insert,
  isKnown,
  isUsed,
  lastOf,
  lowerBound,
  nothing,
  type Outcome,
  upperBound,
  use,
} from './group.ts';
import type { StateLimits } from './limits.ts';
import { UsedSpans } from './used-spans.ts';

export interface ThresholdRule {
  readonly count: number;
  /** Microseconds. */
  readonly window: number;
  readonly isDistinct: boolean;
}

/**
 * Counts one event in its group. Reached when some window that contains it holds `count` events (or different
 * values); the earliest such window is then used up, so that counting starts anew.
 */
export function countInThreshold(
  group: Group,
  entry: Entry,
  rule: ThresholdRule,
  limits: StateLimits,
): Outcome {
  return rule.isDistinct ? countValue(group, entry, rule, limits) : countEvent(group, entry, rule, limits);
}

function countEvent(group: Group, entry: Entry, rule: ThresholdRule, limits: StateLimits): Outcome {
  const { entries } = group;
  const isNewest = entry.time > (lastOf(entries, 1)?.time ?? entry.time);
  // What is later than all that is there is not there.
  if (isNewest ? isUsed(group, entry) : isKnown(group, entries, entry)) return nothing;
  expire(group, entry.time, rule.window);
  const at = insert(entries, entry);
  const found = findPlain(entries, at, rule);
  if (found === undefined) return shrink(entries, entry.time, rule, limits);
  const counted = entries.splice(found.start, found.end - found.start);
  const forgotten = use(group, counted, Math.max(limits.usedIds, rule.count));
  return { evicted: 0, forgotten, reached: { entries: counted, count: found.count } };
}

/**
 * Two events of one moment and one value are one, and so are an event and a window that is used up in which its value was
 * counted: an event that is delivered again is known by that.
 */
function countValue(group: Group, entry: Entry, rule: ThresholdRule, limits: StateLimits): Outcome {
  const { entries } = group;
  group.repeated = undefined;
  if (group.spans?.covers(entry.time, differing(entry)) === true) return nothing;
  const newest = lastOf(entries, 1);
  if (newest === undefined || entry.time >= newest.time) {
    if (addRepeat(group, entries, entry, rule)) return nothing;
  } else if (isThere(entries, entry)) return nothing;
  expire(group, entry.time, rule.window);
  const at = insert(entries, entry);
  const found = findDistinct(group, at, rule);
  if (found === undefined) return shrink(entries, entry.time, rule, limits);
  const counted = entries.splice(found.start, found.end - found.start);
  const [first = entry] = counted;
  const { time: to } = counted.at(-1) ?? entry;
  group.spans ??= new UsedSpans();
  group.spans.add({ from: first.time, to, values: new Set(counted.map(differing)) });
  const forgotten = group.spans.trim(Math.max(limits.usedIds, rule.count));
  return { evicted: 0, forgotten, reached: { entries: counted, count: found.count } };
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** Before the event no window held `count` of them, so a window that does now holds no more than that. */
function findPlain(entries: readonly Entry[], at: number, rule: ThresholdRule): Span | undefined {
  const time = entries[at]?.time ?? 0;
  const first = Math.max(lowerBound(entries, time - rule.window), at - rule.count + 1);
  const last = Math.min(at, entries.length - rule.count);
  for (let start = first; start <= last; start += 1) {
    const from = entries[start]?.time ?? 0;
    const nth = entries[start + rule.count - 1];
    if (nth === undefined || nth.time - from > rule.window) continue;
    const end = upperBound(entries, from + rule.window);
    return { start, end, count: end - start };
  }
  return undefined;
}

/**
 * Slides a window over the entries around the event and counts the values in it. A newest event adds one value at most:
 * as many as were missing when windows up to the newest were last counted may come without counting anew.
 */
function findDistinct(group: Group, at: number, rule: ThresholdRule): Span | undefined {
  const { entries } = group;
  const isNewest = at === entries.length - 1;
  if (isNewest && group.spare > 0) {
    group.spare -= 1;
    return undefined;
  }
  group.spare = 0;
  const time = entries[at]?.time ?? 0;
  // Of so few that are not newer, or that are so old, none of the windows is full.
  const nth = lastOf(entries, rule.count);
  if (nth === undefined || (isNewest && time - nth.time > rule.window)) return undefined;
  const counts = new Map<string, number>();
  let end = lowerBound(entries, time - rule.window);
  for (let start = end; start <= at; start += 1) {
    const from = entries[start]?.time ?? 0;
    for (
      let next = entries[end];
      next !== undefined && next.time - from <= rule.window;
      next = entries[end]
    ) {
      counts.set(differing(next), (counts.get(differing(next)) ?? 0) + 1);
      end += 1;
    }
    if (counts.size >= rule.count) return { start, end, count: counts.size };
    if (end === entries.length) {
      if (isNewest) group.spare = rule.count - counts.size - 1;
      return undefined;
    }
    const leaving = differing(entries[start]);
    const left = (counts.get(leaving) ?? 0) - 1;
    if (left > 0) counts.set(leaving, left);
    else counts.delete(leaving);
  }
  return undefined;
}

/** Whether an event of the same moment and value is there already. */
function isThere(entries: readonly Entry[], { time, value }: Entry): boolean {
  for (let index = lowerBound(entries, time); index < entries.length; index += 1) {
    const other = entries[index];
    if (other === undefined || other.time !== time) return false;
    if (other.value === value) return true;
  }
  return false;
}

/** Repeats are looked for when the window before an event holds so many times the count: fewer are no burden. */
const manyRepeats = 2;

/**
 * Takes in the newest event in the place of the last one of its value, when another one before that is within the window
 * as well: every window that held the one replaced holds one of the others. False: it is to be counted.
 */
function addRepeat(group: Group, entries: Entry[], entry: Entry, rule: ThresholdRule): boolean {
  const nth = lastOf(entries, manyRepeats * rule.count);
  if (nth === undefined || entry.time - nth.time > rule.window) return isThere(entries, entry);
  let newest = -1;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const other = entries[index];
    if (other === undefined || entry.time - other.time > rule.window) return false;
    if (other.value !== entry.value) continue;
    if (other.time === entry.time) return true;
    if (newest === -1) {
      newest = index;
      continue;
    }
    if (newest === entries.length - 1) entries[newest] = entry;
    else {
      entries.splice(newest, 1);
      entries.push(entry);
    }
    if (group.spans === undefined) {
      group.repeated = entry;
      group.repeatedUntil = Math.floor((other.time + rule.window) / 1e6);
    }
    return true;
  }
  return false;
}

/** Does the same in one step for a value that was the newest before as well. False: the event is to be counted. */
export function countRepeat(group: Group, time: number, id: string, value: string | undefined): boolean {
  const { repeated } = group;
  if (repeated === undefined || time >= group.repeatedUntil * 1e6) return false;
  if (repeated.value !== value || time < repeated.time) return false;
  if (time > repeated.time) {
    repeated.time = time;
    repeated.id = id;
  }
  return true;
}

function differing(entry: Entry | undefined): string {
  return entry?.value ?? '';
}

/** Keeps a group within bounds; of values that came again only what decides is kept. */
function shrink(entries: Entry[], time: number, rule: ThresholdRule, limits: StateLimits): Outcome {
  const limit = Math.max(limits.entriesPerGroup, 3 * rule.count);
  if (entries.length <= limit) return nothing;
  const forgotten = rule.isDistinct ? dropRepeats(entries, rule.window) : 0;
  // With different values a little more than necessary at once, for looking for repeats takes time.
  const target = rule.isDistinct ? limit - Math.floor(limit / 16) : limit;
  let evicted = 0;
  for (; entries.length > target; evicted += 1) dropFarthest(entries, time);
  return { evicted, forgotten };
}

/**
 * Drops entries between two of the same value that are no more than a window apart: every window that holds the one
 * dropped holds one of the others.
 */
function dropRepeats(entries: Entry[], window: number): number {
  const before = entries.length;
  const newest = new Map<string, number>();
  const previous = new Map<string, number>();
  const next: (number | undefined)[] = new Array(before);
  for (const [index, entry] of entries.entries()) {
    const value = differing(entry);
    const last = newest.get(value);
    if (last !== undefined) next[last] = entry.time;
    newest.set(value, index);
  }
  let kept = 0;
  for (const [index, entry] of entries.entries()) {
    const value = differing(entry);
    const since = previous.get(value);
    const until = next[index];
    if (since !== undefined && until !== undefined && until - since <= window) continue;
    previous.set(value, entry.time);
    entries[kept] = entry;
    kept += 1;
  }
  entries.length = kept;
  return before - kept;
}
