const slots = 4096;
/** The width of a slot at first: a microsecond. */
const firstWidth = 1000;

/** From and until when, in nanoseconds after the first event; the end does not belong to it. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * Amounts over time while the end of time is not known: slots that double their width whenever the time goes beyond
 * the last one. Between 2,048 and 4,096 of them are in use at the end; no amount is lost.
 */
export class Series {
  #width = firstWidth;
  readonly #amounts = new Float64Array(slots);
  total = 0;

  /** Nanoseconds of one slot. */
  get width(): number {
    return this.#width;
  }

  add(at: number, amount: number): void {
    this.total += amount;
    let slot = at <= 0 ? 0 : Math.floor(at / this.#width);
    while (slot >= slots) {
      this.#halve();
      slot = Math.floor(at / this.#width);
    }
    this.#amounts[slot] = (this.#amounts[slot] as number) + amount;
  }

  /** Amounts of equal parts of a span. A slot counts where its middle lies, or at the edge that it reaches over. */
  samples({ from, to }: TimeSpan, count: number): Float64Array {
    const samples = new Float64Array(count);
    const step = (to - from) / count;
    if (step <= 0) return samples;
    const last = Math.min(slots - 1, Math.floor(to / this.#width));
    for (let slot = Math.max(0, Math.floor(from / this.#width)); slot <= last; slot += 1) {
      const amount = this.#amounts[slot] as number;
      if (amount === 0) continue;
      const middle = (slot + 0.5) * this.#width;
      const place = Math.floor((Math.max(from, Math.min(middle, to - step / 2)) - from) / step);
      samples[place] = (samples[place] as number) + amount;
    }
    return samples;
  }

  #halve(): void {
    const amounts = this.#amounts;
    for (let slot = 0; slot < slots / 2; slot += 1) {
      amounts[slot] = (amounts[slot * 2] as number) + (amounts[slot * 2 + 1] as number);
    }
    amounts.fill(0, slots / 2);
    this.#width *= 2;
  }
}
