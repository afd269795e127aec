import type { CaptureEvent } from '../../capture-event.ts';
import type { SocketAddress, SocketTuple } from '../address.ts';
import { type Descriptor, isSocket, l4, newDescriptor } from '../descriptor.ts';
import type { Parser, ParserTable } from '../parser.ts';
import { nameByEnds, setEnds, swapEnds } from '../peers.ts';
import { addressOf, type InternetTuple, tupleOf, tupleText, unixName } from '../socket-parameters.ts';
import type { System } from '../system.ts';
import { create } from './descriptors.ts';

const inProgress = -115;
const domain = { unix: 1, ipv4: 2, ipv6: 10, netlink: 16 } as const;
const protocol = { ip: 0, icmp: 1, tcp: 6, udp: 17, raw: 255 } as const;
const socketType = { stream: 1, datagram: 2, raw: 3, mask: 0xff, closeOnExec: 0o2_000_000 } as const;

const socket: Parser = (system, event) => {
  const family = event.u32(1);
  const type = event.u32(2);
  const descriptor = newDescriptor(typeOf(family));
  if (isSocket(descriptor)) descriptor.l4 = protocolOfSocket(type, event.u32(3));
  descriptor.closesOnExec = (type & socketType.closeOnExec) !== 0;
  create(system, event.i64(0), descriptor);
};

function typeOf(family: number): Descriptor['type'] {
  if (family === domain.unix) return 'unix';
  if (family === domain.ipv4) return 'ipv4';
  if (family === domain.ipv6) return 'ipv6';
  return family === domain.netlink ? 'netlink' : 'unknown';
}

/** Without a protocol the type of the socket tells; ICMP of IPv6 and others are not known. */
function protocolOfSocket(type: number, number: number): number {
  const isRaw = type === socketType.raw;
  if (number === protocol.tcp) return isRaw ? l4.raw : l4.tcp;
  if (number === protocol.udp) return isRaw ? l4.raw : l4.udp;
  if (number === protocol.icmp) return isRaw ? l4.raw : l4.icmp;
  if (number === protocol.raw) return l4.raw;
  if (number !== protocol.ip) return l4.unknown;
  const kind = type & socketType.mask;
  if (kind === socketType.stream) return l4.tcp;
  return kind === socketType.datagram ? l4.udp : l4.unknown;
}

/** A server's socket when it is bound to a port. */
const bind: Parser = (system, event) => {
  const { descriptor } = system;
  const address = addressOf(event, 1);
  if (descriptor === undefined || event.i64(0) < 0 || address === undefined) return;
  const before = descriptor.name;
  if (address.kind === 'unix') descriptor.name = address.path;
  else {
    const { endpoint, family, text } = address;
    descriptor.name = `${text}:${endpoint.port}`;
    if (endpoint.port > 0) {
      descriptor.type = family === 4 ? 'ipv4-server' : 'ipv6-server';
      descriptor.source = undefined;
      descriptor.destination = endpoint;
      descriptor.role = 'server';
    }
  }
  system.isNameChanged = descriptor.name !== before;
};

const connect: Parser = (system, event) => {
  const { descriptor, thread } = system;
  const result = event.i64(0);
  const begun = thread?.enter?.code === event.code - 1 ? thread.enter.address : undefined;
  if (thread !== undefined) thread.enter = undefined;
  if (descriptor === undefined || (result < 0 && result !== inProgress)) return;
  descriptor.isConnected = true;
  const before = descriptor.name;
  const tuple = tupleOf(event, 1);
  if (tuple === undefined) {
    if (begun !== undefined) setDestination(descriptor, begun);
  } else if (tuple.kind === 'internet') connectInternet(descriptor, corrected(tuple, event, begun));
  else connectUnix(descriptor, tuple, event, begun);
  system.isNameChanged = descriptor.name !== before;
};

function connectInternet(descriptor: Descriptor, tuple: InternetTuple): void {
  // Upstream loses the protocol of a socket of IPv6 that connects to IPv4, and with it the name.
  if (tuple.isMapped && descriptor.type !== 'ipv4') descriptor.l4 = l4.unknown;
  descriptor.type = tuple.family === 4 ? 'ipv4' : 'ipv6';
  const isChanged = setEnds(descriptor, tuple);
  // The server's end stays the server's, also when it is the one that connects.
  if (isChanged && descriptor.role === 'server' && descriptor.l4 === l4.udp) swapEnds(descriptor);
  nameByEnds(descriptor);
  descriptor.role ??= 'client';
}

function connectUnix(
  descriptor: Descriptor,
  tuple: Extract<SocketTuple, { kind: 'unix' }>,
  event: CaptureEvent,
  begun: SocketAddress | undefined,
): void {
  if (descriptor.type !== 'unix') return;
  const atEnd = addressOf(event, 3);
  const isCorrected = begun?.kind === 'unix' && atEnd?.kind === 'unix' && atEnd.path === tuple.path;
  descriptor.name = unixName(isCorrected ? { ...tuple, path: begun.path } : tuple);
  descriptor.role ??= 'client';
}

/** The address in memory can change until the call ends: what the call began with counts. */
function corrected(
  tuple: InternetTuple,
  event: CaptureEvent,
  begun: SocketAddress | undefined,
): InternetTuple {
  const atEnd = addressOf(event, 3);
  if (begun?.kind !== 'internet' || atEnd?.kind !== 'internet') return tuple;
  const { address, port } = tuple.destination;
  const agrees = atEnd.endpoint.address === address && atEnd.endpoint.port === port;
  return agrees ? { ...tuple, destination: begun.endpoint } : tuple;
}

/** Without a tuple only the address that was asked for is known, and that as it was when the call began. */
function setDestination(descriptor: Descriptor, address: SocketAddress): void {
  if (address.kind === 'unix') return;
  if (address.family === 4 && descriptor.type === 'ipv6') descriptor.l4 = l4.unknown;
  descriptor.type = address.family === 4 ? 'ipv4' : 'ipv6';
  descriptor.source ??= newDescriptor(descriptor.type).source;
  descriptor.destination = address.endpoint;
}

const connectEnter: Parser = ({ thread }, event) => {
  if (thread === undefined) return;
  const address = addressOf(event, 1);
  thread.enter = { code: event.code, ...(address === undefined ? {} : { address }) };
};

const accept: Parser = (system, event) => {
  const fd = event.i64(0);
  if (system.thread === undefined || fd < 0) return;
  const tuple = tupleOf(event, 1);
  if (tuple === undefined) {
    knowByNumber(system, fd);
    return;
  }
  const descriptor = newDescriptor('unix');
  if (tuple.kind === 'unix') descriptor.name = unixName(tuple);
  else {
    descriptor.type = tuple.family === 4 ? 'ipv4' : 'ipv6';
    descriptor.l4 = l4.tcp;
    descriptor.source = tuple.source;
    descriptor.destination = tuple.destination;
    descriptor.name = tupleText(tuple);
  }
  descriptor.role = 'server';
  descriptor.isConnected = true;
  create(system, fd, descriptor);
  system.isNameChanged = system.descriptor === descriptor && descriptor.name !== '';
};

/** A connection of a kind that is not known: its number may still be that of what was there before. */
function knowByNumber(system: System, fd: number): void {
  const { thread, threads } = system;
  system.fd = fd;
  system.descriptor = thread === undefined ? undefined : threads.mainOf(thread)?.fds.get(fd);
}

export const socketParsers: ParserTable = {
  exit: { socket, bind, connect, accept, accept4: accept },
  enter: { connect: connectEnter },
};
