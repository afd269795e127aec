import { StoreError } from '../errors.ts';

/** An event of the batch cannot be stored; nothing of the batch was. The message names its place and what is wrong. */
export class InvalidEvent extends StoreError {
  /** Place of the event in the batch. */
  readonly index: number;

  constructor(message: string, index: number) {
    super('invalid-event', message);
    this.index = index;
  }
}

/** The query needed more than its time budget. Narrow its time range or its filter. */
export class QueryTimeout extends StoreError {
  constructor(message: string) {
    super('query-timeout', message);
  }
}

/** The engine stopped, or answered with an error of no other kind. Sending the same batch again is safe. */
export class StoreFailed extends StoreError {
  constructor(message: string, options?: ErrorOptions) {
    super('store-failed', message, options);
  }
}
