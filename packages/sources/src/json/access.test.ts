import { expect, it } from 'vitest';
import { at, own } from './access.ts';

it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', '__defineGetter__'])(
  'what an object inherits as "%s" is no value of it',
  (key) => {
    expect(own({}, key)).toBeUndefined();
    expect(at({ a: {} }, 'a', key)).toBeUndefined();
    expect(at({}, key, 'name')).toBeUndefined();
  },
);

it.each(['toString', 'constructor', '__proto__'])('a key of its own may be called "%s"', (key) => {
  const record: unknown = JSON.parse(`{"a":{"${key}":{"b":1}}}`);
  expect(at(record, 'a', key, 'b')).toBe(1);
});

it.each([null, false, 0, '', []])('%j is a value, and has none below it', (value) => {
  expect(at({ a: value }, 'a')).toBe(value);
  expect(at({ a: value }, 'a', 'length')).toBeUndefined();
});
