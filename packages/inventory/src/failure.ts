/** Why a call failed, as far as the caller can do something about it. */
export type FailureKind = 'denied' | 'throttled' | 'gone' | 'disabled' | 'failed';

const denied =
  /^(AccessDenied|AccessDeniedException|AccessDeniedFault|AuthorizationError|AuthorizationErrorException|NotAuthorized|NotAuthorizedException|UnauthorizedOperation|UnauthorizedAccess|UnauthorizedException|Forbidden|AllAccessDisabled)$/;
const throttled =
  /^(Throttling|ThrottlingException|ThrottledException|RequestThrottled|RequestThrottledException|RequestLimitExceeded|TooManyRequestsException|BandwidthLimitExceeded|LimitExceededException|PriorRequestNotComplete|SlowDown|EC2ThrottledException|TransactionInProgressException|ProvisionedThroughputExceededException)$/;
const gone = /NotFound(Exception|Fault)?$|^NoSuch(Entity|Bucket)(Exception)?$/;
const disabled =
  /^(OptInRequired|SubscriptionRequired(Exception)?|UnrecognizedClient(Exception)?|InvalidClientTokenId|AuthFailure|InvalidToken|IllegalLocationConstraintException)$/;

/** The name that AWS gives an error: its code, not the class of the client library. */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'Error';
  const code: unknown = Reflect.get(error, 'Code') ?? Reflect.get(error, 'code');
  return error.name === 'Error' && typeof code === 'string' ? code : error.name;
}

/** Sorts an error of an AWS call. `disabled`: the region does not know the account, or the keys are invalid. */
export function failureKind(error: unknown): FailureKind {
  const name = errorName(error);
  if (denied.test(name)) return 'denied';
  if (throttled.test(name)) return 'throttled';
  if (disabled.test(name)) return 'disabled';
  if (gone.test(name)) return 'gone';
  const status = httpStatus(error);
  if (status === 403) return 'denied';
  if (status === 429) return 'throttled';
  return 'failed';
}

/** What happened and what to do, in one sentence that names the right a denied call takes. */
export function explainFailure(error: unknown, action: string): string {
  const said = `${errorName(error)}: ${errorMessage(error)}`;
  switch (failureKind(error)) {
    case 'denied':
      return `${action} is denied; grant it to the role or user that reads the account (${said})`;
    case 'throttled':
      return `${action} was throttled by AWS after all retries; try again later or lower the rate (${said})`;
    case 'disabled':
      return `${action}: the region is not enabled for the account, or the credentials are not valid there (${said})`;
    default:
      return `${action} failed (${said})`;
  }
}

/** A failure that the library itself finds: a limit, an answer that cannot be right. */
export class InventoryError extends Error {
  override readonly name = 'InventoryError';
}

function errorMessage(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.length > 400 ? `${text.slice(0, 400)}…` : text || 'no message';
}

function httpStatus(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const metadata: unknown = Reflect.get(error, '$metadata');
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const status: unknown = Reflect.get(metadata, 'httpStatusCode');
  return typeof status === 'number' ? status : undefined;
}
