import { Column } from './column.ts';
import type { Slots } from './slots.ts';

/** What a tile counted, with the places of the events, so that any part of the capture can be counted again. */
export interface TileLog {
  /** `value`: the amount, or the number of the thing. Places only grow. */
  readonly add: (place: number, value: number) => void;
  /** Adds what belongs to events of a part to its samples. */
  readonly count: (slots: Slots, samples: number[]) => void;
}

/** Amounts: their sum is what counts. */
export class AmountLog implements TileLog {
  readonly #places = new Column();
  /** Absent while every amount is one. */
  #amounts: Column | undefined;

  add(place: number, amount: number): void {
    if (amount !== 1 && this.#amounts === undefined) {
      this.#amounts = new Column();
      for (let at = 0; at < this.#places.length; at += 1) this.#amounts.push(1);
    }
    this.#places.push(place);
    this.#amounts?.push(amount);
  }

  count(slots: Slots, samples: number[]): void {
    const places = this.#places;
    const amounts = this.#amounts;
    for (let at = 0; at < places.length; at += 1) {
      const slot = slots.of(places.at(at));
      if (slot >= 0) samples[slot] = (samples[slot] as number) + (amounts?.at(at) ?? 1);
    }
  }
}

/**
 * Things: each counts once, where the part has its first event. Kept as runs: events one after another are often of the same
 * thing.
 */
export class ThingLog implements TileLog {
  readonly #from = new Column();
  readonly #until = new Column();
  readonly #things = new Column();
  #thing = 0;
  #begin = 0;
  #end = 0;

  add(place: number, thing: number): void {
    if (thing !== this.#thing || place !== this.#end) {
      this.#close();
      this.#thing = thing;
      this.#begin = place;
    }
    this.#end = place + 1;
  }

  count(slots: Slots, samples: number[]): void {
    this.#close();
    const seen = new Set<number>();
    for (let run = 0; run < this.#things.length; run += 1) {
      const thing = this.#things.at(run);
      if (seen.has(thing)) continue;
      const until = this.#until.at(run);
      for (let place = this.#from.at(run); place < until; place += 1) {
        const slot = slots.of(place);
        if (slot < 0) continue;
        seen.add(thing);
        samples[slot] = (samples[slot] as number) + 1;
        break;
      }
    }
  }

  #close(): void {
    if (this.#end > this.#begin) {
      this.#from.push(this.#begin);
      this.#until.push(this.#end);
      this.#things.push(this.#thing);
    }
    this.#begin = 0;
    this.#end = 0;
    this.#thing = 0;
  }
}
