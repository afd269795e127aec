import type { Priority } from '@breakwater/model';
import { type Engine, formatTime } from '@breakwater/rules';
import type { CapturedEvent } from '@breakwater/sources';
import type { AlertFacts } from './capture-info.ts';

interface Entry {
  readonly rule: string;
  readonly priority: Priority;
  count: number;
  readonly first: bigint;
  last: bigint;
}

/** What rules detect, by rule. */
export class AlertTally {
  readonly #engine: Engine;
  readonly #entries = new Map<string, Entry>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  count(event: CapturedEvent): void {
    for (const { rule, priority } of this.#engine.evaluate(event)) {
      const entry = this.#entries.get(rule);
      if (entry === undefined) {
        const { time } = event;
        this.#entries.set(rule, { rule, priority, count: 1, first: time, last: time });
        continue;
      }
      entry.count += 1;
      entry.last = event.time;
    }
  }

  facts(): readonly AlertFacts[] {
    return [...this.#entries.values()]
      .sort((a, b) => b.count - a.count)
      .map(({ first, last, ...rest }) => ({ ...rest, first: formatTime(first), last: formatTime(last) }));
  }
}
