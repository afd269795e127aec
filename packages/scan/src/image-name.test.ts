import { expect, test } from 'vitest';
import { readImageName } from './image-name.ts';

test.each([
  [undefined, {}],
  ['2.3.1', { tag: '2.3.1' }],
  ['shop:2.3.1', { repository: 'shop', tag: '2.3.1' }],
  ['team/shop', { repository: 'team/shop' }],
  ['localhost:5000/shop', { registry: 'localhost:5000', repository: 'shop' }],
  [
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/shop:main@sha256:00',
    { registry: '123456789012.dkr.ecr.eu-west-1.amazonaws.com', repository: 'team/shop', tag: 'main' },
  ],
])('%s', (name, parts) => {
  expect(readImageName(name)).toEqual(parts);
});
