import { BlockList, isIP } from 'node:net';
import { ImageError } from '../image-error.ts';

/** Addresses of this machine and of the metadata endpoints of clouds: nothing that a registry says may lead there. */
const near = new BlockList();
near.addSubnet('127.0.0.0', 8, 'ipv4');
near.addSubnet('169.254.0.0', 16, 'ipv4');
near.addSubnet('0.0.0.0', 8, 'ipv4');
near.addAddress('::1', 'ipv6');
near.addAddress('::', 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');
near.addAddress('fd00:ec2::254', 'ipv6');

/**
 * A URL that a registry named (its token service, a redirect), resolved against the one that it answered. It must be https, or of the
 * registry's own host when that is spoken to in plain HTTP, and must not lead to this machine or to a metadata endpoint unless
 * the registry itself is there. Throws ImageError `registry`.
 */
export function allowedUrl(named: string, answered: URL): URL {
  const url = URL.parse(named, answered.href);
  if (url === null) throw refused(answered, `names "${named.slice(0, 200)}", which is no URL`);
  if (url.host === answered.host && url.protocol === answered.protocol) return url;
  const isPlain = url.protocol === 'http:' && answered.protocol === 'http:';
  if (url.protocol !== 'https:' && !isPlain)
    throw refused(answered, `leads to ${url.origin}, which is not https`);
  if (isNear(url.hostname) && !isNear(answered.hostname)) {
    throw refused(answered, `leads to ${url.origin}, an address of this machine or of its cloud`);
  }
  return url;
}

function isNear(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family === 0) return host === 'localhost' || host.endsWith('.localhost');
  return near.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

function refused(answered: URL, what: string): ImageError {
  return new ImageError('registry', what, answered.origin, 'it is not followed');
}
