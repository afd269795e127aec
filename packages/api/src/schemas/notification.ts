import { type Filter, type Severity, severities } from '@breakwater/model';
import { z } from 'zod';
import { filterSchema } from './filter.ts';

export type ChannelSettings =
  | { readonly type: 'webhook'; readonly settings: { readonly url: string } }
  | {
      readonly type: 'slack';
      readonly settings: {
        readonly method: 'webhook' | 'api';
        readonly channel?: string;
        readonly apiUrl?: string;
      };
    }
  | {
      readonly type: 'email';
      readonly settings: {
        readonly host: string;
        readonly port: number;
        readonly security: 'tls' | 'starttls' | 'none';
        readonly username?: string;
        readonly from: string;
        readonly to: readonly string[];
      };
    }
  | {
      readonly type: 'sns';
      readonly settings: {
        readonly topicArn: string;
        readonly accessKeyId?: string;
        readonly endpoint?: string;
      };
    };

interface ChannelFields {
  readonly name: string;
  readonly isEnabled: boolean;
  /** Most messages in a minute; what is more waits. */
  readonly perMinute: number;
}

export type ChannelBody = ChannelFields &
  ChannelSettings & {
    /** By name; those that are left out stay as they are. Never shown again. */
    readonly secrets?: Readonly<Record<string, string>>;
  };

export type ChannelView = ChannelFields &
  ChannelSettings & {
    readonly id: string;
    /** Names of the secrets that are set. */
    readonly secretNames: readonly string[];
    readonly createdAt: string;
    readonly updatedAt: string;
  };

export const noticeGroupColumns = [
  'rule',
  'severity',
  'account',
  'region',
  'cluster',
  'service',
  'image',
  'owner',
  'user',
] as const;

export type RouteMode =
  | {
      readonly kind: 'immediate';
      /** How long more of a group is held back and then told together. */
      readonly windowMinutes: number;
      readonly groupBy: readonly (typeof noticeGroupColumns)[number][];
    }
  | { readonly kind: 'digest'; readonly every: 'hour' }
  | { readonly kind: 'digest'; readonly every: 'day'; readonly at: string; readonly timeZone: string };

export interface RouteBody {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly filter: Filter;
  readonly severityFloor: Severity;
  /** To the channels of the owner; to `channelIds` where no owner has one. */
  readonly toOwner: boolean;
  readonly channelIds: readonly string[];
  readonly mode: RouteMode;
}

