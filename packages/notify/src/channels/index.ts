import type { Channel, ChannelType } from '../channel.ts';
import { emailChannel } from './email/index.ts';
import { slackChannel } from './slack/index.ts';
import { snsChannel } from './sns/index.ts';
import { webhookChannel } from './webhook/index.ts';

/** Every channel there is. */
export const channels: readonly Channel<never>[] = [webhookChannel, slackChannel, emailChannel, snsChannel];

/** The channel of a type. Its settings are those that were stored for the type. */
export function channelOf(type: ChannelType): Channel {
  const channel = channels.find((one) => one.type === type);
  if (channel === undefined) throw new Error(`there is no channel of type ${type}`);
  return channel as Channel;
}
