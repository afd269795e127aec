import type { Suppression } from '@breakwater/api';
import type { RuntimePolicy } from '@breakwater/model';

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

  /** Of the exceptions that a policy has now, in their order: those that are gone keep nothing silent. */
  of({ id, exceptions }: Pick<RuntimePolicy, 'id' | 'exceptions'>): readonly Suppression[] {
    const ofPolicy = this.#byPolicy.get(id);
    return exceptions.flatMap(({ id: exception }) => {
      const known = ofPolicy?.get(exception);
      if (known === undefined) return [];
      return [{ exception, count: known.count, lastAt: new Date(known.lastAt).toISOString() }];
    });
  }

  /** Of all policies. */
  get total(): number {
    const counts = [...this.#byPolicy.values()].flatMap((exceptions) => [...exceptions.values()]);
    return counts.reduce((sum, { count }) => sum + count, 0);
  }
}
