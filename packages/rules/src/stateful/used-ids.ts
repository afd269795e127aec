/** Ids of events that have counted, with their times, in the order in which they did. */
export class UsedIds {
  readonly #known = new Set<string>();
  readonly #queue: (readonly [id: string, time: number])[] = [];
  /** Elements at the head of the queue that are gone already; they are cut off together. */
  #gone = 0;

  constructor(used: Iterable<readonly [id: string, time: number]> = []) {
    for (const [id, time] of used) this.add(id, time);
  }

  get size(): number {
    return this.#known.size;
  }

  /** The time of the last; they come in nearly the order of their times. */
  get newest(): number {
    return this.#queue.at(-1)?.[1] ?? Number.NEGATIVE_INFINITY;
  }

  has(id: string): boolean {
    return this.#known.has(id);
  }

  add(id: string, time: number): void {
    if (this.#known.has(id)) return;
    this.#known.add(id);
    this.#queue.push([id, time]);
  }

  /** Forgets ids from before `horizon`, as far as they come first. */
  expire(horizon: number): void {
    for (let head = this.#head(); head !== undefined && head[1] < horizon; head = this.#head())
      this.#drop(head);
  }

  /** Forgets the first ids beyond `limit`; returns how many. */
  trim(limit: number): number {
    let dropped = 0;
    for (let head = this.#head(); head !== undefined && this.size > limit; head = this.#head()) {
      this.#drop(head);
      dropped += 1;
    }
    return dropped;
  }

  entries(): readonly (readonly [id: string, time: number])[] {
    return this.#queue.slice(this.#gone);
  }

  #head(): readonly [id: string, time: number] | undefined {
    return this.#queue[this.#gone];
  }

  #drop([id]: readonly [id: string, time: number]): void {
    this.#known.delete(id);
    this.#gone += 1;
    if (this.#gone < 64 || this.#gone < this.#queue.length / 2) return;
    this.#queue.splice(0, this.#gone);
    this.#gone = 0;
  }
}
