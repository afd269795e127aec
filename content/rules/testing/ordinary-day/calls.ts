import type { Fields } from './fields.ts';

interface Outcome {
  readonly error?: string;
  readonly response?: Fields;
  readonly extra?: Fields;
}

/** A call that changes something. */
export function write(service: string, name: string, request: Fields | null, outcome: Outcome = {}): Fields {
  return call(service, name, request, outcome, false);
}

/** A call that only reads. */
export function read(
  service: string,
  name: string,
  request: Fields | null = null,
  outcome: Outcome = {},
): Fields {
  return call(service, name, request, outcome, true);
}

function call(
  service: string,
  name: string,
  request: Fields | null,
  outcome: Outcome,
  readOnly: boolean,
): Fields {
  return {
    eventSource: `${service}.amazonaws.com`,
    eventName: name,
    readOnly,
    requestParameters: request,
    responseElements: outcome.response ?? null,
    ...(outcome.error === undefined ? {} : { errorCode: outcome.error }),
    ...outcome.extra,
  };
}

/** An event that AWS writes on its own account. */
export function serviceEvent(service: string, name: string): Fields {
  return {
    ...write(service, name, null),
    eventType: 'AwsServiceEvent',
    sourceIPAddress: 'AWS Internal',
    userAgent: 'AWS Internal',
    userIdentity: { accountId: '111122223333', invokedBy: 'AWS Internal' },
  };
}
