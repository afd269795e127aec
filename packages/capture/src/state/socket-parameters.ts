import type { CaptureEvent } from '../capture-event.ts';
import { decodeText } from '../text.ts';
import { ipv4Text, ipv6Text, isMapped, type SocketAddress, type SocketTuple } from './address.ts';
import { l4 } from './descriptor.ts';

/** Both ends of an internet connection. */
export type InternetTuple = Extract<SocketTuple, { kind: 'internet' }>;

const family = { unix: 1, ipv4: 2, ipv6: 10 } as const;

/** A parameter of type SOCKTUPLE. */
export function tupleOf(event: CaptureEvent, index: number): SocketTuple | undefined {
  const length = event.length(index);
  if (length === 0) return undefined;
  const { bytes, view } = event;
  const at = event.offset(index);
  const kind = bytes[at];
  if (kind === family.ipv4 && length >= 13) {
    return {
      kind: 'internet',
      family: 4,
      source: { address: ipv4Text(bytes, at + 1), port: view.getUint16(at + 5, true) },
      destination: { address: ipv4Text(bytes, at + 7), port: view.getUint16(at + 11, true) },
    };
  }
  if (kind === family.ipv6 && length >= 37) {
    const areMapped = isMapped(bytes, at + 1) && isMapped(bytes, at + 19);
    const text = (offset: number): string =>
      areMapped ? ipv4Text(bytes, offset + 12) : ipv6Text(bytes, offset);
    return {
      kind: 'internet',
      family: areMapped ? 4 : 6,
      isMapped: areMapped,
      source: { address: text(at + 1), port: view.getUint16(at + 17, true) },
      destination: { address: text(at + 19), port: view.getUint16(at + 35, true) },
    };
  }
  if (kind === family.unix && length >= 17) {
    return {
      kind: 'unix',
      source: view.getBigUint64(at + 1, true),
      destination: view.getBigUint64(at + 9, true),
      path: decodeText(bytes, at + 17, length - 17),
    };
  }
  return undefined;
}

/** A parameter of type SOCKADDR. */
export function addressOf(event: CaptureEvent, index: number): SocketAddress | undefined {
  const length = event.length(index);
  if (length === 0) return undefined;
  const { bytes, view } = event;
  const at = event.offset(index);
  const kind = bytes[at];
  if (kind === family.ipv4 && length >= 7) {
    const endpoint = { address: ipv4Text(bytes, at + 1), port: view.getUint16(at + 5, true) };
    return { kind: 'internet', family: 4, endpoint, text: endpoint.address };
  }
  if (kind === family.ipv6 && length >= 19) {
    const text = ipv6Text(bytes, at + 1);
    const isIpv4 = isMapped(bytes, at + 1);
    const address = isIpv4 ? ipv4Text(bytes, at + 13) : text;
    const endpoint = { address, port: view.getUint16(at + 17, true) };
    return { kind: 'internet', family: isIpv4 ? 4 : 6, endpoint, text };
  }
  if (kind === family.unix) return { kind: 'unix', path: decodeText(bytes, at + 1, length - 1) };
  return undefined;
}

/** `1.2.3.4:80->5.6.7.8:443`, as events and lists give it. */
export function tupleText({ source, destination }: InternetTuple): string {
  return `${source.address}:${source.port}->${destination.address}:${destination.port}`;
}

/** The name of a socket: without ports for protocols that have none, and none when the protocol is not known. */
export function internetName(tuple: InternetTuple, protocol: number): string {
  if (protocol === l4.tcp || protocol === l4.udp) return tupleText(tuple);
  const hasName = protocol === l4.icmp || (protocol === l4.raw && tuple.family === 4);
  return hasName ? `${tuple.source.address}->${tuple.destination.address}` : '<unknown>';
}

export function unixName({ source, destination, path }: Extract<SocketTuple, { kind: 'unix' }>): string {
  return `${source.toString(16)}->${destination.toString(16)} ${path}`;
}
