import {
  dropFarthest,
  type Entry,
  expire,
  type Group,
  insert,
  isKnown,
  lowerBound,
  nothing,
  type Outcome,
  upperBound,
  use,
} from './group.ts';
import type { Held } from './held.ts';
import type { StateLimits } from './limits.ts';

export interface SequenceRule {
  readonly stepCount: number;
  /** Microseconds. */
  readonly window: number;
}

/**
 * Remembers one event as a step. Reached when it was the one that a last event, which came before it though it is
 * not older, still waited for.
 */
export function countStep(
  group: Group,
  step: number,
  entry: Entry,
  rule: SequenceRule,
  limits: StateLimits,
): Outcome {
  const entries = group.stages[step] ?? [];
  if (isKnown(group, entries, entry)) return nothing;
  expire(group, entry.time, rule.window);
  insert(entries, entry);
  const lasts = group.stages[rule.stepCount] ?? [];
  for (let index = lowerBound(lasts, entry.time); index < lasts.length; index += 1) {
    const last = lasts[index];
    if (last === undefined || last.time - entry.time > rule.window) break;
    const steps = findSteps(group, last, rule);
    if (steps !== undefined) return complete(group, steps, last, rule, limits);
  }
  if (entries.length <= limits.entriesPerStep) return nothing;
  dropFarthest(entries, entry.time);
  return { evicted: 0, forgotten: 1 };
}

/**
 * Takes one event as the last one. Reached when all the steps came before it; else it is held, as far as `hold`
 * yields something, for steps that are late.
 */
export function countLast(
  group: Group,
  entry: Entry,
  hold: () => Held | undefined,
  rule: SequenceRule,
  limits: StateLimits,
): Outcome {
  const lasts = group.stages[rule.stepCount] ?? [];
  if (isKnown(group, lasts, entry)) return nothing;
  expire(group, entry.time, rule.window);
  const steps = findSteps(group, entry, rule);
  if (steps !== undefined) return complete(group, steps, entry, rule, limits);
  const held = hold();
  if (held === undefined) return { evicted: 0, forgotten: 1 };
  const waiting: Entry = { time: entry.time, id: entry.id, value: entry.value, held };
  insert(lasts, waiting);
  if (lasts.length <= limits.heldPerGroup) return { evicted: 0, forgotten: 0, waiting };
  dropFarthest(lasts, entry.time);
  return { evicted: 0, forgotten: 1, waiting };
}

/** Everything up to the last event is used up, so that the sequence starts anew. */
function complete(
  group: Group,
  steps: readonly Entry[],
  last: Entry,
  rule: SequenceRule,
  limits: StateLimits,
): Outcome {
  const counted = group.stages.flatMap((entries) => entries.splice(0, upperBound(entries, last.time)));
  const { held } = last;
  const plain: Entry = { time: last.time, id: last.id, value: last.value, held: undefined };
  const forgotten = use(group, [...counted, plain], limits.usedIds);
  const entries = [...steps, plain];
  const count = rule.stepCount + 1;
  return {
    evicted: 0,
    forgotten,
    reached: held === undefined ? { entries, count } : { entries, count, held },
  };
}

/**
 * The newest steps before a last event, each a different event and none older than the one before it. Events of
 * one time count in any order.
 */
function findSteps(group: Group, last: Entry, rule: SequenceRule): readonly Entry[] | undefined {
  for (let step = 0; step < rule.stepCount; step += 1) {
    if (group.stages[step]?.length === 0) return undefined;
  }
  const found: Entry[] = [];
  const taken = new Set([last.id]);
  let { time } = last;
  let step = rule.stepCount - 1;
  while (step >= 0) {
    const newest = newestFree(group.stages[step] ?? [], time, taken);
    if (newest === undefined || newest.time < last.time - rule.window) return undefined;
    time = newest.time;
    const run = longestRun(group, step, time, taken);
    found.push(...run);
    for (const { id } of run) taken.add(id);
    step -= run.length;
  }
  return found.reverse();
}

function newestFree(entries: readonly Entry[], time: number, taken: ReadonlySet<string>): Entry | undefined {
  for (let index = upperBound(entries, time) - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (entry !== undefined && !taken.has(entry.id)) return entry;
  }
  return undefined;
}

/**
 * Events of one time for as many steps as possible, from `step` backwards. An event that fits several steps is
 * handed on when a step has no other (augmenting paths).
 */
function longestRun(group: Group, step: number, time: number, taken: ReadonlySet<string>): readonly Entry[] {
  const stepOf = new Map<string, number>();
  const chosen = new Map<number, Entry>();
  const assign = (wanted: number, tried: Set<string>): boolean => {
    const entries = group.stages[wanted] ?? [];
    const end = upperBound(entries, time);
    for (const entry of entries.slice(lowerBound(entries, time), end)) {
      if (taken.has(entry.id) || tried.has(entry.id)) continue;
      tried.add(entry.id);
      const holder = stepOf.get(entry.id);
      if (holder !== undefined && !assign(holder, tried)) continue;
      stepOf.set(entry.id, wanted);
      chosen.set(wanted, entry);
      return true;
    }
    return false;
  };
  const run: number[] = [];
  for (let wanted = step; wanted >= 0 && assign(wanted, new Set()); wanted -= 1) run.push(wanted);
  return run.flatMap((one) => chosen.get(one) ?? []);
}
