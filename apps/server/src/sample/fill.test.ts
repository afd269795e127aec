import { expect, it } from 'vitest';
import { fill } from './fill.ts';
import { sampleDigest, sampleTaskId } from './seeded.ts';

const values = { account: '111122223333', count: 3 };

it.each([
  ['arn:aws:iam::{account}:root', 'arn:aws:iam::111122223333:root'],
  ['{count}', 3],
  ['{count} tasks', '3 tasks'],
  ['{task.checkout-a}', sampleTaskId('checkout-a')],
  ['x@{digest.web-5.8.1}', `x@${sampleDigest('web-5.8.1')}`],
  ['{"Statement": [{"Effect": "Deny"}]}', '{"Statement": [{"Effect": "Deny"}]}'],
])('%s', (text, expected) => {
  expect(fill(text, values, 'seed')).toBe(expected);
});

it('reaches into lists and objects and leaves everything else', () => {
  const value = { a: ['{account}', 1, true, null], b: { c: '{hex8}' } };
  expect(fill(value, values, 'seed')).toEqual({
    a: ['111122223333', 1, true, null],
    b: { c: expect.stringMatching(/^[0-9a-f]{8}$/) },
  });
});

it('makes ids that depend on the seed alone', () => {
  expect(fill('{uuid}', values, 'a')).toBe(fill('{uuid}', {}, 'a'));
  expect(fill('{uuid}', values, 'a')).not.toBe(fill('{uuid}', values, 'b'));
});

it('names what stands for nothing', () => {
  expect(() => fill('{acount}', values, 'seed')).toThrow('{acount} stands for nothing');
});
