import { createHash } from 'node:crypto';
import { type Channel, requireSuccess } from '../../channel.ts';
import type { Notification } from '../../notification.ts';
import { signatureHeaders } from './signature.ts';

export interface WebhookSettings {
  /** https */
  readonly url: string;
}

const contentType = 'application/cloudevents+json; charset=utf-8';

/** A CloudEvent, signed as Standard Webhooks says. */
export const webhookChannel: Channel<WebhookSettings> = {
  type: 'webhook',
  secrets: [],
  send: async (notification, { url }, _secrets, transport, signal) => {
    const body = cloudEvent(notification);
    const id = `msg_${createHash('sha256').update(notification.id).digest('hex').slice(0, 32)}`;
    const signed = signatureHeaders(id, transport.now, body, transport.signingSecrets);
    const answer = await transport.post(url, { 'content-type': contentType, ...signed }, body, signal);
    requireSuccess(new URL(url).host, answer, transport.now);
    return `answered ${answer.status}`;
  },
  preview: (notification) => ({ contentType, body: cloudEvent(notification) }),
};

function cloudEvent(notification: Notification): string {
  const { id, time, title, route } = notification;
  return JSON.stringify({
    specversion: '1.0',
    id,
    source: `/breakwater/routes/${encodeURIComponent(route)}`,
    type: 'io.breakwater.notification.v1',
    time,
    subject: title,
    datacontenttype: 'application/json',
    data: notification,
  });
}
