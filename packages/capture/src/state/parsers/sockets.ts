import type { CaptureEvent } from '../../capture-event.ts';
import type { SocketTuple } from '../address.ts';
import { type Descriptor, type Endpoint, l4, newDescriptor } from '../descriptor.ts';
import type { Parser, ParserTable } from '../parser.ts';
import { addressOf, internetName, tupleOf, unixName } from '../socket-parameters.ts';
import type { System } from '../system.ts';

const inProgress = -115;
const domain = { unix: 1, ipv4: 2, ipv6: 10, netlink: 16 } as const;
const protocols: Readonly<Record<number, number>> = {
  1: l4.icmp,
  6: l4.tcp,
  17: l4.udp,
  58: l4.icmp,
  255: l4.raw,
};
const socketTypes: Readonly<Record<number, number>> = { 1: l4.tcp, 2: l4.udp };

const socket: Parser = (system, event) => {
  const { thread, threads } = system;
  const fd = event.i64(0);
  system.fd = fd;
  if (thread === undefined || fd < 0) return;
  const family = event.u32(1);
  const protocol = event.u32(3);
  const descriptor = newDescriptor(typeOf(family));
  if (family === domain.ipv4 || family === domain.ipv6) {
    descriptor.l4 =
      protocol === 0 ? (socketTypes[event.u32(2) & 0xff] ?? l4.unknown) : (protocols[protocol] ?? l4.unknown);
  }
  threads.setDescriptor(thread, fd, descriptor);
  system.descriptor = descriptor;
};

function typeOf(family: number): Descriptor['type'] {
  if (family === domain.unix) return 'unix';
  if (family === domain.ipv4) return 'ipv4';
  if (family === domain.ipv6) return 'ipv6';
  return family === domain.netlink ? 'netlink' : 'unknown';
}

/** A server's socket when it is bound to a port. */
const bind: Parser = (system, event) => {
  const { descriptor } = system;
  if (descriptor === undefined || event.i64(0) < 0) return;
  const address = addressOf(event, 1);
  if (address === undefined) return;
  if (address.kind === 'unix') {
    descriptor.name = address.path;
    system.isNameChanged = true;
    return;
  }
  const { endpoint, family } = address;
  if (endpoint.port === 0) return;
  descriptor.type = family === 4 ? 'ipv4-server' : 'ipv6-server';
  descriptor.destination = endpoint;
  descriptor.role = 'server';
  descriptor.name = `${endpoint.address}:${endpoint.port}`;
  system.serverPorts.add(endpoint.port);
  system.isNameChanged = true;
};

const connect: Parser = (system, event) => {
  const { descriptor, thread } = system;
  const result = event.i64(0);
  const asked = thread?.enter?.code === event.code - 1 ? thread.enter.address : undefined;
  if (thread !== undefined) thread.enter = undefined;
  if (descriptor === undefined || (result < 0 && result !== inProgress)) return;
  const tuple = corrected(tupleOf(event, 1), event, asked);
  if (tuple !== undefined) setTuple(system, descriptor, isUdpServer(descriptor) ? swapped(tuple) : tuple);
  else byAddress(system, descriptor, event, 3);
  descriptor.role ??= 'client';
  descriptor.isConnected = result >= 0;
};

/** The address in memory can change until the call ends: what the call began with counts. */
function corrected(
  tuple: SocketTuple | undefined,
  event: CaptureEvent,
  asked: Endpoint | undefined,
): SocketTuple | undefined {
  if (asked === undefined || tuple?.kind !== 'internet') return tuple;
  const atExit = addressOf(event, 3);
  if (atExit?.kind !== 'internet') return tuple;
  const { destination } = tuple;
  const agrees = atExit.endpoint.address === destination.address && atExit.endpoint.port === destination.port;
  return agrees ? { ...tuple, destination: asked } : tuple;
}

function isUdpServer({ role, l4: protocol }: Descriptor): boolean {
  return role === 'server' && protocol === l4.udp;
}

function swapped(tuple: SocketTuple): SocketTuple {
  if (tuple.kind === 'unix') return tuple;
  return { ...tuple, source: tuple.destination, destination: tuple.source };
}

const connectEnter: Parser = ({ thread }, event) => {
  if (thread === undefined) return;
  const address = addressOf(event, 1);
  const isInternet = address?.kind === 'internet';
  thread.enter = { code: event.code, ...(isInternet ? { address: address.endpoint } : {}) };
};

/** Without a tuple only the address that was asked for is known. */
function byAddress(system: System, descriptor: Descriptor, event: CaptureEvent, index: number): void {
  const address = addressOf(event, index);
  if (address === undefined) return;
  if (address.kind === 'unix') descriptor.name = `0->0 ${address.path}`;
  else {
    const source = { address: address.family === 4 ? '0.0.0.0' : '::', port: 0 };
    setTuple(system, descriptor, { ...address, source, destination: address.endpoint });
  }
  system.isNameChanged = true;
}

/** Source is the client's end; names tell ports where the protocol has some. */
export function setTuple(system: System, descriptor: Descriptor, tuple: SocketTuple): void {
  const before = descriptor.name;
  if (tuple.kind === 'unix') {
    descriptor.type = 'unix';
    descriptor.name = unixName(tuple);
  } else {
    descriptor.type = tuple.family === 4 ? 'ipv4' : 'ipv6';
    descriptor.source = tuple.source;
    descriptor.destination = tuple.destination;
    descriptor.name = internetName(tuple, descriptor.l4 !== l4.icmp && descriptor.l4 !== l4.raw);
  }
  if (descriptor.name !== before) system.isNameChanged = true;
}

const accept: Parser = (system, event) => {
  const { thread, threads } = system;
  const fd = event.i64(0);
  system.fd = fd;
  if (thread === undefined || fd < 0) return;
  const tuple = tupleOf(event, 1);
  const descriptor = newDescriptor('unknown');
  if (tuple?.kind === 'internet') descriptor.l4 = l4.tcp;
  if (tuple !== undefined) setTuple(system, descriptor, tuple);
  descriptor.role = 'server';
  descriptor.isConnected = true;
  threads.setDescriptor(thread, fd, descriptor);
  system.descriptor = descriptor;
};

const soError = 4;

/** An asynchronous connect tells by SO_ERROR how it ended. */
const getsockopt: Parser = ({ descriptor }, event) => {
  if (descriptor === undefined || event.i64(0) < 0 || event.u8(3) !== soError) return;
  const { bytes } = event;
  const at = event.offset(4);
  const isZero =
    event.length(4) > 1 && bytes.subarray(at + 1, at + event.length(4)).every((byte) => byte === 0);
  if (isZero) descriptor.isConnected = true;
};

const shutdown: Parser = ({ descriptor }, event) => {
  if (descriptor !== undefined && event.i64(0) >= 0) descriptor.isConnected = false;
};

export const socketParsers: ParserTable = {
  exit: { socket, bind, connect, accept, accept4: accept, getsockopt, shutdown },
  enter: { connect: connectEnter },
};
