import { type Entry, type Group, newGroup, sizeOf } from './group.ts';
import type { StateLimits } from './limits.ts';

/** Events counted since a group was last touched, after which it goes when its time is over as well. */
const idleEvents = 1000;
/** Events between two looks for such groups. */
const tidyEvery = 256;
/** Groups that may line up anew in one such look. */
const tidyMoves = 16;

/**
 * The groups of one rule within bounds: one that has not been touched for long goes first. Touching leaves a group at
 * its place in the queue; only when its turn comes, and it was touched meanwhile, it lines up anew (second chance).
 */
export class GroupTable {
  readonly #groups = new Map<string, Group>();
  readonly #stageCount: number;
  readonly #window: number;
  readonly #limits: StateLimits;
  readonly #maxEntries: number;
  #entries = 0;
  #counted = 0;
  /** What `#counted` is when the next look for idle groups is due. */
  #nextTidy = tidyEvery;
  #evicted = 0;

  /** `largest`: the most entries that one group must be able to hold. */
  constructor(stageCount: number, window: number, limits: StateLimits, largest: number) {
    this.#stageCount = stageCount;
    this.#window = window;
    this.#limits = limits;
    this.#maxEntries = Math.max(limits.entries, 2 * largest);
  }

  get groups(): ReadonlyMap<string, Group> {
    return this.#groups;
  }

  get entries(): number {
    return this.#entries;
  }

  get counted(): number {
    return this.#counted;
  }

  /** Groups that had to go while their events still counted. */
  get evicted(): number {
    return this.#evicted;
  }

  /** The group of a key, for an event that is counted; `settle` comes after when anything was put in or out. */
  touch(key: string): Group {
    this.#counted += 1;
    const group = this.#groups.get(key) ?? this.#add(key);
    group.touched = this.#counted;
    return group;
  }

  /** Takes in what was put into a group or out of it, and makes room; `time` is that of the event. */
  settle(key: string, group: Group, time: number): void {
    const size = sizeOf(group, this.#stageCount);
    this.#entries += size - group.size;
    group.size = size;
    if (size === 0) this.#groups.delete(key);
    if (this.#counted >= this.#nextTidy) this.#tidy(key, time);
    if (this.#isOver(1)) this.#shrink(key);
  }

  #add(key: string): Group {
    const group = newGroup(this.#stageCount, this.#counted);
    this.#groups.set(ownCopy(key), group);
    return group;
  }

  /** Puts a group back as it was, as the one touched last. */
  restore(key: string, group: Group): void {
    this.#groups.set(key, group);
    group.size = sizeOf(group, this.#stageCount);
    this.#entries += group.size;
    this.#counted = Math.max(this.#counted, group.touched);
    if (this.#isOver(1)) this.#shrink(key);
  }

  /** Takes one entry out of a group. */
  drop(key: string, stage: number, entry: Entry): void {
    const group = this.#groups.get(key);
    const entries = group?.stages[stage] ?? [];
    const at = entries.indexOf(entry);
    if (group === undefined || at === -1) return;
    entries.splice(at, 1);
    this.#entries -= 1;
    group.size -= 1;
    if (group.size === 0) this.#groups.delete(key);
  }

  /** A group whose events are all too old to count goes when others have been busy for a while. */
  #tidy(current: string, time: number): void {
    this.#nextTidy = this.#counted + tidyEvery;
    let moves = 0;
    for (const [key, group] of this.#groups) {
      if (moves === tidyMoves) break;
      if (this.#hasSecondChance(key, group)) {
        moves += 1;
        continue;
      }
      if (key === current || this.#counted - group.touched <= idleEvents) break;
      if (newestOf(group) >= time - 2 * this.#window) break;
      this.#remove(key, group);
    }
  }

  /** A little more than necessary at once, for looking for the first group takes time. */
  #shrink(current: string): void {
    for (const [key, group] of this.#groups) {
      if (!this.#isOver(63 / 64)) return;
      // Groups that line up anew come behind the current one, so it is passed by rather than the end.
      if (key === current || this.#hasSecondChance(key, group)) continue;
      this.#remove(key, group);
      this.#evicted += 1;
    }
  }

  /** Moves a group that was touched since it lined up to the end of the queue: once for many touches. */
  #hasSecondChance(key: string, group: Group): boolean {
    if (group.touched === group.placed) return false;
    group.placed = group.touched;
    this.#groups.delete(key);
    this.#groups.set(key, group);
    return true;
  }

  #isOver(share: number): boolean {
    const groups = Math.ceil(this.#limits.groups * share);
    return this.#groups.size > groups || this.#entries > Math.ceil(this.#maxEntries * share);
  }

  #remove(key: string, group: Group): void {
    this.#groups.delete(key);
    this.#entries -= group.size;
    for (const entries of group.stages) entries.length = 0;
  }
}

/** A text cut out of a large one would keep that in memory. */
function ownCopy(key: string): string {
  return JSON.parse(JSON.stringify(key)) as string;
}

function newestOf(group: Group): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (const entries of group.stages) newest = Math.max(newest, entries.at(-1)?.time ?? newest);
  return Math.max(newest, group.used?.newest ?? newest, group.spans?.newest ?? newest);
}
