/** One message; `offset` counts messages from 0 and is never reused. */
export interface StreamMessage {
  readonly offset: number;
  readonly payload: Uint8Array;
}

export interface ConsumerCounts {
  /** Everything before it is done with. */
  readonly committed: number;
  /** Appended and not committed. */
  readonly pending: number;
}

export interface StreamCounts {
  /** Offset that the next message gets. */
  readonly next: number;
  /** Bytes kept, consumed or not. */
  readonly bytes: number;
  readonly segments: number;
  /** Batches refused because the stream was full, since it was opened. */
  readonly refused: number;
  /** Bytes of an unfinished append that were cut when the stream was opened. */
  readonly cutBytes: number;
  readonly consumers: Readonly<Record<string, ConsumerCounts>>;
}

/** One reader with a place of its own. It has one user at a time. */
export interface Consumer {
  readonly name: string;
  /**
   * The next messages in order, at most `limit`. Waits for one;
   * empty when the signal aborts or the stream closes.
   */
  read(limit: number, signal?: AbortSignal): Promise<readonly StreamMessage[]>;
  /** Everything before `offset` is done with: durable when it resolves, never read again after a restart. */
  commit(offset: number): Promise<void>;
  /** Reads again from the committed place: after a failure. */
  rewind(): void;
}

/**
 * The queue between intake, detection and writers. At least once: what is read and not committed comes again.
 * Every implementation passes `stream.suite.ts`.
 */
export interface Stream {
  /**
   * Resolves with the offset of the first message once the whole batch is durable; a batch is there whole or not
   * at all. Throws QueueFull (nothing kept), TooLarge (it can never fit), StoreFull.
   */
  append(batch: readonly Uint8Array[]): Promise<number>;
  /** Throws InvalidName when the consumer was not named when the stream was opened. */
  consumer(name: string): Consumer;
  counts(): StreamCounts;
  close(): Promise<void>;
}
