import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IntakeAnswer } from '@breakwater/api';
import { everything, type Filter } from '@breakwater/model';
import { type Consumer, StoreFull, type Stream } from '@breakwater/store';
import type { FastifyBaseLogger } from 'fastify';
import { HttpError } from '../http/http-error.ts';
import type { LiveFeed } from '../live-feed.ts';
import { Checkpoint, type Memory } from './checkpoint.ts';
import { endsEarly } from './ends-early.ts';
import { type EntryGroup, takeEntries } from './entry-group.ts';
import type { IntakeKind, ParsedBatch, StoredBatch } from './intake-kind.ts';
import { encodeEntry, type JournalEntry } from './journal-entry.ts';
import { allRejected } from './rejections.ts';
import { withinScope } from './within-scope.ts';

/** The consumer of the journal that detects and stores. */
export const intakeConsumer = 'detect';

/** How long a request waits for its batch to be stored, once it is in the journal. */
const patienceMs = 20_000;
const firstRetryMs = 250;
const maxRetryMs = 5_000;
/** Bytes of requests that are in work at the same time. */
const maxBytesInHand = 256 * 1024 * 1024;

interface Waiting {
  readonly batch: ParsedBatch<unknown>;
  readonly resolve: (stored: StoredBatch) => void;
  readonly reject: (error: HttpError) => void;
}

export interface IntakeOptions {
  readonly stream: Stream;
  readonly kinds: readonly IntakeKind[];
  readonly live: LiveFeed;
  /** What the kinds remember from batch to batch. */
  readonly memory: Memory;
  readonly logger: FastifyBaseLogger;
  /** Told of every batch: kind, what was stored, records that were rejected. */
  readonly onStored: (kind: string, stored: StoredBatch, rejected: number) => void;
}

