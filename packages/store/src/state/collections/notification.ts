import type { Filter, Severity } from '@breakwater/model';
import { type GlobalCollection, keyOf } from '../collection.ts';
import type { Sealed } from '../seal.ts';

/** Where people are told. */
export interface NotificationChannel {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly isEnabled: boolean;
  /** Most messages in a minute. */
  readonly perMinute: number;
  /** What the type of channel asks for; no secret. */
  readonly settings: unknown;
  readonly secrets: Readonly<Record<string, Sealed>>;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const notificationChannels: GlobalCollection<NotificationChannel> = {
  kind: 'global',
  name: 'notification-channels',
  key: (channel) => channel.id,
  columns: { name: { type: 'text', value: (channel) => channel.name, isRequired: true } },
};

/** Which rows are told to whom, and when. */
export interface NotificationRoute {
  readonly id: string;
  readonly name: string;
  readonly isEnabled: boolean;
  /** Over the columns and fields of rows. */
  readonly filter: Filter;
  readonly severityFloor: Severity;
  /** The owner's channels; those of `channelIds` where nobody is found, or always without `toOwner`. */
  readonly toOwner: boolean;
  readonly channelIds: readonly string[];
  readonly mode:
    | { readonly kind: 'immediate'; readonly windowMinutes: number; readonly groupBy: readonly string[] }
    | { readonly kind: 'digest'; readonly every: 'hour' }
    | { readonly kind: 'digest'; readonly every: 'day'; readonly at: string; readonly timeZone: string };
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const notificationRoutes: GlobalCollection<NotificationRoute> = {
  kind: 'global',
  name: 'notification-routes',
  key: (route) => route.id,
  columns: { name: { type: 'text', value: (route) => route.name, isRequired: true } },
};

/** A row that is to be told to one channel, or was: at most one of (route, channel, row). */
export interface StoredNotice {
  readonly routeId: string;
  readonly channelId: string;
  /** Kind and id of the row. */
  readonly row: string;
  readonly groupKey: string;
  readonly state: 'waiting' | 'told';
  /** ISO 8601: when what waits is told. */
  readonly dueAt: string;
  readonly messageId?: string;
  /** What is told of the row. */
  readonly content: unknown;
  readonly createdAt: string;
}

export function noticeKey({
  routeId,
  channelId,
  row,
}: Pick<StoredNotice, 'routeId' | 'channelId' | 'row'>): string {
  return keyOf(routeId, channelId, row);
}

export const notices: GlobalCollection<StoredNotice> = {
  kind: 'global',
  name: 'notices',
  key: noticeKey,
  columns: {
    routeId: { type: 'text', value: (notice) => notice.routeId, isRequired: true },
    channelId: { type: 'text', value: (notice) => notice.channelId, isRequired: true },
    groupKey: { type: 'text', value: (notice) => notice.groupKey, isRequired: true },
    state: { type: 'text', value: (notice) => notice.state, isRequired: true },
    dueAt: { type: 'time', value: (notice) => notice.dueAt, isRequired: true },
    messageId: { type: 'text', value: (notice) => notice.messageId },
    createdAt: { type: 'time', value: (notice) => notice.createdAt, isRequired: true },
  },
};

/** Until when more of a group is held back, because its first was told. */
export interface NoticeGroup {
  readonly routeId: string;
  readonly channelId: string;
  readonly groupKey: string;
  readonly openUntil: string;
}

export function noticeGroupKey({
  routeId,
  channelId,
  groupKey,
}: Pick<NoticeGroup, 'routeId' | 'channelId' | 'groupKey'>): string {
  return keyOf(routeId, channelId, groupKey);
}

export const noticeGroups: GlobalCollection<NoticeGroup> = {
  kind: 'global',
  name: 'notice-groups',
  key: noticeGroupKey,
  columns: { openUntil: { type: 'time', value: (group) => group.openUntil, isRequired: true } },
};

/** A message to a channel, with what became of it: the delivery log. */
export interface NotificationMessage {
  readonly id: string;
  readonly channelId: string;
  readonly channel: string;
  readonly routeId: string;
  readonly route: string;
  /** The notification as the channel gets it. */
  readonly notification: unknown;
  /** `dead`: it was given up, somebody can send it again. */
  readonly status: 'queued' | 'sent' | 'dead';
  readonly attempts: number;
  /** ISO 8601: not before. */
  readonly runAt: string;
  /** What the receiver said last, or why it failed; no secret. */
  readonly detail?: string;
  readonly createdAt: string;
  readonly sentAt?: string;
}

export const notificationMessages: GlobalCollection<NotificationMessage> = {
  kind: 'global',
  name: 'notification-messages',
  key: (message) => message.id,
  columns: {
    channelId: { type: 'text', value: (message) => message.channelId, isRequired: true },
    status: { type: 'text', value: (message) => message.status, isRequired: true },
    runAt: { type: 'time', value: (message) => message.runAt, isRequired: true },
    createdAt: { type: 'time', value: (message) => message.createdAt, isRequired: true },
    sentAt: { type: 'time', value: (message) => message.sentAt },
  },
};
