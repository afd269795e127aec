import { randomUUID } from 'node:crypto';
import type { Hunt } from '@breakwater/api';
import type { HuntResult } from '@breakwater/model';
import { HttpError } from '../http/http-error.ts';

/** Hunts that run or wait, and ended ones that are still told of. */
const maxWaiting = 8;
const maxEnded = 50;
/** An ended hunt is told of for so long. */
const keptMs = 60 * 60_000;

/** The work of one hunt: tells how far it is, ends soon after the signal, resolves to what it found. */
export type HuntWork = (onProgress: (progress: number) => void, signal: AbortSignal) => Promise<HuntResult>;

interface Entry {
  readonly owner: string;
  readonly cancel: AbortController;
  hunt: Hunt;
  endedAt?: number;
}

/**
 * Hunts run one after the other, beside the other jobs: somebody waits for them. They live as long as the server;
 * only who started one sees it.
 */
export class Hunts {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  #last: Promise<void> = Promise.resolve();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @throws HttpError 429 when too many wait already */
  start(owner: string, work: HuntWork): Hunt {
    this.#forget();
    const waiting = [...this.#entries.values()].filter(({ endedAt }) => endedAt === undefined).length;
    if (waiting >= maxWaiting) {
      throw new HttpError(429, 'too-many-hunts', `${waiting} hunts are under way: wait for one to end`, 10);
    }
    const id = randomUUID();
    const entry: Entry = {
      owner,
      cancel: new AbortController(),
      hunt: { id, status: 'queued', progress: 0 },
    };
    this.#entries.set(id, entry);
    this.#last = this.#last.then(() => this.#run(entry, work));
    return entry.hunt;
  }

  /** Undefined: there is none of this owner. */
  get(owner: string, id: string): Hunt | undefined {
    return this.#entryOf(owner, id)?.hunt;
  }

  cancel(owner: string, id: string): Hunt | undefined {
    const entry = this.#entryOf(owner, id);
    if (entry?.hunt.status === 'queued') this.#end(entry, { status: 'cancelled' });
    entry?.cancel.abort();
    return entry?.hunt;
  }

  /** Ends all of them. */
  async stop(): Promise<void> {
    for (const entry of this.#entries.values()) this.cancel(entry.owner, entry.hunt.id);
    await this.#last;
  }

  async #run(entry: Entry, work: HuntWork): Promise<void> {
    if (entry.cancel.signal.aborted) return;
    entry.hunt = { ...entry.hunt, status: 'running' };
    try {
      const result = await work((progress) => {
        entry.hunt = { ...entry.hunt, progress };
      }, entry.cancel.signal);
      const isCancelled = entry.cancel.signal.aborted;
      this.#end(
        entry,
        isCancelled ? { status: 'cancelled', result } : { status: 'completed', progress: 1, result },
      );
    } catch (error) {
      this.#end(entry, { status: 'failed', error: error instanceof Error ? error.message : String(error) });
    }
  }

  #end(entry: Entry, changes: Partial<Hunt>): void {
    entry.hunt = { ...entry.hunt, ...changes };
    entry.endedAt = this.#now();
  }

  #entryOf(owner: string, id: string): Entry | undefined {
    this.#forget();
    const entry = this.#entries.get(id);
    return entry?.owner === owner ? entry : undefined;
  }

  #forget(): void {
    const ended = [...this.#entries].filter(([, { endedAt }]) => endedAt !== undefined);
    for (const [index, [id, { endedAt = 0 }]] of ended.entries()) {
      if (index < ended.length - maxEnded || endedAt < this.#now() - keptMs) this.#entries.delete(id);
    }
  }
}
