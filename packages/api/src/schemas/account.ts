import { z } from 'zod';

/** A connected cloud account. Credentials never leave the server. */
export interface Account {
  readonly id: string;
  /** The 12-digit number, known once the first connection succeeded. */
  readonly account?: string;
  readonly name: string;
  readonly provider: 'aws';
  readonly method: 'access-key' | 'role';
  readonly roleArn?: string;
  readonly regions: readonly string[];
  readonly lastSync?: {
    readonly startedAt: string;
    readonly finishedAt?: string;
    readonly status: 'running' | 'complete' | 'partial' | 'failed';
    readonly resources: number;
    readonly message?: string;
  };
  readonly isSample: boolean;
}

/** How to reach an account: an access key, or a role to assume with the server's own credentials. */
export interface AccountConnection {
  readonly name: string;
  /** Empty: every enabled region. */
  readonly regions: readonly string[];
  readonly credentials:
    | {
        readonly method: 'access-key';
        readonly accessKeyId: string;
        readonly secretAccessKey: string;
        readonly sessionToken?: string;
      }
    | { readonly method: 'role'; readonly roleArn: string; readonly externalId?: string };
  /** Another endpoint than AWS's own; refused unless the server was started with `--allow-endpoints`. */
  readonly endpoint?: string;
}

const text = z.string().max(2048);

export const accountSchema: z.ZodType<Account> = z
  .object({
    id: text,
    account: text.exactOptional(),
    name: text,
    provider: z.literal('aws'),
    method: z.enum(['access-key', 'role']),
    roleArn: text.exactOptional(),
    regions: z.array(text),
    lastSync: z
      .object({
        startedAt: text,
        finishedAt: text.exactOptional(),
        status: z.enum(['running', 'complete', 'partial', 'failed']),
        resources: z.number().int(),
        message: text.exactOptional(),
      })
      .exactOptional(),
    isSample: z.boolean(),
  })
  .meta({ id: 'Account' });

export const accountConnectionSchema: z.ZodType<AccountConnection> = z.strictObject({
  name: z.string().trim().min(1).max(100),
  regions: z.array(z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'not an AWS region')).max(60),
  credentials: z.discriminatedUnion('method', [
    z.strictObject({
      method: z.literal('access-key'),
      accessKeyId: z.string().regex(/^[A-Z0-9]{16,128}$/, 'not an access key id'),
      secretAccessKey: z.string().min(1).max(256),
      sessionToken: z.string().max(8192).exactOptional(),
    }),
    z.strictObject({
      method: z.literal('role'),
      roleArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.{1,512}$/, 'not the ARN of an IAM role'),
      externalId: z.string().max(1224).exactOptional(),
    }),
  ]),
  endpoint: z.url().max(2048).exactOptional(),
});
