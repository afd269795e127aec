import type { Event, FieldValue, FiredRule } from '@breakwater/model';
import type { Rule, Ruleset } from './ruleset.ts';
import { createMatcher, type Matcher } from './run/matcher.ts';
import type { RateLimit } from './run/rate-limit.ts';
import { outputOf, type RuleOutput } from './run/rule-output.ts';
import { createRuleRun, fail, type RuleRun, type RuleStatistics, statisticsOf } from './run/rule-run.ts';
import { createStopwatch, type SlownessOptions } from './run/stopwatch.ts';
import { createCorrelations, type Watch } from './stateful/correlations.ts';
import type { EventMark } from './stateful/held.ts';
import type { StateLimits } from './stateful/limits.ts';
import type { EngineState } from './stateful/state.ts';
import type { Completed } from './stateful/tracker.ts';

/** A rule that fired, with the values its output names; null: the event has none. */
export interface Fired extends FiredRule {
  readonly source: string;
  readonly fields: Readonly<Record<string, FieldValue | null>>;
  /** Matches of this rule that the rate limit held back since it last fired; absent when there are none. */
  readonly suppressed?: number;
  /** The event of `source` that it is about, when that is not the one that was evaluated. */
  readonly about?: EventMark;
}

/** A rule that threw while it was evaluated: counted, and the others go on. */
export interface RuleFailure {
  readonly rule: string;
  readonly count: number;
  readonly lastError: string;
}

export interface EngineOptions {
  /** `first` (default): the first rule in load order that matches fires alone; `all`: every one that matches. */
  readonly ruleMatching?: 'first' | 'all';
  /** Per rule; default none, for a limit loses detections: those held back are counted. */
  readonly rateLimit?: RateLimit;
  /** Finds slow rules and pauses those that stay slow; default: no rule is timed. */
  readonly slowness?: SlownessOptions;
  /** False: every rule of the source meets every event. For measuring and testing the index; default true. */
  readonly isIndexed?: boolean;
  /** What rules with a threshold or sequence remembered when `snapshot` was taken; they go on from there. */
  readonly state?: EngineState;
  /** Bounds of what such rules remember. */
  readonly stateLimits?: Partial<StateLimits>;
}

export interface Engine {
  /**
   * The rules that fire on an event, in load order. Never throws because of a rule. Rules with a threshold or
   * sequence count every event and fire beside the others, whatever `ruleMatching` says.
   */
  readonly evaluate: (event: Event) => readonly Fired[];
  /** Rules that threw at least once. */
  readonly failures: () => readonly RuleFailure[];
  /** Every enabled rule, in load order. */
  readonly statistics: () => readonly RuleStatistics[];
  /** What rules with a threshold or sequence remember: plain JSON, to be handed to the next engine. */
  readonly snapshot: () => EngineState;
}

const nothing: readonly Fired[] = [];

/** Compiles the enabled rules of a ruleset; counts begin at nought. */
export function createEngine(ruleset: Ruleset, options: EngineOptions = {}): Engine {
  const isFirstOnly = options.ruleMatching !== 'all';
  const stopwatch = options.slowness === undefined ? undefined : createStopwatch(options.slowness);
  const enabled = ruleset.rules.filter((rule) => rule.isEnabled);
  const runs = new Map<Rule, RuleRun>();
  const matchers = new Map<string, Matcher<RuleRun>>();
  const correlations = createCorrelations(enabled, options.state, options.stateLimits);
  const watches = new Map(enabled.flatMap(correlations.watchesOf));
  for (const [source, rules] of Map.groupBy(watches.keys(), (rule) => rule.source)) {
    const entries = rules.map((rule) => ({ rule, reads: watches.get(rule)?.reads ?? [] }));
    const matcher = createMatcher(entries, options.isIndexed !== false, (compiled) => {
      const run = createRuleRun(compiled, options.rateLimit, watches.get(compiled.rule));
      runs.set(compiled.rule, run);
      return run;
    });
    matchers.set(source, matcher);
  }

  function evaluate(event: Event): readonly Fired[] {
    const matcher = matchers.get(event.source);
    if (matcher === undefined) return nothing;
    const isSample = stopwatch?.next() === true;
    let fired: Fired[] | undefined;
    let isDone = false;
    for (const run of matcher.candidates(event)) {
      if (isDone && run.watch === undefined) continue;
      if (stopwatch?.skips(run.timing) === true) continue;
      try {
        if (!decide(run, event, isSample)) continue;
        const one = run.watch === undefined ? fire(run, event) : count(run, run.watch, event);
        if (one !== undefined) {
          fired ??= [];
          fired.push(one);
        }
        if (isFirstOnly && run.watch === undefined) isDone = true;
      } catch (error) {
        fail(runs.get(run.watch?.rule ?? run.rule) ?? run, error);
      }
    }
    return fired ?? nothing;
  }

  function decide(run: RuleRun, event: Event, isSample: boolean): boolean {
    run.evaluated += 1;
    const isTimed = stopwatch !== undefined && (isSample || run.timing.slowInRow > 0);
    return isTimed ? stopwatch.time(run.timing, () => run.matches(event)) : run.matches(event);
  }

  /** Undefined while the rule has not seen enough. */
  function count({ reads }: RuleRun, { rule, tracker, step }: Watch, event: Event): Fired | undefined {
    const completed = tracker.count(event, step, reads);
    if (completed === undefined) return undefined;
    const run = runs.get(rule);
    return run === undefined ? undefined : fire(run, event, completed);
  }

  const inOrder = enabled.flatMap((rule) => runs.get(rule) ?? []);
  return {
    evaluate,
    failures: () => inOrder.flatMap(failureOf),
    statistics: () => inOrder.map(statisticsOf),
    snapshot: correlations.snapshot,
  };
}

/** Undefined when the rate limit holds the match back. */
function fire(run: RuleRun, event: Event, completed?: Completed): Fired | undefined {
  const { rule, heldBack } = run;
  if (run.admits?.(event) === false) {
    run.suppressed += 1;
    run.heldBack += 1;
    return undefined;
  }
  const fired =
    completed === undefined
      ? describe(rule, outputAt(rule, event))
      : describeCompleted(rule, event, completed);
  run.fired += 1;
  run.heldBack = 0;
  return heldBack === 0 ? fired : { ...fired, suppressed: heldBack };
}

function describe(rule: Rule, { output, fields }: RuleOutput): Fired {
  return {
    rule: rule.name,
    source: rule.source,
    priority: rule.priority,
    description: rule.description,
    output,
    tags: rule.tags,
    fields,
  };
}

function outputAt(rule: Rule, event: Event): RuleOutput {
  return outputOf(rule, (extract) => extract(event));
}

/** A last event that waited for a late step gives the output that it had, and is what the rule fired on. */
function describeCompleted(rule: Rule, event: Event, { correlation, held }: Completed): Fired {
  const fired = describe(rule, held?.print() ?? outputAt(rule, event));
  const { kind, count, firstTime, lastTime } = correlation;
  const counted = { [`${kind}.count`]: count, [`${kind}.first`]: firstTime, [`${kind}.last`]: lastTime };
  const fields = Object.assign(Object.create(null), fired.fields, counted);
  return { ...fired, fields, correlation, ...(held === undefined ? {} : { about: held.about }) };
}

function failureOf({ rule, failed, lastError }: RuleRun): readonly RuleFailure[] {
  return failed === 0 ? [] : [{ rule: rule.name, count: failed, lastError: lastError ?? '' }];
}
