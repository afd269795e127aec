export {
  type Channel,
  ChannelBusy,
  ChannelRefused,
  type ChannelType,
  channelTypes,
  type HttpAnswer,
  type Preview,
  type Transport,
} from './channel.ts';
export type { EmailSettings } from './channels/email/index.ts';
export { channelOf } from './channels/index.ts';
export type { SlackSettings } from './channels/slack/index.ts';
export type { SnsSettings } from './channels/sns/index.ts';
export type { WebhookSettings } from './channels/webhook/index.ts';
export { type SignatureHeaders, signatureHeaders } from './channels/webhook/signature.ts';
export type { Notification, NotificationItem, NotificationKind } from './notification.ts';
export { matchesGlob } from './owners/glob.ts';
export {
  defaultOwnerRules,
  type OwnerDecision,
  type OwnerRules,
  type OwnerSource,
  type OwnerSubject,
  ownerFinder,
  ownerKey,
  ownerOf,
  ownerSources,
} from './owners/owner-of.ts';
export {
  type OwnerSelector,
  type OwnersFile,
  type OwnersLine,
  type OwnersProblem,
  ownerSelectors,
  ownersFileLimits,
  parseOwnersFile,
} from './owners/owners-file.ts';
export {
  compose,
  type GroupColumn,
  groupColumns,
  groupKeyOf,
  type NoticeContent,
  noticeOf,
  type Together,
} from './routing/compose.ts';
export { maxDeliveryAttempts, retryDelayMs, whenAllowed } from './routing/retry.ts';
export { type DigestSchedule, isTimeZone, nextDigestAt } from './routing/schedule.ts';
