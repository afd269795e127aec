/** A window of different values that made a rule fire. */
export interface UsedSpan {
  /** Time of its first event, microseconds since the epoch. */
  readonly from: number;
  /** Time of its last event. */
  readonly to: number;
  readonly values: ReadonlySet<string>;
}

/** The windows of a group that are used up, in the order in which they were. */
export class UsedSpans {
  #spans: readonly UsedSpan[] = [];
  #size = 0;

  constructor(spans: Iterable<UsedSpan> = []) {
    for (const span of spans) this.add(span);
  }

  /** Values, in all windows. */
  get size(): number {
    return this.#size;
  }

  /** The time of the last event of any. */
  get newest(): number {
    return this.#spans.reduce((newest, { to }) => Math.max(newest, to), Number.NEGATIVE_INFINITY);
  }

  /** Whether a value of that time is part of a window that is used up. */
  covers(time: number, value: string): boolean {
    for (const { from, to, values } of this.#spans) {
      if (time >= from && time <= to && values.has(value)) return true;
    }
    return false;
  }

  add(span: UsedSpan): void {
    this.#spans = [...this.#spans, span];
    this.#size += span.values.size;
  }

  /** Forgets windows from before `horizon`. */
  expire(horizon: number): void {
    this.#keep((span) => span.to >= horizon);
  }

  /** Forgets the first windows while there are more than `limit` values; returns how many values. */
  trim(limit: number): number {
    const before = this.#size;
    let left = before;
    this.#keep((span, index) => {
      if (left <= limit || index === this.#spans.length - 1) return true;
      left -= span.values.size;
      return false;
    });
    return before - this.#size;
  }

  entries(): readonly UsedSpan[] {
    return this.#spans;
  }

  #keep(isKept: (span: UsedSpan, index: number) => boolean): void {
    const kept = this.#spans.filter(isKept);
    if (kept.length === this.#spans.length) return;
    this.#spans = kept;
    this.#size = kept.reduce((size, { values }) => size + values.size, 0);
  }
}
