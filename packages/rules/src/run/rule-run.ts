import type { Event } from '@breakwater/model';
import type { Watch } from '../stateful/correlations.ts';
import type { StateStatistics } from '../stateful/tracker.ts';
import type { CompiledRule } from './matcher.ts';
import { createRateLimit, type RateLimit } from './rate-limit.ts';
import { newTiming, type Timing } from './stopwatch.ts';

/** What became of one rule since the engine was made. */
export interface RuleStatistics {
  readonly rule: string;
  readonly source: string;
  /** Events for which the condition was evaluated; the index spares the others. */
  readonly evaluated: number;
  readonly fired: number;
  /** Matches that the rate limit held back. */
  readonly suppressed: number;
  /** Evaluations that threw. */
  readonly failed: number;
  readonly lastError?: string;
  /** Evaluations, of those timed, that took longer than the limit. */
  readonly slow: number;
  /** Events that the rule sat out after being slow many times in a row. */
  readonly skipped: number;
  /** Of the evaluations that were timed. */
  readonly meanMicroseconds?: number;
  /** Of a rule with a threshold or sequence: what it remembers. */
  readonly state?: StateStatistics;
}

/** A rule in an engine, with its counts. */
export interface RuleRun extends CompiledRule {
  readonly timing: Timing;
  /** Of a rule that counts events: which part of it this is. */
  readonly watch: Watch | undefined;
  readonly admits: ((event: Event) => boolean) | undefined;
  evaluated: number;
  fired: number;
  suppressed: number;
  /** Suppressed since the rule last fired. */
  heldBack: number;
  failed: number;
  lastError: string | undefined;
}

export function createRuleRun(
  compiled: CompiledRule,
  rateLimit: RateLimit | undefined,
  watch: Watch | undefined,
): RuleRun {
  return {
    ...compiled,
    watch,
    timing: newTiming(),
    admits: rateLimit === undefined ? undefined : createRateLimit(rateLimit),
    evaluated: 0,
    fired: 0,
    suppressed: 0,
    heldBack: 0,
    failed: 0,
    lastError: undefined,
  };
}

export function fail(run: RuleRun, error: unknown): void {
  run.failed += 1;
  run.lastError = error instanceof Error ? error.message : String(error);
}

export function statisticsOf(run: RuleRun): RuleStatistics {
  const { rule, evaluated, fired, suppressed, failed, lastError, timing, watch } = run;
  return {
    rule: rule.name,
    source: rule.source,
    evaluated,
    fired,
    suppressed,
    failed,
    ...(lastError === undefined ? {} : { lastError }),
    slow: timing.slow,
    skipped: timing.skipped,
    ...(watch === undefined ? {} : { state: watch.tracker.statistics() }),
    ...(timing.timed === 0 ? {} : { meanMicroseconds: (timing.timedMs / timing.timed) * 1000 }),
  };
}
