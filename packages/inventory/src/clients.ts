import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { S3Client } from '@aws-sdk/client-s3';
import type { STSClient } from '@aws-sdk/client-sts';
import type { Rate } from './throttle.ts';

/** One client a service, all of one account and region. */
export interface Clients {
  readonly cloudtrail: CloudTrailClient;
  readonly ec2: EC2Client;
  readonly ecr: ECRClient;
  readonly ecs: ECSClient;
  readonly iam: IAMClient;
  readonly s3: S3Client;
}

export type Service = keyof Clients;

/**
 * Calls of one account and region, at about half of what AWS refills for reads (20 a second for ECS and EC2),
 * so that production keeps the rest. Where AWS publishes no figure: well below what scanners were throttled at.
 */
export const politeRates: Readonly<Record<Service, Rate>> = {
  cloudtrail: { perSecond: 5, burst: 10 },
  ec2: { perSecond: 10, burst: 25 },
  ecr: { perSecond: 10, burst: 25 },
  ecs: { perSecond: 10, burst: 25 },
  iam: { perSecond: 10, burst: 20 },
  s3: { perSecond: 50, burst: 100 },
};

/** What sends a signed request; the client library's own, shared by all clients of a connection. */
export type RequestHandler = STSClient['config']['requestHandler'];

/** Keys with the time they expire, renewed by the client library shortly before. */
export type CredentialProvider = () => Promise<{
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}>;

/** What every client is made with: the part of the client library's configuration that we decide. */
export interface ClientSettings {
  readonly region: string;
  readonly endpoint?: string;
  readonly credentials?: CredentialProvider;
  /** Attempts of one call, the first included. */
  readonly maxAttempts: number;
  /** `adaptive`: a client that AWS throttled slows down by itself. */
  readonly retryMode: 'adaptive';
}

/** Waits until a call of the service may go out. */
export type Throttles = Readonly<Record<Service, (signal: AbortSignal) => Promise<void>>>;

/** Clients that are made when they are first asked for; the signal ends their calls. */
export function createClients(
  settings: ClientSettings,
  handler: RequestHandler,
  throttles: Throttles,
  signal: AbortSignal,
): Clients {
  const configuration = (service: Service) => ({
    ...settings,
    requestHandler: politeHandler(handler, throttles[service], signal),
  });
  const cloudtrail = once(() => new CloudTrailClient(configuration('cloudtrail')));
  const ec2 = once(() => new EC2Client(configuration('ec2')));
  const ecr = once(() => new ECRClient(configuration('ecr')));
  const ecs = once(() => new ECSClient(configuration('ecs')));
  const iam = once(() => new IAMClient(configuration('iam')));
  const s3 = once(
    () => new S3Client({ ...configuration('s3'), forcePathStyle: settings.endpoint !== undefined }),
  );
  return {
    get cloudtrail() {
      return cloudtrail();
    },
    get ec2() {
      return ec2();
    },
    get ecr() {
      return ecr();
    },
    get ecs() {
      return ecs();
    },
    get iam() {
      return iam();
    },
    get s3() {
      return s3();
    },
  };
}

/** Sends every attempt, retries included, when the throttle lets it out, and until the signal says stop. */
function politeHandler(
  inner: RequestHandler,
  throttle: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): RequestHandler {
  return {
    ...(inner.metadata !== undefined && { metadata: inner.metadata }),
    handle: async (request, options) => {
      await throttle(signal);
      return await inner.handle(request, { ...options, abortSignal: signal });
    },
  };
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
