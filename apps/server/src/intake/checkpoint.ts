import type { Consumer } from '@breakwater/store';

/** What detection remembers from batch to batch. */
export interface Memory {
  /** True while something is remembered at all. */
  readonly isUsed: () => boolean;
  /** Writes down what is remembered now: durable when it resolves. */
  readonly save: () => Promise<void>;
  /** Goes back to what was last saved. */
  readonly restore: () => Promise<void>;
}

/** Saving may take this share of the time, and is done at most once a second. */
const leastMs = 1000;
const share = 20;

/**
 * The place up to which the journal is done with. What detection remembers is saved before the journal lets go
 * of the events that it came from: after a crash the state of the last save meets the same events again, and ends
 * up as if nothing had happened. Saving is put off for a moment, so that one save serves many batches.
 */
export class Checkpoint {
  readonly #consumer: Consumer;
  readonly #memory: Memory;
  readonly #clock: () => number;
  /** Offset after what is stored and not committed. */
  #end: number | undefined;
  #dueAt = 0;
  #waitMs = leastMs;

  /** `clock` counts milliseconds from anywhere. */
  constructor(consumer: Consumer, memory: Memory, clock: () => number) {
    this.#consumer = consumer;
    this.#memory = memory;
    this.#clock = clock;
  }

  /** Milliseconds until what is stored should be committed; undefined when nothing waits. */
  get dueInMs(): number | undefined {
    return this.#end === undefined ? undefined : Math.max(0, this.#dueAt - this.#clock());
  }

  /** Everything before `end` is stored. */
  async reached(end: number): Promise<void> {
    if (this.#end === undefined) this.#dueAt = this.#clock() + this.#waitMs;
    this.#end = end;
    if (!this.#memory.isUsed() || this.dueInMs === 0) await this.commit();
  }

  /** Saves and commits what waits. */
  async commit(): Promise<void> {
    const end = this.#end;
    if (end === undefined) return;
    if (this.#memory.isUsed()) {
      const start = this.#clock();
      await this.#memory.save();
      this.#waitMs = Math.max(leastMs, share * (this.#clock() - start));
    }
    await this.#consumer.commit(end);
    this.#end = undefined;
  }

  /** After a failure: everything since the last commit comes again, to the memory of that time. */
  async rewind(): Promise<void> {
    this.#end = undefined;
    this.#consumer.rewind();
    await this.#memory.restore();
  }
}
