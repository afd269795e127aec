import { createHash } from 'node:crypto';
import { request } from 'node:https';
import type { Detection } from '@breakwater/model';
import { signatureHeaders } from '@breakwater/notify';
import { publicAddresses } from './public-address.ts';

/** How webhooks travel: for tests and private networks. */
export interface WebhookOptions {
  /** Also to addresses that are not public. */
  readonly allowPrivateAddresses: boolean;
  /** A certificate authority that is trusted beside the usual ones, as PEM. */
  readonly certificateAuthority?: string;
}

/** The receiver refused, or may not be asked: sending again is of no use. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}

const timeoutMs = 10_000;
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
  { allowPrivateAddresses, certificateAuthority }: WebhookOptions,
  signal: AbortSignal,
): Promise<number> {
  const { protocol, hostname, host } = new URL(url);
  if (protocol !== 'https:') throw new WebhookRefused(`${host} is not asked without TLS`);
  // The connection goes to the address that was judged, whatever the name leads to a moment later.
  const address = allowPrivateAddresses ? undefined : (await publicAddresses(hostname))[0];
  const id = `msg_${createHash('sha256').update(messageId).digest('hex').slice(0, 32)}`;
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'user-agent': 'Breakwater',
    ...signatureHeaders(id, now, body, secrets),
  };
  const status = await new Promise<number>((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        headers,
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        agent: false,
        ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
        ...(address === undefined ? {} : { lookup: pinned(address) }),
      },
      (response) => {
        resolve(response.statusCode ?? 0);
        // What it says is of no interest, and may have no end.
        response.destroy();
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
  if (status >= 200 && status < 300) return status;
  const message = `${host} answered ${status}`;
  if (status >= 500 || passing.has(status)) throw new Error(message);
  throw new WebhookRefused(message);
}

type Lookup = NonNullable<Parameters<typeof request>[1]['lookup']>;

function pinned(address: string): Lookup {
  const family = address.includes(':') ? 6 : 4;
  return (_host, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}
