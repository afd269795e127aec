const year = 366n * 86_400_000_000_000n;
/** 2000-01-01 and 2200-01-01, in nanoseconds since the epoch. */
const earliest = 946_684_800_000_000_000n;
const latest = 7_258_118_400_000_000_000n;

/**
 * Tells times that an event of a capture cannot have from those that it can: whoever writes a capture writes its times too. A
 * time is impossible when it lies more than a year from that of the first event of this or the next century; where there is no
 * such event, from that of the first.
 */
export class EventTimes {
  #anchor: bigint | undefined;
  #isSure = false;
  #accepted = 0;
  #misdated = 0;

  /** Events whose time is impossible. */
  get misdated(): number {
    return this.#misdated;
  }

  /** True: the first event with a time that can be; all before it had none. */
  anchors(time: bigint): boolean {
    if (this.#isSure) return false;
    this.#isSure = time >= earliest && time < latest;
    if (!this.#isSure) {
      this.#anchor ??= time;
      return false;
    }
    this.#anchor = time;
    this.#misdated += this.#accepted;
    return true;
  }

  /** Whether an event can have its time; else it is counted. */
  accepts(time: bigint): boolean {
    const anchor = this.#anchor ?? time;
    const distance = time > anchor ? time - anchor : anchor - time;
    if (distance > year) {
      this.#misdated += 1;
      return false;
    }
    if (!this.#isSure) this.#accepted += 1;
    return true;
  }
}
