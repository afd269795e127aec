import type { CaptureEvent } from '../capture-event.ts';

/** A copy of an enter event: its exit event will ask for the parameters. */
export interface StoredEnter {
  readonly code: number;
  readonly parameters: readonly Uint8Array[];
}

export interface EnterLimits {
  readonly events: number;
  readonly bytes: number;
}

const defaultEnterLimits: EnterLimits = { events: 262_144, bytes: 64 * 1024 * 1024 };

/** The last enter event of every thread. Beyond the limits the oldest go, and are counted. */
export class EnterEvents {
  readonly #byTid = new Map<number, StoredEnter>();
  readonly #limits: EnterLimits;
  #bytes = 0;
  /** Enter events that had to go before their exit event came. */
  dropped = 0;

  constructor(limits: EnterLimits = defaultEnterLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#byTid.size;
  }

  get(tid: number): StoredEnter | undefined {
    return this.#byTid.get(tid);
  }

  store(event: CaptureEvent): void {
    this.delete(event.tid);
    const parameters = Array.from({ length: event.count }, (_, index) => event.data(index).slice());
    this.#byTid.set(event.tid, { code: event.code, parameters });
    this.#bytes += bytesOf(parameters);
    for (const tid of this.#byTid.keys()) {
      if (this.#byTid.size <= this.#limits.events && this.#bytes <= this.#limits.bytes) return;
      this.delete(tid);
      this.dropped += 1;
    }
  }

  delete(tid: number): void {
    const stored = this.#byTid.get(tid);
    if (stored === undefined) return;
    this.#byTid.delete(tid);
    this.#bytes -= bytesOf(stored.parameters);
  }

  clear(): void {
    this.#byTid.clear();
    this.#bytes = 0;
  }
}

function bytesOf(parameters: readonly Uint8Array[]): number {
  return parameters.reduce((sum, { length }) => sum + length, 0);
}
