import { request } from 'node:https';
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

/** What a receiver answered; of the body the first 16 KiB. */
export interface Answer {
  readonly status: number;
  readonly retryAfter?: string;
  readonly body: string;
}

const timeoutMs = 10_000;
const bodyLimit = 16 * 1024;

/**
 * Posts a body once over TLS. Redirects are not followed, an answer without end is cut off.
 * @throws WebhookRefused or PrivateAddress when the address may not be asked, any other Error when it does not answer in 10 s
 */
export async function postOverTls(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { allowPrivateAddresses, certificateAuthority }: WebhookOptions,
  signal: AbortSignal,
): Promise<Answer> {
  const { protocol, hostname, host } = new URL(url);
  if (protocol !== 'https:') throw new WebhookRefused(`${host} is not asked without TLS`);
  // The connection goes to the address that was judged, whatever the name leads to a moment later.
  const address = allowPrivateAddresses ? undefined : (await publicAddresses(hostname))[0];
  return new Promise<Answer>((resolve, reject) => {
    const sent = request(
      url,
      {
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body), 'user-agent': 'Breakwater' },
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        agent: false,
        ...(certificateAuthority === undefined ? {} : { ca: certificateAuthority }),
        ...(address === undefined ? {} : { lookup: pinned(address) }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        let length = 0;
        const retryAfter = response.headers['retry-after'];
        const settle = () => {
          resolve({
            status: response.statusCode ?? 0,
            ...(retryAfter === undefined ? {} : { retryAfter }),
            body: Buffer.concat(chunks).subarray(0, bodyLimit).toString('utf8'),
          });
          // What it says beyond is of no interest, and may have no end.
          response.destroy();
        };
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length >= bodyLimit) settle();
        });
        response.once('end', settle);
        // It answered; that the rest of its body never came changes nothing.
        response.once('error', settle);
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

type Lookup = NonNullable<Parameters<typeof request>[1]['lookup']>;

function pinned(address: string): Lookup {
  const family = address.includes(':') ? 6 : 4;
  return (_host, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}
