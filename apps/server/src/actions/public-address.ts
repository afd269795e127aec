import { lookup } from 'node:dns/promises';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** A host that is not on the public internet: what it says or does is nobody's business outside. */
export class PrivateAddress extends Error {
  override readonly name = 'PrivateAddress';
}

/** Ranges that are not the public internet, by the IANA registries of special-purpose addresses. */
const privateRanges: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const blocked = new BlockList();
for (const [network, prefix] of privateRanges) {
  blocked.addSubnet(network, prefix, isIPv6(network) ? 'ipv6' : 'ipv4');
}
/** Everything outside is unassigned, local or leads back to IPv4. */
const globalUnicast = new BlockList();
globalUnicast.addSubnet('2000::', 3, 'ipv6');

export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !blocked.check(address, 'ipv4');
    case 6:
      return globalUnicast.check(address, 'ipv6') && !blocked.check(address, 'ipv6');
    default:
      return false;
  }
}

/**
 * The addresses of a host. One that is not public is enough to refuse it: whoever answers for the name decides
 * which one is taken.
 * @throws PrivateAddress, or the resolver's error
 */
export async function publicAddresses(
  host: string,
  resolve: (host: string) => Promise<readonly string[]> = resolveHost,
): Promise<readonly [string, ...string[]]> {
  const name = host.replace(/^\[|\]$/g, '');
  const addresses = isIP(name) === 0 ? await resolve(name) : [name];
  const hidden = addresses.find((address) => !isPublicAddress(address));
  if (hidden !== undefined) throw new PrivateAddress(`${name} is ${hidden}, which is not a public address`);
  const [first, ...others] = addresses;
  if (first === undefined) throw new PrivateAddress(`${name} has no address`);
  return [first, ...others];
}

async function resolveHost(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
