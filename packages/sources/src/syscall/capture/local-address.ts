import { addressText, type InterfaceEntry, networkOf } from '@breakwater/capture';
import type { CaptureRecord } from './capture-record.ts';

const known = new WeakMap<
  readonly InterfaceEntry[],
  { readonly count: number; readonly own: ReadonlySet<string>; readonly networks: ReadonlySet<string> }
>();

/**
 * Whether the machine, or the container that the thread is in, has the address. Of IPv6 the network decides, and
 * containers have none.
 */
export function isLocal({ system }: CaptureRecord, address: string): boolean {
  const { thread, containers, interfaces } = system;
  const container = thread?.container ?? '';
  const isIpv6 = address.includes(':');
  if (container !== '') {
    if (isIpv6) return false;
    const ip = containers.get(container)?.ip ?? '';
    if (ip === address) return true;
    if (ip === '') return containers.hasAddress(address);
  }
  const { own, networks } = addressesOf(interfaces);
  return isIpv6 ? networks.has(networkOf(address)) : own.has(address);
}

function addressesOf(interfaces: readonly InterfaceEntry[]): {
  readonly own: ReadonlySet<string>;
  readonly networks: ReadonlySet<string>;
} {
  const cached = known.get(interfaces);
  if (cached?.count === interfaces.length) return cached;
  const texts = interfaces.map((one) => addressText(one.address));
  const found = {
    count: interfaces.length,
    own: new Set(texts),
    networks: new Set(texts.filter((text) => text.includes(':')).map(networkOf)),
  };
  known.set(interfaces, found);
  return found;
}
