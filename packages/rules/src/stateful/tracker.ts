import type { Correlation, Event } from '@breakwater/model';
import type { Extract } from '../compile/pass.ts';
import type { Rule } from '../ruleset.ts';
import type { GroupField, Sequence, Threshold } from './definition.ts';
import { fingerprint } from './fingerprint.ts';
import type { Entry, Group, Outcome, Reached } from './group.ts';
import { groupOf, keyOf, keyOfStored, microseconds, shortText, storedKey, textAt } from './group-key.ts';
import { GroupTable } from './group-table.ts';
import { createHold, type Held } from './held.ts';
import type { StateLimits } from './limits.ts';
import { countLast, countStep } from './sequence-group.ts';
import { countInThreshold, countRepeat } from './threshold-group.ts';
import { Waiting } from './waiting.ts';

const maxEventIds = 100;

/** What a rule made of the event at hand: it fires, on this event or on one that was held. */
export interface Completed {
  readonly correlation: Correlation;
  readonly held?: Held;
}

/** What is remembered of one rule, in numbers. */
export interface StateStatistics {
  readonly groups: number;
  /** Events remembered, in all groups. */
  readonly entries: number;
  /** Groups forgotten for want of room: a detection may have been missed. */
  readonly evictedGroups: number;
  /** Events of a group forgotten for want of room although they counted. */
  readonly evictedEntries: number;
  /** What was forgotten that only matters for events that come late or are delivered again. */
  readonly forgotten: number;
  /** Events on which the condition held but a field of `by` or `distinct` was missing. */
  readonly uncounted: number;
}

/** Counts the events of one rule with a threshold or sequence. */
export interface Tracker {
  readonly definition: string;
  /**
   * Counts an event on which the condition of a stage held. `step`: the position of a step; undefined: the rule's
   * own condition. `reads`: what tells groups apart and, of a threshold, what must differ.
   */
  readonly count: (
    event: Event,
    step: number | undefined,
    reads: readonly Extract[],
  ) => Completed | undefined;
  readonly statistics: () => StateStatistics;
  /** Groups by their stored keys, in the order in which they were touched. */
  readonly groups: () => readonly (readonly [key: string, group: Group])[];
  /** Puts a group back by its stored key, as the one touched last. */
  readonly restore: (key: string, group: Group) => void;
  readonly stageCount: number;
}

/** Undefined for a rule that fires on single events. */
export function createTracker(rule: Rule, limits: StateLimits): Tracker | undefined {
  const { threshold, sequence } = rule;
  if (threshold !== undefined) return trackThreshold(rule, threshold, limits);
  return sequence === undefined ? undefined : trackSequence(rule, sequence, limits);
}

/** Counts an event in its group; `step` undefined: it is about the rule's own condition. */
type CountInGroup = (group: Group, entry: Entry, step: number | undefined, event: Event) => Outcome;

function trackThreshold(rule: Rule, threshold: Threshold, limits: StateLimits): Tracker {
  const { count, distinct } = threshold;
  const window = threshold.window.seconds * 1e6;
  const settings = { count, window, isDistinct: distinct !== undefined };
  const stageCount = 1;
  const table = new GroupTable(stageCount, window, limits, 4 * count + limits.usedIds);
  return track(rule, {
    kind: 'threshold',
    by: threshold.by,
    isDistinct: settings.isDistinct,
    stageCount,
    table,
    waiting: undefined,
    countInGroup: (group, entry) => countInThreshold(group, entry, settings, limits),
  });
}

function trackSequence(rule: Rule, sequence: Sequence, limits: StateLimits): Tracker {
  const window = sequence.window.seconds * 1e6;
  const settings = { stepCount: sequence.steps.length, window };
  const stageCount = settings.stepCount + 1;
  const hold = createHold(rule, limits.heldSize);
  const table = new GroupTable(stageCount, window, limits, stageCount * limits.entriesPerStep);
  return track(rule, {
    kind: 'sequence',
    by: sequence.by,
    isDistinct: false,
    stageCount,
    table,
    waiting: new Waiting(table, settings.stepCount, limits.held),
    countInGroup: (group, entry, step, event) => {
      if (step !== undefined) return countStep(group, step, entry, settings, limits);
      return countLast(group, entry, () => hold(event), settings, limits);
    },
  });
}

interface Tracked {
  readonly kind: Correlation['kind'];
  readonly by: readonly GroupField[];
  readonly isDistinct: boolean;
  readonly stageCount: number;
  readonly table: GroupTable;
  readonly waiting: Waiting | undefined;
  readonly countInGroup: CountInGroup;
}

function track(rule: Rule, tracked: Tracked): Tracker {
  const { kind, by, isDistinct, stageCount, table, waiting, countInGroup } = tracked;
  let uncounted = 0;
  let evictedEntries = 0;
  let forgotten = 0;

  function count(event: Event, step: number | undefined, reads: readonly Extract[]): Completed | undefined {
    const key = keyOf(reads, by.length, event);
    const value = isDistinct ? textAt(reads, by.length, event) : undefined;
    if (key === undefined || (isDistinct && value === undefined)) {
      uncounted += 1;
      return undefined;
    }
    const time = microseconds(event.time);
    const id = shortText(event.id);
    const group = table.touch(key);
    if (isDistinct && countRepeat(group, time, id, value)) return undefined;
    const entry: Entry = { time, id, value, held: undefined };
    const outcome = countIn(key, group, entry, step, event);
    evictedEntries += outcome.evicted;
    forgotten += outcome.forgotten;
    if (outcome.waiting !== undefined) forgotten += waiting?.add(key, group, outcome.waiting) ?? 0;
    const { reached } = outcome;
    if (reached === undefined) return undefined;
    const correlation = correlate(kind, reached, groupOf(by, key));
    return reached.held === undefined ? { correlation } : { correlation, held: reached.held };
  }

  function countIn(key: string, group: Group, entry: Entry, step: number | undefined, event: Event): Outcome {
    try {
      return countInGroup(group, entry, step, event);
    } finally {
      table.settle(key, group, entry.time);
    }
  }

  return {
    definition: fingerprint(rule.source, rule.tree, rule),
    count,
    groups: () =>
      [...table.groups]
        .sort(([, a], [, b]) => a.touched - b.touched)
        .map(([key, group]) => [storedKey(by, key), group]),
    restore: (stored, group) => {
      const key = keyOfStored(by, stored);
      table.restore(key, group);
      if (waiting === undefined) return;
      for (const entry of group.stages.at(-1)?.slice() ?? []) forgotten += waiting.add(key, group, entry);
    },
    stageCount,
    statistics: () => ({
      groups: table.groups.size,
      entries: table.entries,
      evictedGroups: table.evicted,
      evictedEntries,
      forgotten,
      uncounted,
    }),
  };
}

function correlate(
  kind: Correlation['kind'],
  { entries, count }: Reached,
  group: Readonly<Record<string, string>>,
): Correlation {
  const isoTime = (entry: Entry | undefined) => new Date((entry?.time ?? 0) / 1000).toISOString();
  return {
    kind,
    count,
    firstTime: isoTime(entries[0]),
    lastTime: isoTime(entries.at(-1)),
    eventIds: entries.slice(-maxEventIds).map(({ id }) => id),
    group,
  };
}
