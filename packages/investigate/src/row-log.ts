import { Column } from './column.ts';
import type { Slots } from './slots.ts';

/** Figures that a row may have. */
const mostFigures = 7;
const perRow = mostFigures + 1;

/** What a row has of a part of a capture. */
export interface RowPart {
  /** Places of the first and of the last event. */
  readonly first: number;
  last: number;
  events: number;
  readonly figures: number[];
}

/** Which events belong to which row of a stream, and what they add to its figures. */
export class RowLog {
  readonly #places = new Column();
  /** Row and figure; figure 0: the event adds to none. */
  readonly #targets = new Column();
  readonly #amounts = new Column();

  /** Places only grow. `before` and `after`: the figures of the row without the event and with it. */
  add(place: number, row: number, before: readonly number[], after: readonly number[]): void {
    let isTold = false;
    for (let figure = 0; figure < after.length; figure += 1) {
      const amount = (after[figure] as number) - (before[figure] as number);
      if (amount === 0) continue;
      this.#push(place, row * perRow + figure + 1, amount);
      isTold = true;
    }
    if (!isTold) this.#push(place, row * perRow, 0);
  }

  /** The rows that have events in a part. */
  parts(slots: Slots): ReadonlyMap<number, RowPart> {
    const parts = new Map<number, RowPart>();
    let before = -1;
    for (let at = 0; at < this.#places.length; at += 1) {
      const place = this.#places.at(at);
      if (slots.of(place) < 0) continue;
      const target = this.#targets.at(at);
      const row = Math.floor(target / perRow);
      let part = parts.get(row);
      if (part === undefined) {
        part = { first: place, last: place, events: 0, figures: [] };
        parts.set(row, part);
      }
      if (place !== before) part.events += 1;
      before = place;
      part.last = place;
      const figure = (target % perRow) - 1;
      if (figure >= 0) part.figures[figure] = (part.figures[figure] ?? 0) + this.#amounts.at(at);
    }
    return parts;
  }

  #push(place: number, target: number, amount: number): void {
    this.#places.push(place);
    this.#targets.push(target);
    this.#amounts.push(amount);
  }
}
