import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** The same as the platform's own, for what a pull needs. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

/** Addresses of this machine and of the metadata endpoints of clouds: nobody is fetched from there on a user's behalf. */
const near = new BlockList();
near.addSubnet('0.0.0.0', 8, 'ipv4');
near.addSubnet('127.0.0.0', 8, 'ipv4');
near.addSubnet('169.254.0.0', 16, 'ipv4');
near.addAddress('::', 'ipv6');
near.addAddress('::1', 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');
near.addAddress('fd00:ec2::254', 'ipv6');

function isNear(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return near.check(address, 'ipv4');
  return family === 6 && near.check(address, 'ipv6');
}

/** A host that scans must not ask. */
class RefusedHost extends Error {
  override readonly name = 'RefusedHost';
}

/**
 * Fetches for pulls that a user asked for: hosts that are this machine or its cloud's metadata are refused, except those of
 * `trusted`. Every hop of a redirect comes through here.
 */
export function registryFetch(
  trusted: readonly string[],
  resolve: (host: string) => Promise<readonly string[]> = resolveHost,
): Fetch {
  return async (url, init) => {
    const { host, hostname } = new URL(url);
    if (!trusted.includes(host)) {
      const name = hostname.replace(/^\[|\]$/g, '');
      const addresses = isIP(name) === 0 ? await resolve(name) : [name];
      const refused = addresses.find(isNear);
      if (refused !== undefined) {
        throw new RefusedHost(
          `${host} is ${refused}, an address of the server's own machine: it is not asked`,
        );
      }
    }
    return fetch(url, init);
  };
}

async function resolveHost(host: string): Promise<readonly string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}
