import type { Clients } from './clients.ts';

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
}
