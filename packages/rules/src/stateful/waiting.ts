import type { Entry } from './group.ts';
import type { GroupTable } from './group-table.ts';

/** Last events that wait for late steps, over all groups of a rule: the one that waits longest goes first. */
export class Waiting {
  readonly #table: GroupTable;
  readonly #stage: number;
  readonly #limit: number;
  #queue: { readonly key: string; readonly entry: Entry }[] = [];

  /** `stage` is the list of the last events in a group. */
  constructor(table: GroupTable, stage: number, limit: number) {
    this.#table = table;
    this.#stage = stage;
    this.#limit = limit;
  }

  /** Returns how many of those that still waited had to go. */
  add(key: string, entry: Entry): number {
    this.#queue.push({ key, entry });
    if (this.#queue.length <= this.#limit) return 0;
    this.#queue = this.#queue.filter((one) => this.#isWaiting(one.key, one.entry));
    let dropped = 0;
    // A little more than necessary at once, for looking through them takes time.
    const target = Math.ceil((this.#limit * 15) / 16);
    for (const one of this.#queue.splice(0, Math.max(0, this.#queue.length - target))) {
      this.#table.drop(one.key, this.#stage, one.entry);
      dropped += 1;
    }
    return dropped;
  }

  #isWaiting(key: string, entry: Entry): boolean {
    return this.#table.groups.get(key)?.stages[this.#stage]?.includes(entry) === true;
  }
}
