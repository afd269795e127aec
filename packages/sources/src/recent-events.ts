/** Bounds of what is remembered. */
export interface RecentLimits {
  /** Keys (users); the one that was quiet longest is forgotten first. */
  readonly keys: number;
  /** Events of one key; the oldest are forgotten first. */
  readonly perKey: number;
}

const defaultLimits: RecentLimits = { keys: 10_000, perKey: 200 };

interface Seen {
  readonly id: string;
  readonly time: bigint;
}

/**
 * Times of past events by key, in bounded memory: what a source keeps from one input to the next so that
 * fields can count earlier events. An event that comes again is kept once, and the order of arrival does not
 * matter.
 */
export class RecentEvents {
  readonly #limits: RecentLimits;
  /** Oldest first within a key; the key that was touched last stands last. */
  readonly #byKey = new Map<string, Seen[]>();

  constructor(limits: Partial<RecentLimits> = {}) {
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** Remembers an event and tells the times of the others of its key that were not after it, newest first. */
  remember(key: string, event: Seen): readonly bigint[] {
    const known = this.#byKey.get(key) ?? [];
    this.#byKey.delete(key);
    this.#byKey.set(key, known);
    insert(known, event);
    if (known.length > this.#limits.perKey) known.shift();
    if (this.#byKey.size > this.#limits.keys) this.#byKey.delete(this.#byKey.keys().next().value ?? '');
    return known
      .filter(({ id, time }) => id !== event.id && time <= event.time)
      .map(({ time }) => time)
      .reverse();
  }
}

function insert(known: Seen[], event: Seen): void {
  if (known.some(({ id }) => id === event.id)) return;
  const later = known.findIndex(({ time }) => time > event.time);
  known.splice(later === -1 ? known.length : later, 0, { id: event.id, time: event.time });
}
