import type { Place, StoredEvent } from '@breakwater/model';

/** A record or item that is not kept: its position, from 0, and why. */
export interface Rejection {
  readonly index: number;
  readonly error: string;
}

/** Items of one batch, and the records that did not become one. */
export interface ParsedBatch<T> {
  readonly items: readonly T[];
  readonly rejected: readonly Rejection[];
}

export interface StoredBatch {
  readonly accepted: number;
  readonly duplicates: number;
  /** Items that can never be stored, by their position among the items. */
  readonly rejected: readonly Rejection[];
  /** New rows, for whoever watches the feed. */
  readonly rows: readonly StoredEvent[];
}

/**
 * One kind of intake: how bytes become items, and where items are kept. `store` takes batches that wait
 * together, in the order they came, and says of each what became of it. It is idempotent: after a failure the
 * same batches come again, maybe in other company. It throws only for what may pass; a bad item is rejected.
 */
export interface IntakeKind<T = unknown> {
  readonly name: string;
  readonly parse: (bytes: Uint8Array) => ParsedBatch<T>;
  /** Where an item belongs: a token of a team brings only what the team may see. */
  readonly placeOf: (item: T) => Place;
  readonly store: (batches: readonly (readonly T[])[], isSample: boolean) => Promise<readonly StoredBatch[]>;
}

/** Hides the item type, so that kinds can stand in one list; what `parse` gave is what `store` gets. */
export function intakeKind<T>(kind: IntakeKind<T>): IntakeKind {
  return {
    name: kind.name,
    parse: kind.parse,
    placeOf: (item) => kind.placeOf(item as T),
    store: (batches, isSample) => kind.store(batches as readonly (readonly T[])[], isSample),
  };
}
