import type { InterfaceEntry } from '../lists/interfaces.ts';
import { addressText, type SocketTuple } from './address.ts';
import { type Descriptor, type Endpoint, l4 } from './descriptor.ts';
import { type InternetTuple, internetName } from './socket-parameters.ts';

const none = { 4: '0.0.0.0', 6: '::' } as const;
const loopback = { 4: '127.0.0.1', 6: '::1' } as const;

/** Writes the ends of a connection into a socket. False: it had them already, whichever way round. */
export function setEnds(descriptor: Descriptor, tuple: InternetTuple): boolean {
  const { source: from = zero(tuple), destination: to = zero(tuple) } = descriptor;
  const { source, destination } = tuple;
  const isType = descriptor.type === (tuple.family === 4 ? 'ipv4' : 'ipv6');
  if (isType && (areEnds(from, to, source, destination) || areEnds(from, to, destination, source)))
    return false;
  descriptor.source = source;
  descriptor.destination = destination;
  return !isEnd(from, source) || !isEnd(to, destination);
}

function zero({ family }: InternetTuple): Endpoint {
  return { address: none[family], port: 0 };
}

function areEnds(from: Endpoint, to: Endpoint, source: Endpoint, destination: Endpoint): boolean {
  return isEnd(from, source) && isEnd(to, destination);
}

function isEnd(a: Endpoint, b: Endpoint): boolean {
  return a.port === b.port && a.address === b.address;
}

export function swapEnds(descriptor: Descriptor): void {
  const { source, destination } = descriptor;
  descriptor.source = destination;
  descriptor.destination = source;
}

/** The name after the ends and the protocol. */
export function nameByEnds(descriptor: Descriptor): void {
  const tuple = tupleOfEnds(descriptor);
  if (tuple !== undefined) descriptor.name = internetName(tuple, descriptor.l4);
}

export function tupleOfEnds({ type, source, destination }: Descriptor): InternetTuple | undefined {
  if (source === undefined || destination === undefined) return undefined;
  const family = type === 'ipv6' ? 6 : 4;
  return { kind: 'internet', family, source, destination } satisfies SocketTuple;
}

/** An end without an address is the machine: it gets the one that the other end is reached from. */
export function completeEnds(descriptor: Descriptor, interfaces: readonly InterfaceEntry[]): void {
  const { type, source, destination } = descriptor;
  if ((type !== 'ipv4' && type !== 'ipv6') || source === undefined || destination === undefined) return;
  const family = type === 'ipv4' ? 4 : 6;
  const isSource = source.address === none[family];
  if (!isSource && destination.address !== none[family]) return;
  const other = isSource ? destination.address : source.address;
  const address = ownAddress(other, family, interfaces);
  if (address === other && source.port === destination.port) return;
  if (isSource) descriptor.source = { ...source, address };
  else descriptor.destination = { ...destination, address };
}

/** Of the interface with that address, else of one in the same network, else of the first to the outside. */
function ownAddress(other: string, family: 4 | 6, interfaces: readonly InterfaceEntry[]): string {
  const own = interfaces.filter((one) => one.family === family);
  const found =
    own.find(({ address }) => addressText(address) === other) ??
    own.find((one) => isSameNetwork(one, other)) ??
    own.find(({ address }) => addressText(address) !== loopback[family]);
  return found === undefined ? none[family] : addressText(found.address);
}

function isSameNetwork({ family, address, netmask }: InterfaceEntry, other: string): boolean {
  if (family === 6) return networkOf(addressText(address)) === networkOf(other);
  return other
    .split('.')
    .every(
      (part, at) => (Number(part) & maskAt(netmask, at)) === (byteAt(address, at) & maskAt(netmask, at)),
    );
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

const maskAt = byteAt;

const networkGroups = 4;

/** The first 64 bits of an IPv6 address, as text. */
export function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [first, last] = [groups(head), groups(tail ?? '')];
  const dotted = last.at(-1)?.includes('.') ?? false;
  const missing = tail === undefined ? 0 : 8 - first.length - last.length - (dotted ? 1 : 0);
  return [...first, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...last]
    .slice(0, networkGroups)
    .join(':');
}

export const isTcp = ({ type, l4: protocol }: Descriptor): boolean =>
  (type === 'ipv4' || type === 'ipv6') && protocol === l4.tcp;
