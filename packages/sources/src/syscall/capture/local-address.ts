import type { InterfaceEntry } from '@breakwater/capture';
import { addressText } from '@breakwater/capture';

const known = new WeakMap<
  readonly InterfaceEntry[],
  { readonly count: number; readonly addresses: ReadonlySet<string> }
>();

/** Whether the machine itself has the address. */
export function isLocal(address: string, interfaces: readonly InterfaceEntry[]): boolean {
  if (address === '0.0.0.0' || address === '::' || address.startsWith('127.') || address === '::1')
    return true;
  let cached = known.get(interfaces);
  if (cached?.count !== interfaces.length) {
    const addresses = new Set(interfaces.map((one) => addressText(one.address)));
    cached = { count: interfaces.length, addresses };
    known.set(interfaces, cached);
  }
  return cached.addresses.has(address);
}
