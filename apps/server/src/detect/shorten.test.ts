import { expect, it } from 'vitest';
import { shortFields, shortRecord, shortText } from './shorten.ts';

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

it('a record is kept unless it is large', () => {
  const record = { id: 1n, text: long };
  expect(shortRecord(record)).toBe(record);
  expect(shortRecord({ text: 'x'.repeat(600_000) })).toBeUndefined();
});
