import { createHash } from 'node:crypto';
import type { Detection } from '@breakwater/model';
import { signatureHeaders } from '@breakwater/notify';
import { postOverTls, type WebhookOptions, WebhookRefused } from './post-over-tls.ts';

/** Codes of 4xx that may pass. */
const passing = new Set([408, 425, 429]);

/** A detection as a CloudEvent. */
export function cloudEventOf(detection: Detection): string {
  const event = {
    specversion: '1.0',
    id: detection.id,
    source: `/breakwater/policies/${encodeURIComponent(detection.policyId)}`,
    type: 'io.breakwater.event.v1',
    time: detection.time,
    subject: detection.rule,
    datacontenttype: 'application/json',
    data: detection,
  };
  return JSON.stringify(event, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

/**
 * Sends a body once; resolves with the status of a 2xx answer. Redirects are not followed.
 * @throws WebhookRefused or PrivateAddress when sending again is of no use, any other Error when it may be
 */
export async function sendWebhook(
  url: string,
  messageId: string,
  body: string,
  secrets: readonly string[],
  now: number,
  options: WebhookOptions,
  signal: AbortSignal,
): Promise<number> {
  const { host } = new URL(url);
  const id = `msg_${createHash('sha256').update(messageId).digest('hex').slice(0, 32)}`;
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    ...signatureHeaders(id, now, body, secrets),
  };
  const { status } = await postOverTls(url, headers, body, options, signal);
  if (status >= 200 && status < 300) return status;
  const message = `${host} answered ${status}`;
  if (status >= 500 || passing.has(status)) throw new Error(message);
  throw new WebhookRefused(message);
}
