import type { DestinationStream } from 'pino';
import type { WebhookOptions } from './actions/post-over-tls.ts';
import type { ScanOptions } from './images/scan-image.ts';

/** How a server is started. The caller reads flags and environment; nothing here has a default of its own. */
export interface ServerOptions {
  /** Folder of the embedded stores; created when missing. */
  readonly data: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Load the sample environment at the first start. */
  readonly sample: boolean;
  /** Let administrators connect accounts at other endpoints than AWS's own: for tests and private clouds. */
  readonly allowEndpoints: boolean;
  /** How the webhooks of policies travel; absent: to public addresses only. */
  readonly webhooks?: WebhookOptions;
  /** What the scan button works with; absent: the server scans nothing itself. */
  readonly scan?: ScanOptions;
  /** Folder into which advisories are imported; absent: stored images stay as they were scanned. */
  readonly advisories?: string;
  /** Proxies whose X-Forwarded headers are believed: IP addresses or CIDR, comma-separated. */
  readonly trustProxy?: string;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Where logs go. */
  readonly logDestination: DestinationStream;
  /** Folder of content: rules, checks, policies, frameworks, sample. */
  readonly contentRoot: string;
  /** Folder of the built console. */
  readonly webRoot: string;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly retention: RetentionOptions;
}

export interface RetentionOptions {
  readonly eventDays: number;
  readonly eventBytes: number;
  readonly stoppedTaskDays: number;
  readonly metricDays: number;
}
