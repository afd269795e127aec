import { createHash } from 'node:crypto';
import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { type Channel, ChannelRefused } from '../../channel.ts';
import { type Notification, oneLine } from '../../notification.ts';

export interface SnsSettings {
  readonly topicArn: string;
  /** Absent: the role that the server runs with. */
  readonly accessKeyId?: string;
  /** Another address than AWS's own. */
  readonly endpoint?: string;
}

const limits = { subject: 100, message: 256 * 1024 } as const;
/** Errors of the service that change only when somebody changes the channel or its rights. */
const lasting = new Set([
  'AuthorizationError',
  'AuthorizationErrorException',
  'NotFound',
  'NotFoundException',
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidParameterValueException',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'AccessDenied',
  'EndpointDisabledException',
]);

/** A message to a topic, with attributes that subscriptions can filter by. */
export const snsChannel: Channel<SnsSettings> = {
  type: 'sns',
  secrets: ['secretAccessKey'],
  send: async (notification, settings, secrets, _transport, signal) => {
    const { topicArn, accessKeyId, endpoint } = settings;
    const region = topicArn.split(':')[3];
    if (region === undefined || region === '') throw new ChannelRefused(`${topicArn} names no region`);
    const client = new SNSClient({
      region,
      maxAttempts: 1,
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(accessKeyId === undefined
        ? {}
        : { credentials: { accessKeyId, secretAccessKey: secrets.secretAccessKey ?? '' } }),
    });
    try {
      const late = AbortSignal.any([signal, AbortSignal.timeout(20_000)]);
      const { MessageId } = await client.send(new PublishCommand(snsMessage(notification, topicArn)), {
        abortSignal: late,
      });
      return `published as ${MessageId}`;
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown error';
      const message = `SNS refused the message: ${name}`;
      if (lasting.has(name)) throw new ChannelRefused(message);
      throw new Error(message);
    } finally {
      client.destroy();
    }
  },
  preview: (notification, { topicArn }) => ({
    contentType: 'application/json',
    body: JSON.stringify(snsMessage(notification, topicArn), null, 2),
  }),
};

/** What Publish takes. Of a FIFO topic the group is what belongs together, in order. */
export function snsMessage(notification: Notification, topicArn: string): PublishCommandInput {
  const { id, severity, account, rule, kind, groupKey, owners } = notification;
  const attribute = (value: string | undefined) =>
    value === undefined || value === '' ? [] : [{ DataType: 'String', StringValue: oneLine(value, 256) }];
  const attributes = { severity, account, rule, kind, owner: owners[0] };
  return {
    TopicArn: topicArn,
    Subject: subjectOf(notification),
    Message: messageOf(notification),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).flatMap(([name, value]) => attribute(value).map((one) => [name, one])),
    ),
    ...(topicArn.endsWith('.fifo')
      ? { MessageGroupId: hash(groupKey), MessageDeduplicationId: hash(id) }
      : {}),
  };
}

/** ASCII that begins with a letter or digit, at most 100 characters: SNS takes no other subject. */
function subjectOf({ severity, title }: Notification): string {
  const ascii = oneLine(`${severity}: ${title}`, 400).replace(/[^\x20-\x7e]/g, '?');
  return ascii.length <= limits.subject ? ascii : `${ascii.slice(0, limits.subject - 3)}...`;
}

function messageOf(notification: Notification): string {
  const whole = JSON.stringify(notification);
  if (Buffer.byteLength(whole) <= limits.message) return whole;
  return JSON.stringify({ ...notification, facts: notification.facts.slice(0, 10), items: [] });
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
