import { createHmac } from 'node:crypto';

/** Headers of Standard Webhooks that let a receiver check who sent a body, and when. */
export type SignatureHeaders = Readonly<
  Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>
>;

const prefix = 'whsec_';

/**
 * Signs a body with every secret (`whsec_` and base64), so that receivers can change over one by one. `id` stays
 * the same when the body is sent again; `time` is in milliseconds.
 */
export function signatureHeaders(
  id: string,
  time: number,
  body: string,
  secrets: readonly string[],
): SignatureHeaders {
  const timestamp = String(Math.floor(time / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(prefix, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
