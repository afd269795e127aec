import { AsideNumbers } from './aside-numbers.ts';
import { eventNumber } from './event-number.ts';
import {
  dropFarthest,
  type Entry,
  expire,
  type Group,
  insert,
  isKnown,
  isUsed,
  lowerBound,
  nothing,
  type Outcome,
  upperBound,
  use,
} from './group.ts';
import type { StateLimits } from './limits.ts';

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
  const entries = group.stages[0] ?? [];
  const since = entry.time - (entries[entries.length - 1]?.time ?? entry.time);
  // Most events are later than all that is there: then it is not there.
  if (since > 0 ? isUsed(group, entry) : isKnownBefore(group, entries, entry)) return nothing;
  expire(group, entry.time, rule.window);
  if (rule.isDistinct && since >= 0) {
    const repeats = findRepeats(entries, entry, rule.window);
    if (repeats !== undefined) return addRepeat(group, entry, repeats, rule, limits);
  }
  const at = insert(entries, entry);
  const found = rule.isDistinct ? findDistinct(entries, at, rule) : findPlain(entries, at, rule);
  if (found === undefined) return shrink(entries, entry.time, rule, limits);
  const counted = entries.splice(found.start, found.end - found.start);
  const forgotten = use(group, counted, Math.max(limits.usedIds, rule.count));
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

/** Slides a window over the entries around the event and counts the values in it. */
function findDistinct(entries: readonly Entry[], at: number, rule: ThresholdRule): Span | undefined {
  const time = entries[at]?.time ?? 0;
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
    if (end === entries.length) return undefined;
    const leaving = differing(entries[start]);
    const left = (counts.get(leaving) ?? 0) - 1;
    if (left > 0) counts.set(leaving, left);
    else counts.delete(leaving);
  }
  return undefined;
}

function isKnownBefore(group: Group, entries: readonly Entry[], entry: Entry): boolean {
  return isKnown(group, entries, entry) || group.aside?.has(eventNumber(entry.id)) === true;
}

/** Where the newest entry of a value is, and whether another of it is within the window as well. */
interface Repeats {
  readonly newest: number;
  readonly isBetween: boolean;
}

/** Undefined when the value was not there within the window. */
function findRepeats(entries: readonly Entry[], { time, value }: Entry, window: number): Repeats | undefined {
  let newest = -1;
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry === undefined || time - entry.time > window) break;
    if (entry.value !== value) continue;
    if (newest !== -1) return { newest, isBetween: true };
    newest = index;
  }
  return newest === -1 ? undefined : { newest, isBetween: false };
}

/**
 * Takes in the newest event when it adds no value: the window from the last of its value on had as many. One between
 * two of the same value that are no more than a window apart is set aside: every window that holds it holds one of the
 * others. It is only known still, should it be delivered again.
 */
function addRepeat(
  group: Group,
  entry: Entry,
  { newest, isBetween }: Repeats,
  rule: ThresholdRule,
  limits: StateLimits,
): Outcome {
  const entries = group.stages[0] ?? [];
  if (!isBetween) {
    entries.push(entry);
    return shrink(entries, entry.time, rule, limits);
  }
  const aside = newest === entries.length - 1 ? entries.pop() : entries.splice(newest, 1)[0];
  entries.push(entry);
  if (aside === undefined) return nothing;
  group.aside ??= new AsideNumbers();
  const forgotten = group.aside.add(eventNumber(aside.id));
  return forgotten === 0 ? nothing : { evicted: 0, forgotten };
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
