import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IntakeAnswer } from '@breakwater/api';
import type { Consumer, Stream } from '@breakwater/store';
import type { FastifyBaseLogger } from 'fastify';
import { HttpError } from '../http/http-error.ts';
import type { LiveFeed } from '../live-feed.ts';
import type { IntakeKind, ParsedBatch, StoredBatch } from './intake-kind.ts';
import { decodeEntry, encodeEntry } from './journal-entry.ts';

/** The consumer of the journal that detects and stores. */
export const intakeConsumer = 'detect';

/** How long a request waits for its batch to be stored, once it is in the journal. */
const patienceMs = 20_000;
const maxRetryMs = 30_000;
const readAtOnce = 32;

interface Waiting {
  readonly batch: ParsedBatch<unknown>;
  readonly resolve: (stored: StoredBatch) => void;
}

export interface IntakeOptions {
  readonly stream: Stream;
  readonly kinds: readonly IntakeKind[];
  readonly live: LiveFeed;
  readonly logger: FastifyBaseLogger;
  /** Told of every batch: kind, records, seconds from the journal to the store. */
  readonly onStored: (kind: string, stored: StoredBatch, rejected: number) => void;
}

/**
 * From the wire to the store: a batch is parsed, written to the journal, and answered once it is stored. What is
 * in the journal survives a crash and is stored at the next start; what fails to be stored is tried again.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #kinds: ReadonlyMap<string, IntakeKind>;
  readonly #waiting = new Map<string, Waiting>();
  readonly #stop = new AbortController();
  #loop: Promise<void> | undefined;
  #lastError: string | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#kinds = new Map(options.kinds.map((kind) => [kind.name, kind]));
  }

  /** Why the newest batch could not be stored; undefined while all is well. */
  get lastError(): string | undefined {
    return this.#lastError;
  }

  start(): void {
    this.#loop ??= this.#run(this.#options.stream.consumer(intakeConsumer));
  }

  /** Lets the batch in hand finish. What is left in the journal waits for the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  /**
   * Takes one batch.
   * @throws QueueFull or StoreFull when the journal has no room: nothing was kept.
   * @throws HttpError 503 when the batch is durable but not stored in time: it will be; sending it again is safe.
   */
  async accept(kindName: string, bytes: Uint8Array, isSample = false): Promise<IntakeAnswer> {
    const kind = this.#kindOf(kindName);
    const batch = kind.parse(bytes);
    if (batch.items.length === 0) return { accepted: 0, duplicates: 0, rejected: batch.rejected };
    const id = randomUUID();
    const stored = new Promise<StoredBatch>((resolve) => this.#waiting.set(id, { batch, resolve }));
    try {
      await this.#options.stream.append([encodeEntry({ id, kind: kindName, isSample, bytes })]);
      const answer = await withPatience(stored);
      if (answer === undefined) {
        throw new HttpError(
          503,
          'store-behind',
          'the batch is kept and will be stored; sending it again does no harm',
          5,
        );
      }
      return { accepted: answer.accepted, duplicates: answer.duplicates, rejected: batch.rejected };
    } finally {
      this.#waiting.delete(id);
    }
  }

  async #run(consumer: Consumer): Promise<void> {
    const { signal } = this.#stop;
    let retryMs = 250;
    while (!signal.aborted) {
      try {
        for (const message of await consumer.read(readAtOnce, signal)) {
          await this.#store(message.payload);
          await consumer.commit(message.offset + 1);
        }
        retryMs = 250;
        this.#lastError = undefined;
      } catch (error) {
        if (signal.aborted) return;
        this.#lastError = error instanceof Error ? error.message : String(error);
        this.#options.logger.error(
          { err: error, retryMs },
          'a batch could not be stored; it stays in the journal',
        );
        consumer.rewind();
        await sleep(retryMs, undefined, { signal }).catch(() => undefined);
        retryMs = Math.min(retryMs * 2, maxRetryMs);
      }
    }
  }

  async #store(payload: Uint8Array): Promise<void> {
    const entry = decodeEntry(payload);
    const kind = this.#kindOf(entry.kind);
    const waiting = this.#waiting.get(entry.id);
    const batch = waiting?.batch ?? kind.parse(entry.bytes);
    const stored = await kind.store(batch.items, entry.isSample);
    waiting?.resolve(stored);
    this.#options.live.publish(stored.rows);
    this.#options.onStored(entry.kind, stored, batch.rejected.length);
  }

  #kindOf(name: string): IntakeKind {
    const kind = this.#kinds.get(name);
    if (kind === undefined) throw new Error(`there is no intake "${name}"`);
    return kind;
  }
}

async function withPatience<T>(work: Promise<T>): Promise<T | undefined> {
  const timer = new AbortController();
  try {
    return await Promise.race([work, sleep(patienceMs, undefined, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
