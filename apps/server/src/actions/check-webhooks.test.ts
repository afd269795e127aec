import type { PolicyAction } from '@breakwater/model';
import { describe, expect, it } from 'vitest';
import { checkWebhooks } from './check-webhooks.ts';

const to = (url: string): PolicyAction => ({ type: 'webhook', mode: 'enforce', url });
const names = new Map([
  ['hooks.example.com', '8.8.8.8'],
  ['inside.example.com', '10.1.2.3'],
  ['metadata.example.com', '169.254.169.254'],
]);

async function resolve(host: string): Promise<readonly string[]> {
  if (host === 'slow.example.com') return new Promise(() => undefined);
  const address = names.get(host);
  if (address === undefined) throw new Error(`ENOTFOUND ${host}`);
  return [address];
}

const check = (url: string) =>
  checkWebhooks([{ type: 'stop-task', mode: 'observe', maxPerServiceAndHour: 1 }, to(url)], {
    allowPrivateAddresses: false,
    resolve,
  });

describe('the webhook of a policy', () => {
  it.each([
    'https://127.0.0.1/hook',
    'https://[::1]:8443/',
    'https://2130706433/',
    'https://169.254.169.254/latest/meta-data',
    'https://inside.example.com/hook',
    'https://metadata.example.com/',
  ])('to %s is refused', async (url) => {
    await expect(check(url)).rejects.toMatchObject({
      status: 400,
      code: 'private-address',
      details: [{ path: 'body.actions.1.url', message: expect.stringContaining('not a public address') }],
    });
  });

  it.each(['https://hooks.example.com/x', 'https://unknown.example.com/', 'https://slow.example.com/'])(
    'to %s passes',
    async (url) => {
      await expect(check(url)).resolves.toBeUndefined();
    },
  );

  it('may go anywhere where private addresses are allowed', async () => {
    const options = { allowPrivateAddresses: true, resolve };
    await expect(checkWebhooks([to('https://127.0.0.1/')], options)).resolves.toBeUndefined();
  });
});
