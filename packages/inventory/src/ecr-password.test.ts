import { expect, test } from 'vitest';
import { ecrRegistryOf } from './ecr-password.ts';

test.each([
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', { account: '123456789012', region: 'eu-west-1' }],
  [
    '123456789012.dkr.ecr-fips.us-gov-west-1.amazonaws.com',
    { account: '123456789012', region: 'us-gov-west-1' },
  ],
  ['123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn', { account: '123456789012', region: 'cn-north-1' }],
  ['123456789012.dkr-ecr.us-east-1.on.aws', { account: '123456789012', region: 'us-east-1' }],
  ['public.ecr.aws', undefined],
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com.evil.example', undefined],
  ['1.dkr.ecr.eu-west-1.amazonaws.com', undefined],
  ['docker.io', undefined],
])('%s', (host, expected) => {
  expect(ecrRegistryOf(host)).toEqual(expected);
});
