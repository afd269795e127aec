import { type EventSummary, severities, severityFromPriority, severityRank } from '@breakwater/model';
import type { Fired } from '@breakwater/rules';
import type { HuntHit, HuntTally } from './hunt-plan.ts';

/** Different workloads and identities that are counted at most. */
const maxValues = 100_000;
const maxSamples = 100;

/** Counts what one thread finds. */
export class Tally {
  readonly #stepMs: number;
  readonly #byRule = new Map<string, number>();
  readonly #bars = new Map<number, number[]>();
  readonly #workloads = new Map<string, number>();
  readonly #identities = new Map<string, number>();
  #samples: HuntHit[] = [];
  #matched = 0;
  #isCut = false;

  constructor(stepMs: number) {
    this.#stepMs = stepMs;
  }

  add(
    evaluated: { readonly id: string; readonly time: number },
    { place, user }: EventSummary,
    fired: Fired,
  ): void {
    this.#matched += 1;
    const { about } = fired;
    const event = about === undefined ? evaluated : { id: about.id, time: Number(about.time / 1_000_000n) };
    this.#count(this.#byRule, fired.rule);
    const start = Math.floor(event.time / this.#stepMs) * this.#stepMs;
    const bar = this.#bars.get(start) ?? severities.map(() => 0);
    const rank = severityRank(severityFromPriority(fired.priority));
    bar[rank] = (bar[rank] ?? 0) + 1;
    this.#bars.set(start, bar);
    const workload = [place.cluster, place.service].filter((part) => part !== undefined).join('/');
    this.#count(this.#workloads, workload || place.pod || place.account);
    this.#count(this.#identities, user);
    this.#samples.push({ eventId: event.id, time: event.time, rule: fired.rule, output: fired.output });
    if (this.#samples.length >= maxSamples * 4) this.#samples = newest(this.#samples);
  }

  result(failures: readonly string[]): HuntTally {
    const gaps = this.#isCut ? [`more than ${maxValues} different workloads or identities`] : [];
    return {
      matched: this.#matched,
      byRule: this.#byRule,
      bars: this.#bars,
      workloads: this.#workloads,
      identities: this.#identities,
      samples: newest(this.#samples),
      gaps: [...gaps, ...failures],
    };
  }

  #count(counts: Map<string, number>, value: string | undefined): void {
    if (value === undefined) return;
    const count = counts.get(value);
    if (count === undefined && counts.size >= maxValues) this.#isCut = true;
    else counts.set(value, (count ?? 0) + 1);
  }
}

export function newest(hits: readonly HuntHit[]): HuntHit[] {
  return hits.toSorted((a, b) => b.time - a.time).slice(0, maxSamples);
}
