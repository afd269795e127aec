/** An address as a number, with its family: 4 and 6 never equal each other. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

export interface Network extends Address {
  readonly prefix: number;
}

/** Reads a dotted quad or an IPv6 address; undefined when it is neither. */
export function parseAddress(text: string): Address | undefined {
  if (text.includes(':')) {
    const value = parseIpv6(text);
    return value === undefined ? undefined : { family: 6, value };
  }
  const value = parseIpv4(text);
  return value === undefined ? undefined : { family: 4, value: BigInt(value) };
}

/** Whether a text mixes both notations, as `::ffff:10.0.0.1` does: Falco takes any text with a dot for IPv4. */
export function isMixedNotation(text: string): boolean {
  return text.includes('.') && text.includes(':');
}

/** Reads `address/prefix`; host bits are dropped. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  if (slash === -1) return undefined;
  const address = parseAddress(text.slice(0, slash));
  const prefixText = text.slice(slash + 1);
  if (address === undefined || !/^\d{1,3}$/.test(prefixText)) return undefined;
  const prefix = Number(prefixText);
  const bits = address.family === 4 ? 32 : 128;
  if (prefix > bits) return undefined;
  return { family: address.family, prefix, value: networkPart(address, prefix) };
}

export function isInNetwork(address: Address, network: Network): boolean {
  return address.family === network.family && networkPart(address, network.prefix) === network.value;
}

function networkPart(address: Address, prefix: number): bigint {
  const hostBits = BigInt((address.family === 4 ? 32 : 128) - prefix);
  return (address.value >> hostBits) << hostBits;
}

function parseIpv4(text: string): number | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0;
  for (const part of parts) {
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256 + Number(part);
  }
  return value;
}

function parseIpv6(text: string): bigint | undefined {
  const [head = '', tail, ...rest] = text.split('::');
  if (rest.length > 0) return undefined;
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  if (before === undefined || after === undefined) return undefined;
  const missing = 8 - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...new Array<number>(missing).fill(0), ...after];
  return all.reduce((value, group) => (value << 16n) | BigInt(group), 0n);
}

/** The 16-bit groups of one side of `::`; the last may be a dotted quad. */
function groups(text: string): readonly number[] | undefined {
  if (text === '') return [];
  const values: number[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const quad = index === parts.length - 1 && part.includes('.') ? parseIpv4(part) : undefined;
    if (quad !== undefined) values.push(Math.floor(quad / 65536), quad % 65536);
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) values.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return values.length > 8 ? undefined : values;
}
