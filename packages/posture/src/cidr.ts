/** An IPv4 network or address. `isAddress`: written without a prefix length. */
export class Network {
  readonly address: number;
  readonly prefix: number;
  readonly isAddress: boolean;

  constructor(address: number, prefix: number, isAddress: boolean) {
    this.address = address;
    this.prefix = prefix;
    this.isAddress = isAddress;
  }

  equals(other: Network): boolean {
    return (
      this.address === other.address && this.prefix === other.prefix && this.isAddress === other.isAddress
    );
  }

  /** True when every address of `other` lies in this network; an address contains nothing. */
  contains(other: Network): boolean {
    if (this.isAddress || other.prefix < this.prefix) return false;
    const size = 2 ** (32 - this.prefix);
    return other.address >= this.address && other.address < this.address + size;
  }
}

/** Reads `10.0.0.0/8` or `10.1.2.3`; undefined for anything else, also for a network with host bits set and for IPv6. */
export function parseNetwork(text: string): Network | undefined {
  const [host, prefixText, ...rest] = text.split('/');
  if (host === undefined || rest.length > 0) return undefined;
  const address = parseAddress(host);
  if (address === undefined) return undefined;
  if (prefixText === undefined) return new Network(address, 32, true);
  if (!/^\d{1,2}$/.test(prefixText)) return undefined;
  const prefix = Number(prefixText);
  if (prefix > 32 || address % 2 ** (32 - prefix) !== 0) return undefined;
  return new Network(address, prefix, false);
}

function parseAddress(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let address = 0;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    address = address * 256 + Number(part);
  }
  return address;
}
