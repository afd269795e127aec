import { expect, it } from 'vitest';
import { shortFields, shortText } from './shorten.ts';

const long = 'x'.repeat(5000);
const cut = `${'x'.repeat(4096)}…`;

it.each([
  ['a short text', 'short', 'short'],
  ['a long text', long, cut],
  ['a list', ['a', 'b'], ['a', 'b']],
  ['a long list', [long, 'b'], cut],
  ['a number', 7n, 7n],
  ['nothing', null, null],
])('%s', (_, value, expected) => {
  expect(shortFields({ 'ct.request': value })).toEqual({ 'ct.request': expected });
});

it('an output is cut and says so', () => {
  expect(shortText(long)).toBe(cut);
});
