import { ChannelRefused, type Transport } from '@breakwater/notify';
import { postOverTls, WebhookRefused } from '../actions/post-over-tls.ts';
import { PrivateAddress, publicAddresses } from '../actions/public-address.ts';

import { readWebhookSecret, signingSecrets } from '../actions/webhook-secret.ts';
import type { DeliveryContext } from './deliver.ts';

/** How channels reach the world from this server: to public addresses only, unless it was started otherwise. */
export async function transportOf({ state, sealKey, now, webhooks }: DeliveryContext): Promise<Transport> {
  const secret = await state.read((reader) => readWebhookSecret(reader, sealKey));
  const { allowPrivateAddresses, certificateAuthority } = webhooks;
  return {
    post: (url, headers, body, signal) => refusing(() => postOverTls(url, headers, body, webhooks, signal)),
    addressOf: async (host) =>
      allowPrivateAddresses ? host : (await refusing(() => publicAddresses(host)))[0],
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    signingSecrets: signingSecrets(secret, now()),
    now: now(),
  };
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PrivateAddress || error instanceof WebhookRefused)) throw error;
    throw new ChannelRefused(error.message, { cause: error });
  }
}