/**
 * From the wire to the store: a batch is parsed, written to the journal, and answered once it is stored. What is
 * in the journal survives a crash and is stored at the next start; what fails to be stored is tried again.
 * Batches that wait are stored together.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #kinds: ReadonlyMap<string, IntakeKind>;
  readonly #waiting = new Map<string, Waiting>();
  readonly #stop = new AbortController();
  #bytesInHand = 0;
  #loop: Promise<void> | undefined;
  #lastFailure: Error | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#kinds = new Map(options.kinds.map((kind) => [kind.name, kind]));
  }

  /** Why the newest batch could not be stored; undefined while all is well. */
  get lastError(): string | undefined {
    return this.#lastFailure?.message;
  }

  start(): void {
    this.#loop ??= this.#run(this.#options.stream.consumer(intakeConsumer));
  }

  /** Lets the batches in hand finish. What is left in the journal waits for the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  /**
   * Takes one batch; what lies outside `scope` is rejected.
   * @throws QueueFull or StoreFull when there is no room: nothing was kept.
   * @throws HttpError 400 when the bytes end too early: what was whole is kept, and sending it again is safe.
   * @throws HttpError 429 when too much is in work: nothing was kept.
   * @throws HttpError 503 when the batch is durable but not stored in time: it will be; sending it again is safe.
   */
  async accept(
    kindName: string,
    bytes: Uint8Array,
    isSample = false,
    scope: Filter = everything,
  ): Promise<IntakeAnswer> {
    const kind = this.#kindOf(kindName);
    // The journal lies on the same disk: what it took now would only fill up what must be freed.
    if (this.#lastFailure instanceof StoreFull) throw this.#lastFailure;
    if (this.#bytesInHand > 0 && this.#bytesInHand + bytes.byteLength > maxBytesInHand) {
      throw new HttpError(429, 'busy', 'too many batches are being stored: send this one again', 1);
    }
    this.#bytesInHand += bytes.byteLength;
    try {
      const parsed = kind.parse(bytes);
      const isCut = parsed.rejected.length > 0 && endsEarly(bytes);
      const batch = withinScope(kind, parsed, scope);
      if (batch.items.length === 0) {
        return whole({ accepted: 0, duplicates: 0, rejected: batch.rejected }, isCut);
      }
      const { accepted, duplicates, rejected } = await this.#keep(batch, {
        kind: kindName,
        bytes,
        isSample,
        scope,
      });
      return whole({ accepted, duplicates, rejected: allRejected(batch.rejected, rejected) }, isCut);
    } finally {
      this.#bytesInHand -= bytes.byteLength;
    }
  }

  /** Resolves once the batch is stored. */
  async #keep(batch: ParsedBatch<unknown>, entry: Omit<JournalEntry, 'id'>): Promise<StoredBatch> {
    const id = randomUUID();
    const { promise, resolve, reject } = Promise.withResolvers<StoredBatch>();
    // Nobody listens yet while the journal is written.
    promise.catch(() => undefined);
    this.#waiting.set(id, { batch, resolve, reject });
    const timer = setTimeout(() => reject(notStored('the store is behind')), patienceMs);
    try {
      await this.#options.stream.append([encodeEntry({ id, ...entry })]);
      timer.refresh();
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  async #run(consumer: Consumer): Promise<void> {
    const { signal } = this.#stop;
    const { memory, logger } = this.#options;
    const checkpoint = new Checkpoint(consumer, memory, () => performance.now());
    const end = () => this.#options.stream.counts().next;
    let retryMs = firstRetryMs;
    let hasFailed = false;
    while (!signal.aborted) {
      let groups: readonly EntryGroup[] = [];
      try {
        if (hasFailed) await checkpoint.rewind();
        hasFailed = false;
        groups = await withinMs(checkpoint.dueInMs, signal, (waiting) => takeEntries(consumer, end, waiting));
        for (const group of groups) {
          await this.#store(group);
          await checkpoint.reached(group.end);
        }
        if (checkpoint.dueInMs === 0 || signal.aborted) await checkpoint.commit();
        retryMs = firstRetryMs;
        this.#lastFailure = undefined;
      } catch (error) {
        hasFailed = true;
        this.#lastFailure = error instanceof Error ? error : new Error(String(error));
        logger.error({ err: error, retryMs }, 'a batch could not be stored; it stays in the journal');
        this.#tellWaiting(groups, this.#lastFailure);
        if (signal.aborted) return;
        await sleep(retryMs, undefined, { signal }).catch(() => undefined);
        retryMs = Math.min(retryMs * 2, maxRetryMs);
      }
    }
  }

  async #store({ kind: name, isSample, entries }: EntryGroup): Promise<void> {
    const kind = this.#kindOf(name);
    const batches = entries.map(
      ({ id, bytes, scope }) => this.#waiting.get(id)?.batch ?? withinScope(kind, kind.parse(bytes), scope),
    );
    const results = await kind.store(
      batches.map(({ items }) => items),
      isSample,
    );
    for (const [index, stored] of results.entries()) {
      const id = entries[index]?.id ?? '';
      const rejected = (batches[index]?.rejected.length ?? 0) + stored.rejected.length;
      if (stored.rejected.length > 0)
        this.#options.logger.warn({ kind: name, rejected: stored.rejected.slice(0, 5) }, 'records not kept');
      this.#waiting.get(id)?.resolve(stored);
      this.#options.live.publish(stored.rows);
      this.#options.onStored(name, stored, rejected);
    }
  }

  #tellWaiting(groups: readonly EntryGroup[], failure: Error): void {
    for (const { id } of groups.flatMap(({ entries }) => entries))
      this.#waiting.get(id)?.reject(notStored(failure.message));
  }

  #kindOf(name: string): IntakeKind {
    const kind = this.#kinds.get(name);
    if (kind === undefined) throw new Error(`there is no intake "${name}"`);
    return kind;
  }
}

/** Whoever looks at the status alone must not take a batch that was cut off for one that arrived. */
function whole(answer: IntakeAnswer, isCut: boolean): IntakeAnswer {
  if (!isCut) return answer;
  const { accepted, duplicates, rejected } = answer;
  const message = `the body ends too early: ${accepted} accepted, ${duplicates} known already, ${rejected.length} rejected, what came after is missing; send it whole, what is kept is recognised`;
  const details = rejected
    .slice(0, 20)
    .map(({ index, error }) => ({ path: `body.${index}`, message: error }));
  throw new HttpError(400, 'cut-body', message, undefined, details);
}

function notStored(reason: string): HttpError {
  const message = `the batch is kept and will be stored, sending it again does no harm; for now: ${reason}`;
  return new HttpError(503, 'store-behind', message, 5);
}

/** Does something that waits for no longer than this; without a limit it waits for the signal alone. */
async function withinMs<T>(
  limitMs: number | undefined,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (limitMs === undefined) return work(signal);
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), limitMs);
  try {
    return await work(AbortSignal.any([signal, limit.signal]));
  } finally {
    clearTimeout(timer);
  }
}
