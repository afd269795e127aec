import { expect, test } from 'vitest';
import { InvalidQuery } from '../errors.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

test.each([
  { time: 5, tie: 7 },
  { time: 1_772_323_200_000, tie: 'detection é' },
])('keeps %j', (position) => {
  expect(decodeCursor(encodeCursor(position))).toEqual(position);
});

test.each([
  '',
  'x',
  '[]',
  '[1]',
  '[1,null]',
  '["1",1]',
  '[1.5,1]',
  '[1,1,1]',
  '{"time":1}',
  'a'.repeat(5000),
])('refuses %j', (text) => {
  expect(() => decodeCursor(Buffer.from(text).toString('base64url'))).toThrow(InvalidQuery);
});
