import type { Event } from '@breakwater/model';
import type { Engine, Ruleset } from '@breakwater/rules';
import { round } from './round.ts';
import { engineOf } from './rule-files.ts';

const batchSize = 500;

/** Nanoseconds that events of one batch take, with and without the index. */
export interface EventsResult {
  readonly evaluateNs: number;
  readonly evaluateNsWithoutIndex: number;
}

/** Evaluates the same events again and again, in small batches of which the fastest counts. */
export function measureEvents(events: readonly Event[], ruleset: Ruleset, rounds: number): EventsResult {
  const indexed = engineOf(ruleset);
  const plain = engineOf(ruleset, { isIndexed: false });
  return {
    evaluateNs: fastest(events, indexed, rounds),
    evaluateNsWithoutIndex: fastest(events.slice(0, batchSize), plain, rounds),
  };
}

function fastest(events: readonly Event[], engine: Engine, rounds: number): number {
  let total = 0;
  for (let start = 0; start < events.length; start += batchSize) {
    const batch = events.slice(start, start + batchSize);
    let best = Number.POSITIVE_INFINITY;
    for (let count = 0; count < rounds; count += 1) {
      const started = performance.now();
      for (const event of batch) engine.evaluate(event);
      best = Math.min(best, performance.now() - started);
    }
    total += best;
  }
  return round((total / events.length) * 1e6, 0);
}
