import type { ErrorBody } from '@breakwater/api';
import type { StoreError, StoreErrorCode } from '@breakwater/store';

/** Where in what was sent something is wrong, and what. */
export type ErrorDetails = NonNullable<ErrorBody['error']['details']>;

/** An answer other than success; `message` is for the person who reads it. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number | undefined;
  readonly details: ErrorDetails | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    retryAfterSeconds?: number,
    details?: ErrorDetails,
  ) {
    super(message);
    this.details = details;
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const statusOfStoreError: Readonly<Record<StoreErrorCode, number>> = {
  conflict: 409,
  'not-found': 404,
  'out-of-scope': 404,
  'invalid-query': 400,
  'invalid-name': 400,
  'too-large': 413,
  'queue-full': 429,
  'lease-lost': 409,
  'store-full': 507,
  'store-corrupt': 500,
  'store-locked': 503,
  'store-schema': 500,
  'store-closed': 503,
  'store-misuse': 500,
  'invalid-event': 400,
  'query-timeout': 504,
  'store-failed': 500,
};

/** The HTTP answer to a failure that a store foresees. */
export function httpErrorOfStore(error: StoreError): HttpError {
  const status = statusOfStoreError[error.code];
  return new HttpError(status, error.code, error.message, status === 429 || status === 503 ? 1 : undefined);
}

export function notFound(what: string): HttpError {
  return new HttpError(404, 'not-found', `${what} does not exist, or is outside the scope of your teams`);
}
