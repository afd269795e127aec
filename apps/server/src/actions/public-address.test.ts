import { expect, it } from 'vitest';
import { isPublicAddress, PrivateAddress, publicAddresses } from './public-address.ts';

it.each([
  ['8.8.8.8', true],
  ['172.32.0.1', true],
  ['100.128.0.1', true],
  ['2606:4700::1111', true],
  ['127.0.0.1', false],
  ['10.1.2.3', false],
  ['172.31.255.255', false],
  ['192.168.0.1', false],
  ['169.254.169.254', false],
  ['169.254.170.2', false],
  ['100.64.0.1', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::1', false],
  ['::', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:8.8.8.8', false],
  ['64:ff9b::a9fe:a9fe', false],
  ['2002:7f00:1::', false],
  ['fd00:ec2::254', false],
  ['fe80::1', false],
  ['not an address', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

it('a host is refused for one private address among public ones', async () => {
  const resolve = async () => ['8.8.8.8', '10.0.0.1'];
  await expect(publicAddresses('mixed.example', resolve)).rejects.toThrow(PrivateAddress);
});

it.each(['127.0.0.1', '[::1]', '2130706433'])('the address %s in a URL is no way around', async (text) => {
  const { hostname } = new URL(`https://${text}/`);
  await expect(publicAddresses(hostname, async () => [])).rejects.toThrow(PrivateAddress);
});

it('a public host has its addresses', async () => {
  expect(await publicAddresses('example.com', async () => ['8.8.8.8'])).toEqual(['8.8.8.8']);
});
