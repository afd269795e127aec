import { expect, test } from 'vitest';
import { addressText } from '../../state/address.ts';
import { addressBytes } from './address-bytes.ts';

test.each([
  ['10.0.0.255', 4],
  ['::', 16],
  ['::1', 16],
  ['2001:db8::7', 16],
  ['fe80::1:2:3:4', 16],
  ['1:2:3:4:5:6:7:8', 16],
  ['2001:db8:0:1::', 16],
  ['::10.1.2.3', 16],
  ['::ffff:10.1.2.3', 16],
] as const)('%s', (text, size) => {
  const bytes = addressBytes(text, size);
  expect(bytes).toHaveLength(size);
  expect(addressText(bytes)).toBe(text);
});

test('IPv4 is mapped into IPv6', () => {
  expect([...addressBytes('1.2.3.4', 16)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 1, 2, 3, 4]);
});

test.each([
  ['', 4],
  ['', 16],
  ['::1', 4],
  ['<NA>', 4],
] as const)('"%s" in %d bytes is no address: zeros', (text, size) => {
  expect(addressBytes(text, size).every((byte) => byte === 0)).toBe(true);
});
