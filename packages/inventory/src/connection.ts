import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  STSClient,
  type STSClientConfig,
} from '@aws-sdk/client-sts';
import { partitionOf } from './arn.ts';
import {
  type ClientSettings,
  type Clients,
  type CredentialProvider,
  createClients,
  politeRates,
  type RequestHandler,
  type Service,
  type Throttles,
} from './clients.ts';
import { errorName, InventoryError } from './failure.ts';
import { requireRegion } from './region.ts';
import { type Clock, createThrottle, monotonicClock, type Rate } from './throttle.ts';

/** Long-lived or temporary keys, as AWS gives them out. */
export interface AccessKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** How to reach an account. */
export interface ConnectionOptions {
  /** Where STS is asked, and where the account is read when its regions cannot be listed. */
  readonly region: string;
  /** The account that is expected; connecting to another one fails. */
  readonly account?: string;
  /** Without keys the AWS client's own provider chain is used (variables, profile, task role, instance role). */
  readonly credentials?: AccessKeys;
  /** A role to assume with these credentials, renewed before it expires. */
  readonly roleArn?: string;
  readonly externalId?: string;
  /** Shown in the account's CloudTrail; default `breakwater`. */
  readonly sessionName?: string;
  /** Where every call goes instead of AWS. For tests: never let a user of the server choose it. */
  readonly endpoint?: string;
  /** Instead of `politeRates`. */
  readonly rates?: Partial<Readonly<Record<Service, Rate>>>;
  /** Attempts of one call, the first included; default 6. */
  readonly maxAttempts?: number;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
}

/** An account that answered to the credentials given. */
export interface Connection {
  /** 12 digits. */
  readonly account: string;
  /** `aws`, `aws-cn`, `aws-us-gov` … */
  readonly partition: string;
  /** ARN of who is asking. */
  readonly principal: string;
  readonly region: string;
  /** Clients of one region; their calls are ended by the signal. */
  readonly clients: (region: string, signal: AbortSignal) => Clients;
  /** Closes kept sockets. */
  readonly close: () => void;
}

const defaultAttempts = 6;
const connectTimeoutMs = 5_000;
/** A region that is disabled may never answer; neither may the run. */
const answerTimeoutMs = 30_000;
const roleSeconds = 3600;

/**
 * Connects to an account and asks who we are there.
 * Throws InventoryError when the credentials are refused or lead to another account.
 */
export async function connectionFor(options: ConnectionOptions): Promise<Connection> {
  requireRegion(options.region);
  const settings: Omit<ClientSettings, 'region' | 'credentials'> = {
    ...(options.endpoint !== undefined && { endpoint: options.endpoint }),
    maxAttempts: options.maxAttempts ?? defaultAttempts,
    retryMode: 'adaptive',
  };
  const base: STSClientConfig = {
    ...settings,
    region: options.region,
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: answerTimeoutMs,
      throwOnRequestTimeout: true,
    },
    ...(options.credentials !== undefined && { credentials: options.credentials }),
  };
  const sts = new STSClient(base);
  const credentials = options.roleArn === undefined ? sts.config.credentials : assumeRole(sts, options);
  const identity = await whoAmI(new STSClient({ ...base, credentials }), options);
  if (options.account !== undefined && options.account !== identity.account) {
    throw new InventoryError(
      `the credentials lead to account ${identity.account}, not to ${options.account}: give those of ${options.account} or a role in it`,
    );
  }
  const handler: RequestHandler = sts.config.requestHandler;
  const throttlesOf = throttlesByRegion(options);
  return {
    ...identity,
    region: options.region,
    clients: (region, signal) =>
      createClients(
        { ...settings, region: requireRegion(region), credentials },
        handler,
        throttlesOf(region),
        signal,
      ),
    close: () => sts.destroy(),
  };
}

async function whoAmI(
  sts: STSClient,
  options: ConnectionOptions,
): Promise<Pick<Connection, 'account' | 'partition' | 'principal'>> {
  try {
    const answer = await sts.send(new GetCallerIdentityCommand({}), {
      ...(options.signal !== undefined && { abortSignal: options.signal }),
    });
    if (!answer.Account || !answer.Arn) throw new InventoryError('STS gave no account');
    return { account: answer.Account, partition: partitionOf(answer.Arn), principal: answer.Arn };
  } catch (error) {
    options.signal?.throwIfAborted();
    const how = options.roleArn === undefined ? 'the credentials' : `the role ${options.roleArn}`;
    const said = `${errorName(error)}: ${error instanceof Error ? error.message : String(error)}`;
    throw new InventoryError(`cannot connect to AWS in ${options.region} with ${how} (${said})`, {
      cause: error,
    });
  }
}

function assumeRole(sts: STSClient, options: ConnectionOptions): CredentialProvider {
  const { roleArn, externalId, sessionName = 'breakwater' } = options;
  return async () => {
    const { Credentials: keys } = await sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: sessionName,
        DurationSeconds: roleSeconds,
        ...(externalId !== undefined && { ExternalId: externalId }),
      }),
    );
    if (!keys?.AccessKeyId || !keys.SecretAccessKey)
      throw new InventoryError(`STS gave no keys for ${roleArn}`);
    return {
      accessKeyId: keys.AccessKeyId,
      secretAccessKey: keys.SecretAccessKey,
      ...(keys.SessionToken !== undefined && { sessionToken: keys.SessionToken }),
      ...(keys.Expiration !== undefined && { expiration: keys.Expiration }),
    };
  };
}

/** One throttle an account, region and service, as AWS counts; kept over all runs of the connection. */
function throttlesByRegion(options: ConnectionOptions): (region: string) => Throttles {
  const clock = options.clock ?? monotonicClock;
  const rates = { ...politeRates, ...options.rates };
  const known = new Map<string, Throttles>();
  return (region) => {
    const throttles = known.get(region) ?? {
      cloudtrail: createThrottle(rates.cloudtrail, clock),
      ec2: createThrottle(rates.ec2, clock),
      ecr: createThrottle(rates.ecr, clock),
      ecs: createThrottle(rates.ecs, clock),
      iam: createThrottle(rates.iam, clock),
      s3: createThrottle(rates.s3, clock),
    };
    known.set(region, throttles);
    return throttles;
  };
}
