import type { Suppression } from '@breakwater/api';

/** Counts what exceptions kept silent, since the server started. */
export class Suppressions {
  readonly #now: () => number;
  readonly #byPolicy = new Map<string, Map<string, { count: number; lastAt: number }>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(policyId: string, exceptionId: string): void {
    const ofPolicy = this.#byPolicy.get(policyId) ?? new Map();
    this.#byPolicy.set(policyId, ofPolicy);
    const known = ofPolicy.get(exceptionId);
    ofPolicy.set(exceptionId, { count: (known?.count ?? 0) + 1, lastAt: this.#now() });
  }

  of(policyId: string): readonly Suppression[] {
    return [...(this.#byPolicy.get(policyId) ?? [])].map(([exception, { count, lastAt }]) => ({
      exception,
      count,
      lastAt: new Date(lastAt).toISOString(),
    }));
  }

  /** Of all policies. */
  get total(): number {
    const counts = [...this.#byPolicy.values()].flatMap((exceptions) => [...exceptions.values()]);
    return counts.reduce((sum, { count }) => sum + count, 0);
  }
}
