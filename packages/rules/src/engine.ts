import type { Event, FieldValue, FiredRule } from '@breakwater/model';
import { printOutput } from './output/print.ts';
import type { Rule, Ruleset } from './ruleset.ts';
import { createMatcher, type Matcher } from './run/matcher.ts';
import type { RateLimit } from './run/rate-limit.ts';
import { createRuleRun, fail, type RuleRun, type RuleStatistics, statisticsOf } from './run/rule-run.ts';
import { createStopwatch, type SlownessOptions } from './run/stopwatch.ts';

/** A rule that fired, with the values its output names; null: the event has none. */
export interface Fired extends FiredRule {
  readonly source: string;
  readonly fields: Readonly<Record<string, FieldValue | null>>;
  /** Matches of this rule that the rate limit held back since it last fired; absent when there are none. */
  readonly suppressed?: number;
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
}

export interface Engine {
  /** The rules that fire on an event, in load order. Never throws because of a rule. */
  readonly evaluate: (event: Event) => readonly Fired[];
  /** Rules that threw at least once. */
  readonly failures: () => readonly RuleFailure[];
  /** Every enabled rule, in load order. */
  readonly statistics: () => readonly RuleStatistics[];
}

const nothing: readonly Fired[] = [];

/** Compiles the enabled rules of a ruleset; counts begin at nought. */
export function createEngine(ruleset: Ruleset, options: EngineOptions = {}): Engine {
  const isFirstOnly = options.ruleMatching !== 'all';
  const stopwatch = options.slowness === undefined ? undefined : createStopwatch(options.slowness);
  const enabled = ruleset.rules.filter((rule) => rule.isEnabled);
  const runs = new Map<Rule, RuleRun>();
  const matchers = new Map<string, Matcher<RuleRun>>();
  for (const [source, rules] of Map.groupBy(enabled, (rule) => rule.source)) {
    const matcher = createMatcher(rules, options.isIndexed !== false, (compiled) => {
      const run = createRuleRun(compiled, options.rateLimit);
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
    for (const run of matcher.candidates(event)) {
      if (stopwatch?.skips(run.timing) === true) continue;
      const isTimed = isSample || run.timing.slowInRow > 0;
      try {
        const isMatch =
          isTimed && stopwatch !== undefined
            ? stopwatch.time(run.timing, () => decide(run, event))
            : decide(run, event);
        if (!isMatch) continue;
        const one = fire(run, event);
        if (one !== undefined) {
          fired ??= [];
          fired.push(one);
        }
        if (isFirstOnly) break;
      } catch (error) {
        fail(run, error);
      }
    }
    return fired ?? nothing;
  }

  const inOrder = enabled.flatMap((rule) => runs.get(rule) ?? []);
  return {
    evaluate,
    failures: () => inOrder.flatMap(failureOf),
    statistics: () => inOrder.map(statisticsOf),
  };
}

function decide(run: RuleRun, event: Event): boolean {
  run.evaluated += 1;
  return run.matches(event);
}

/** Undefined when the rate limit holds the match back. */
function fire(run: RuleRun, event: Event): Fired | undefined {
  const { rule, heldBack } = run;
  if (run.admits?.(event) === false) {
    run.suppressed += 1;
    run.heldBack += 1;
    return undefined;
  }
  const fired = describe(rule, event);
  run.fired += 1;
  run.heldBack = 0;
  return heldBack === 0 ? fired : { ...fired, suppressed: heldBack };
}

function describe(rule: Rule, event: Event): Fired {
  const fields: Record<string, FieldValue | null> = Object.create(null);
  for (const field of rule.output.fields) fields[field.label] = field.extract(event) ?? null;
  for (const extra of rule.extraFields) {
    if (extra.kind === 'field') fields[extra.field.label] = extra.field.extract(event) ?? null;
    else fields[extra.label] = printOutput(extra.format, event);
  }
  return {
    rule: rule.name,
    source: rule.source,
    priority: rule.priority,
    description: rule.description,
    output: printOutput(rule.output, event),
    tags: rule.tags,
    fields,
  };
}

function failureOf({ rule, failed, lastError }: RuleRun): readonly RuleFailure[] {
  return failed === 0 ? [] : [{ rule: rule.name, count: failed, lastError: lastError ?? '' }];
}
