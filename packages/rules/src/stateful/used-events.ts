/** Events that have counted, by their numbers, with their times, in the order in which they did. */
export class UsedEvents {
  readonly #known = new Set<number>();
  readonly #queue: (readonly [number: number, time: number])[] = [];
  /** Elements at the head of the queue that are gone already; they are cut off together. */
  #gone = 0;

  constructor(used: Iterable<readonly [number: number, time: number]> = []) {
    for (const [number, time] of used) this.add(number, time);
  }

  get size(): number {
    return this.#known.size;
  }

  /** The time of the last; they come in nearly the order of their times. */
  get newest(): number {
    return this.#queue.at(-1)?.[1] ?? Number.NEGATIVE_INFINITY;
  }

  has(number: number): boolean {
    return this.#known.has(number);
  }

  add(number: number, time: number): void {
    if (this.#known.has(number)) return;
    this.#known.add(number);
    this.#queue.push([number, time]);
  }

  /** Forgets events from before `horizon`, as far as they come first. */
  expire(horizon: number): void {
    for (let head = this.#head(); head !== undefined && head[1] < horizon; head = this.#head())
      this.#drop(head);
  }

  /** Forgets the first beyond `limit`; returns how many. */
  trim(limit: number): number {
    let dropped = 0;
    for (let head = this.#head(); head !== undefined && this.size > limit; head = this.#head()) {
      this.#drop(head);
      dropped += 1;
    }
    return dropped;
  }

  entries(): readonly (readonly [number: number, time: number])[] {
    return this.#queue.slice(this.#gone);
  }

  #head(): readonly [number: number, time: number] | undefined {
    return this.#queue[this.#gone];
  }

  #drop([number]: readonly [number: number, time: number]): void {
    this.#known.delete(number);
    this.#gone += 1;
    if (this.#gone < 64 || this.#gone < this.#queue.length / 2) return;
    this.#queue.splice(0, this.#gone);
    this.#gone = 0;
  }
}
