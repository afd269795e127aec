/** What went wrong in an event store, for code; the message says it for people, with what to do. */
export type EventStoreErrorCode =
  | 'store-full'
  | 'store-closed'
  | 'store-corrupt'
  | 'store-locked'
  | 'store-failed'
  | 'invalid-event'
  | 'invalid-query'
  | 'query-timeout';

/**
 * An error of an event store.
 * - `store-full`: no space left; nothing of the batch was acknowledged, send it again when there is space
 * - `store-closed`: used after `close()`
 * - `store-corrupt`: a file is damaged (or newer than this program); the message names it
 * - `store-locked`: another process has the folder open
 * - `store-failed`: the engine stopped or answered with an error of another kind
 * - `invalid-event`: an event of the batch cannot be stored; nothing of the batch was
 * - `invalid-query`: bad cursor, range, step or limit
 * - `query-timeout`: the query needed more than its time budget
 */
export class EventStoreError extends Error {
  override readonly name = 'EventStoreError';
  readonly code: EventStoreErrorCode;

  constructor(code: EventStoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** True when sending the same batch again later can succeed. */
export function isRetryable(error: unknown): boolean {
  return error instanceof EventStoreError && (error.code === 'store-full' || error.code === 'store-failed');
}
