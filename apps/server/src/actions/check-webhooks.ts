import type { PolicyAction } from '@breakwater/model';
import { HttpError } from '../http/http-error.ts';
import type { WebhookOptions } from './post-over-tls.ts';
import { PrivateAddress, publicAddresses } from './public-address.ts';

/** A resolver that takes longer says nothing against the address; what is sent is judged again anyway. */
const patienceMs = 3000;

interface Options extends Pick<WebhookOptions, 'allowPrivateAddresses'> {
  readonly resolve?: Parameters<typeof publicAddresses>[1];
}

/**
 * Refuses webhooks to hosts that nothing would be sent to. A name that leads nowhere yet passes.
 * @throws HttpError 400 naming the action
 */
export async function checkWebhooks(
  actions: readonly PolicyAction[],
  { allowPrivateAddresses, resolve }: Options,
): Promise<void> {
  if (allowPrivateAddresses) return;
  const problems = await Promise.all(
    actions.map(async (action, index) => {
      if (action.type !== 'webhook') return undefined;
      const message = await problemOf(new URL(action.url).hostname, resolve);
      return message === undefined ? undefined : { path: `body.actions.${index}.url`, message };
    }),
  );
  const details = problems.filter((problem) => problem !== undefined);
  const [first] = details;
  if (first === undefined) return;
  const message = `${first.path}: ${first.message}`;
  throw new HttpError(400, 'private-address', message, undefined, details);
}

async function problemOf(host: string, resolve: Options['resolve']): Promise<string | undefined> {
  const timeout = AbortSignal.timeout(patienceMs);
  const isLate = new Promise<undefined>((settle) => {
    timeout.addEventListener('abort', () => settle(undefined), { once: true });
  });
  const judged = publicAddresses(host, resolve).then(
    () => undefined,
    (error: unknown) => {
      // Whatever else keeps the name from being resolved may be mended before something is sent.
      if (!(error instanceof PrivateAddress)) return undefined;
      return `${error.message}: nothing is sent to it`;
    },
  );
  return Promise.race([judged, isLate]);
}
