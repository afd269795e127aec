import type { CaptureEvent } from '../capture-event.ts';
import { decodeText } from '../text.ts';
import { ipv4Text, type SocketAddress, type SocketTuple, unmapped } from './address.ts';

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
    const from = unmapped(bytes, at + 1);
    const to = unmapped(bytes, at + 19);
    return {
      kind: 'internet',
      family: from.family === 4 && to.family === 4 ? 4 : 6,
      source: { address: from.address, port: view.getUint16(at + 17, true) },
      destination: { address: to.address, port: view.getUint16(at + 35, true) },
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
    return { kind: 'internet', family: 4, endpoint };
  }
  if (kind === family.ipv6 && length >= 19) {
    const { family: own, address } = unmapped(bytes, at + 1);
    return { kind: 'internet', family: own, endpoint: { address, port: view.getUint16(at + 17, true) } };
  }
  if (kind === family.unix) return { kind: 'unix', path: decodeText(bytes, at + 1, length - 1) };
  return undefined;
}

/** `1.2.3.4:80->5.6.7.8:443`, without ports for protocols that have none. */
export function internetName(tuple: Extract<SocketTuple, { kind: 'internet' }>, hasPorts: boolean): string {
  const { source, destination } = tuple;
  if (!hasPorts) return `${source.address}->${destination.address}`;
  return `${source.address}:${source.port}->${destination.address}:${destination.port}`;
}

export function unixName({ source, destination, path }: Extract<SocketTuple, { kind: 'unix' }>): string {
  return `${source.toString(16)}->${destination.toString(16)} ${path}`;
}
