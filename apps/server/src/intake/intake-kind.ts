import type { StoredEvent } from '@breakwater/model';

/** Items of one batch, and the records that did not become one. */
export interface ParsedBatch<T> {
  readonly items: readonly T[];
  readonly rejected: readonly { readonly index: number; readonly error: string }[];
}

export interface StoredBatch {
  readonly accepted: number;
  readonly duplicates: number;
  /** Rows for whoever watches the feed. */
  readonly rows: readonly StoredEvent[];
}

/**
 * One kind of intake: how bytes become items, and where items are kept. `store` is idempotent: after a
 * failure the same batch comes again.
 */
export interface IntakeKind<T = unknown> {
  readonly name: string;
  readonly parse: (bytes: Uint8Array) => ParsedBatch<T>;
  readonly store: (items: readonly T[], isSample: boolean) => Promise<StoredBatch>;
}

/** Hides the item type, so that kinds can stand in one list; what `parse` gave is what `store` gets. */
export function intakeKind<T>(kind: IntakeKind<T>): IntakeKind {
  return {
    name: kind.name,
    parse: kind.parse,
    store: (items, isSample) => kind.store(items as readonly T[], isSample),
  };
}
