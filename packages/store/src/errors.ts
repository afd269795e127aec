/** What went wrong, for callers that choose an answer (HTTP status, retry, exit code) by it. */
export type StoreErrorCode =
  | 'conflict'
  | 'not-found'
  | 'out-of-scope'
  | 'invalid-query'
  | 'invalid-name'
  | 'too-large'
  | 'queue-full'
  | 'lease-lost'
  | 'store-full'
  | 'store-corrupt'
  | 'store-locked'
  | 'store-schema'
  | 'store-closed'
  | 'store-misuse'
  | 'store-failed'
  | 'invalid-event'
  | 'query-timeout';

/** Any failure that a store foresees. Everything else (a bug, a broken disk) is thrown as it came. */
export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The key is taken, or somebody else changed the record since it was read. Read again and decide. */
export class Conflict extends StoreError {
  constructor(message: string, options?: ErrorOptions) {
    super('conflict', message, options);
  }
}

/** No such record inside the scope of the caller. */
export class NotFound extends StoreError {
  constructor(message: string) {
    super('not-found', message);
  }
}

/** The write would touch or create a record outside the scope of the caller. */
export class OutOfScope extends StoreError {
  constructor(message: string) {
    super('out-of-scope', message);
  }
}

/** A filter, sort, limit or cursor that the collection cannot answer. */
export class InvalidQuery extends StoreError {
  constructor(message: string, options?: ErrorOptions) {
    super('invalid-query', message, options);
  }
}

/** A name that is no safe file, consumer or collection name. */
export class InvalidName extends StoreError {
  constructor(message: string) {
    super('invalid-name', message);
  }
}

/** Content beyond the limit that was given; nothing of it was kept. */
export class TooLarge extends StoreError {
  constructor(message: string) {
    super('too-large', message);
  }
}

/** The stream holds as much as it may: push back (429 with Retry-After) and send again. */
export class QueueFull extends StoreError {
  constructor(message: string) {
    super('queue-full', message);
  }
}

/** The worker no longer holds the job: its lease ran out, or the job was cancelled. */
export class LeaseLost extends StoreError {
  constructor(message: string) {
    super('lease-lost', message);
  }
}

/** The disk (or the quota) is full. What was acknowledged before is intact; this write is not there. */
export class StoreFull extends StoreError {
  constructor(message: string, options?: ErrorOptions) {
    super('store-full', message, options);
  }
}

/** The stored bytes are not what was written. Restore from a backup. */
export class StoreCorrupt extends StoreError {
  constructor(message: string, options?: ErrorOptions) {
    super('store-corrupt', message, options);
  }
}

/** Another process has the store open and does not let go. */
export class StoreLocked extends StoreError {
  constructor(message: string, options?: ErrorOptions) {
    super('store-locked', message, options);
  }
}

/** The database is newer than the program, or a migration that was applied has been edited. */
export class StoreSchema extends StoreError {
  constructor(message: string) {
    super('store-schema', message);
  }
}

/** Used after `close()`. */
export class StoreClosed extends StoreError {
  constructor(message: string) {
    super('store-closed', message);
  }
}

/** A mistake of the calling code: a transaction in a transaction, a table used after its transaction. */
export class StoreMisuse extends StoreError {
  constructor(message: string) {
    super('store-misuse', message);
  }
}
