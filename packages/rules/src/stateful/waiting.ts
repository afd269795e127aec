import type { Entry, Group } from './group.ts';
import type { GroupTable } from './group-table.ts';

/** Last events that wait for late steps, over all groups of a rule: the one that waits longest goes first. */
export class Waiting {
  readonly #table: GroupTable;
  readonly #stage: number;
  readonly #limit: number;
  #queue: { readonly key: string; readonly group: Group; readonly entry: Entry }[] = [];

  /** `stage` is the list of the last events in a group. */
  constructor(table: GroupTable, stage: number, limit: number) {
    this.#table = table;
    this.#stage = stage;
    this.#limit = limit;
  }

  /** Returns how many of those that still waited had to go. */
  add(key: string, group: Group, entry: Entry): number {
    this.#queue.push({ key, group, entry });
    if (this.#queue.length <= this.#limit) return 0;
    this.#queue = this.#queue.filter((one) => this.#isWaiting(one.group, one.entry));
    let dropped = 0;
    // A little more than necessary at once, for looking through them takes time.
    const target = Math.ceil((this.#limit * 15) / 16);
    for (const one of this.#queue.splice(0, Math.max(0, this.#queue.length - target))) {
      this.#table.drop(one.key, this.#stage, one.entry);
      dropped += 1;
    }
    return dropped;
  }

  /** A group that is no longer in the table is empty. */
  #isWaiting(group: Group, entry: Entry): boolean {
    return group.stages[this.#stage]?.includes(entry) === true;
  }
}
