import type { StoredEvent } from '@breakwater/model';

/** Somebody who watches the feed. `end` is called when their rights may have changed or the server stops. */
export interface Watcher {
  readonly receive: (rows: readonly StoredEvent[]) => void;
  readonly end: () => void;
}

/** Hands rows to whoever watches, once they are stored. Holds no rows: who comes late reads the store. */
export class LiveFeed {
  readonly #watchers = new Set<Watcher>();

  /** @returns a function that stops watching */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  publish(rows: readonly StoredEvent[]): void {
    if (rows.length === 0) return;
    for (const watcher of this.#watchers) watcher.receive(rows);
  }

  /** Ends every stream: watchers come back and are authorised anew. */
  endAll(): void {
    for (const watcher of [...this.#watchers]) watcher.end();
    this.#watchers.clear();
  }

  get size(): number {
    return this.#watchers.size;
  }
}
