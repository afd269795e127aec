const year = 366n * 86_400_000_000_000n;
/** 2000-01-01 and 2200-01-01, in nanoseconds since the epoch. */
const earliest = 946_684_800_000_000_000n;
const latest = 7_258_118_400_000_000_000n;

/**
 * Tells times that an event of a capture cannot have from those that it can: whoever writes a capture writes its times too. A
 * time is impossible when it lies more than a year from that of the first event of this or the next century.
 */
export class EventTimes {
  #anchor: bigint | undefined;
  #isSure = false;
  #misdated = 0;
  #firstMisdated: number | undefined;

  /** Events whose time is impossible. */
  get misdated(): number {
    return this.#misdated;
  }

  /** Number of the first of them. */
  get firstMisdated(): number | undefined {
    return this.#firstMisdated;
  }

  /** True: the first event with a time that can be, so that all before it were wrong. */
  anchors(time: bigint): boolean {
    if (this.#isSure) return false;
    const isPlausible = time >= earliest && time < latest;
    if (!isPlausible) {
      this.#anchor ??= time;
      return false;
    }
    this.#isSure = true;
    this.#anchor = time;
    return true;
  }

  /** Whether an event can have its time; else it is counted. */
  accepts(time: bigint, number: number): boolean {
    const anchor = this.#anchor ?? time;
    const distance = time > anchor ? time - anchor : anchor - time;
    if (distance <= year) return true;
    this.#misdated += 1;
    this.#firstMisdated ??= number;
    return false;
  }
}
