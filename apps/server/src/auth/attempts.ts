/** Failures allowed within the window before further attempts are refused. */
const allowed = 10;
const windowMs = 15 * 60_000;
const remembered = 10_000;

/**
 * Counts failed logins per key (an address, a username) in a sliding window. Bounded: beyond 10,000 keys the
 * oldest are forgotten.
 */
export class Attempts {
  readonly #failures = new Map<string, number[]>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds to wait before any of the keys may try again; 0 when it may now. */
  retryAfterSeconds(keys: readonly string[]): number {
    const now = this.#now();
    let wait = 0;
    for (const key of keys) {
      const recent = this.#recent(key, now);
      const oldest = recent[recent.length - allowed];
      if (oldest !== undefined) wait = Math.max(wait, Math.ceil((oldest + windowMs - now) / 1000));
    }
    return wait;
  }

  fail(keys: readonly string[]): void {
    const now = this.#now();
    for (const key of keys) {
      const recent = this.#recent(key, now);
      recent.push(now);
      this.#failures.delete(key);
      this.#failures.set(key, recent);
    }
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= remembered) break;
      this.#failures.delete(key);
    }
  }

  succeed(keys: readonly string[]): void {
    for (const key of keys) this.#failures.delete(key);
  }

  #recent(key: string, now: number): number[] {
    return (this.#failures.get(key) ?? []).filter((time) => time > now - windowMs);
  }
}