export interface RouteView extends RouteBody {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const ownerSourceNames = ['image-label', 'resource-tag', 'file', 'cluster-tag'] as const;

export interface Ownership {
  readonly labels: readonly string[];
  readonly tags: readonly string[];
  readonly clusterTags: readonly string[];
  /** In the manner of CODEOWNERS. */
  readonly file: string;
  readonly order: readonly (typeof ownerSourceNames)[number][];
  readonly fallback?: string;
  readonly ownerChannels: readonly { readonly owner: string; readonly channelIds: readonly string[] }[];
  /** Where people reach the console; links lead there. */
  readonly consoleUrl?: string;
}

export interface OwnerSubjectBody {
  /** A stored image: its repository and labels are taken from it. */
  readonly digest?: string;
  readonly repository?: string;
  readonly cluster?: string;
  readonly service?: string;
  readonly account?: string;
  readonly namespace?: string;
}

export interface OwnerAnswer {
  readonly owners: readonly string[];
  readonly by: (typeof ownerSourceNames)[number] | 'fallback' | 'none';
  readonly rule: string;
}

export const deliveryStatuses = ['queued', 'sent', 'dead'] as const;

export interface DeliveryRow {
  readonly id: string;
  readonly channelId: string;
  readonly channel: string;
  readonly route: string;
  readonly title: string;
  readonly severity: Severity;
  readonly kind: string;
  readonly count: number;
  readonly owners: readonly string[];
  readonly status: (typeof deliveryStatuses)[number];
  readonly attempts: number;
  /** Not before. */
  readonly runAt: string;
  readonly detail?: string;
  readonly createdAt: string;
  readonly sentAt?: string;
}

const text = z.string().trim().min(1);
const list = (limit: number) => z.array(text.max(200)).max(limit);
const https = z.url({ protocol: /^https$/ }).max(2000);
/** An address, or a name and an address in angle brackets: nothing that could begin another header. */
const mailbox = z
  .string()
  .trim()
  .max(320)
  .regex(
    /^(?:[^<>@\r\n,;]{1,100} ?<[^\s<>@,;]+@[A-Za-z0-9.-]+>|[^\s<>@,;]+@[A-Za-z0-9.-]+)$/,
    'not an e-mail address',
  );

const settings = {
  webhook: { type: z.literal('webhook'), settings: z.strictObject({ url: https }) },
  slack: {
    type: z.literal('slack'),
    settings: z.strictObject({
      method: z.enum(['webhook', 'api']),
      channel: text.max(100).exactOptional(),
      apiUrl: https.exactOptional(),
    }),
  },
  email: {
    type: z.literal('email'),
    settings: z.strictObject({
      host: text.max(253).regex(/^[A-Za-z0-9.:-]+$/, 'not a host name'),
      port: z.number().int().min(1).max(65_535),
      security: z.enum(['tls', 'starttls', 'none']),
      username: text.max(200).exactOptional(),
      from: mailbox,
      to: z.array(mailbox).min(1).max(50),
    }),
  },
  sns: {
    type: z.literal('sns'),
    settings: z.strictObject({
      topicArn: z
        .string()
        .regex(
          /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(\.fifo)?$/,
          'not the ARN of a topic',
        ),
      accessKeyId: z
        .string()
        .regex(/^\w{1,128}$/)
        .exactOptional(),
      endpoint: z.url().max(2000).exactOptional(),
    }),
  },
} as const;

const fields = {
  name: text.max(100),
  isEnabled: z.boolean(),
  perMinute: z.number().int().min(1).max(600),
};
const write = {
  ...fields,
  secrets: z.record(z.string().max(50), z.string().min(1).max(4096)).exactOptional(),
};
const view = {
  ...fields,
  id: z.string(),
  secretNames: z.array(z.string()),
  createdAt: z.string(),
  updatedAt: z.string(),
};

export const channelBodySchema: z.ZodType<ChannelBody> = z.discriminatedUnion('type', [
  z.strictObject({ ...write, ...settings.webhook }),
  z.strictObject({ ...write, ...settings.slack }),
  z.strictObject({ ...write, ...settings.email }),
  z.strictObject({ ...write, ...settings.sns }),
]);

export const channelSchema: z.ZodType<ChannelView> = z
  .discriminatedUnion('type', [
    z.object({ ...view, ...settings.webhook }),
    z.object({ ...view, ...settings.slack }),
    z.object({ ...view, ...settings.email }),
    z.object({ ...view, ...settings.sns }),
  ])
  .meta({ id: 'NotificationChannel' });

const mode: z.ZodType<RouteMode> = z.union([
  z.strictObject({
    kind: z.literal('immediate'),
    windowMinutes: z.number().int().min(1).max(1440),
    groupBy: z.array(z.enum(noticeGroupColumns)).max(noticeGroupColumns.length),
  }),
  z.strictObject({ kind: z.literal('digest'), every: z.literal('hour') }),
  z.strictObject({
    kind: z.literal('digest'),
    every: z.literal('day'),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time as 09:00 is expected'),
    timeZone: text.max(100),
  }),
]);
const routeFields = {
  name: text.max(100),
  isEnabled: z.boolean(),
  filter: filterSchema,
  severityFloor: z.enum(severities),
  toOwner: z.boolean(),
  channelIds: list(20),
  mode,
};

export const routeBodySchema: z.ZodType<RouteBody> = z.strictObject(routeFields);
export const routeViewSchema: z.ZodType<RouteView> = z
  .object({ ...routeFields, id: z.string(), createdAt: z.string(), updatedAt: z.string() })
  .meta({ id: 'NotificationRoute' });

export const ownershipSchema: z.ZodType<Ownership> = z.strictObject({
  labels: list(20),
  tags: list(20),
  clusterTags: list(20),
  file: z.string().max(262_144),
  order: z.array(z.enum(ownerSourceNames)).max(ownerSourceNames.length),
  fallback: text.max(200).exactOptional(),
  ownerChannels: z.array(z.strictObject({ owner: text.max(200), channelIds: list(20) })).max(1000),
  consoleUrl: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .exactOptional(),
});

export const ownerSubjectSchema: z.ZodType<OwnerSubjectBody> = z.strictObject({
  digest: text.max(200).exactOptional(),
  repository: text.max(500).exactOptional(),
  cluster: text.max(255).exactOptional(),
  service: text.max(255).exactOptional(),
  account: text.max(64).exactOptional(),
  namespace: text.max(255).exactOptional(),
});

export const ownerAnswerSchema: z.ZodType<OwnerAnswer> = z.object({
  owners: z.array(z.string()),
  by: z.enum([...ownerSourceNames, 'fallback', 'none']),
  rule: z.string(),
});

export const deliverySchema: z.ZodType<DeliveryRow> = z
  .object({
    id: z.string(),
    channelId: z.string(),
    channel: z.string(),
    route: z.string(),
    title: z.string(),
    severity: z.enum(severities),
    kind: z.string(),
    count: z.number().int(),
    owners: z.array(z.string()),
    status: z.enum(deliveryStatuses),
    attempts: z.number().int(),
    runAt: z.string(),
    detail: z.string().exactOptional(),
    createdAt: z.string(),
    sentAt: z.string().exactOptional(),
  })
  .meta({ id: 'NotificationDelivery' });
