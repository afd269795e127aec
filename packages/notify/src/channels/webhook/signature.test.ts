import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { signatureHeaders } from './signature.ts';

/** The example of the specification. */
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const body = '{"test": 2432232314}';

it('signs as Standard Webhooks does', () => {
  expect(signatureHeaders(id, 1614265330_000, body, [secret])).toEqual({
    'webhook-id': id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

it('signs with every secret', () => {
  const other = `whsec_${Buffer.from('another secret').toString('base64')}`;
  const signature = createHmac('sha256', 'another secret')
    .update(`${id}.1614265330.${body}`)
    .digest('base64');
  expect(signatureHeaders(id, 1614265330_999, body, [secret, other])['webhook-signature']).toBe(
    `v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,${signature}`,
  );
});
