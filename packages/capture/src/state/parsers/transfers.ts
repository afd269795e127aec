import type { CaptureEvent } from '../../capture-event.ts';
import { type Descriptor, isSocket, l4, newDescriptor } from '../descriptor.ts';
import type { Parser, ParserTable } from '../parser.ts';
import { completeEnds, isTcp, nameByEnds, setEnds, swapEnds } from '../peers.ts';
import { type InternetTuple, tupleOf, unixName } from '../socket-parameters.ts';
import type { System } from '../system.ts';
import { create } from './descriptors.ts';

type Direction = 'send' | 'receive';

/** Sockets without a connection tell whom they talk to with every message. */
function transfer(direction: Direction, tupleAt: number, infersSocket = false): Parser {
  return (system, event) => {
    if (event.length(0) === 0 || event.i64(0) < 0) return;
    if (infersSocket && system.descriptor === undefined) inferSocket(system, event, tupleAt);
    const { descriptor } = system;
    if (descriptor === undefined) return;
    if (isSocket(descriptor)) descriptor.isConnected = true;
    // A connected stream has its name already and does not change it.
    if (descriptor.name !== '' && isTcp(descriptor)) return;
    const tuple = tupleOf(event, tupleAt);
    if (tuple === undefined) return;
    const before = descriptor.name;
    if (tuple.kind === 'unix') {
      descriptor.type = 'unix';
      descriptor.name = unixName(tuple);
    } else setPeers(system, descriptor, tuple, direction);
    system.isNameChanged = descriptor.name !== before;
  };
}

/**
 * Events give the sender first. Source becomes the client's end: who speaks first is the client, unless the socket
 * was bound or connected before.
 */
function setPeers(
  { interfaces }: System,
  descriptor: Descriptor,
  tuple: InternetTuple,
  direction: Direction,
): void {
  becomeSocket(descriptor, tuple);
  if (!setEnds(descriptor, tuple)) return;
  if (descriptor.l4 === l4.unknown) descriptor.l4 = l4.udp;
  completeEnds(descriptor, interfaces);
  descriptor.role ??= direction === 'receive' && descriptor.type === 'ipv4' ? 'server' : 'client';
  if ((descriptor.role === 'server') === (direction === 'send')) swapEnds(descriptor);
  nameByEnds(descriptor);
}

/** What was a server's socket, or one of IPv6, has the ends that its messages tell, and none of its own. */
function becomeSocket(descriptor: Descriptor, { family, isMapped }: InternetTuple): void {
  const type = family === 4 ? 'ipv4' : 'ipv6';
  if (descriptor.type === type) return;
  descriptor.source = undefined;
  descriptor.destination = undefined;
  if (isMapped) descriptor.l4 = l4.unknown;
  descriptor.type = type;
}

/** A socket that was opened before the capture began: it is taken for one of UDP. */
function inferSocket(system: System, event: CaptureEvent, tupleAt: number): void {
  const tuple = tupleOf(event, tupleAt);
  if (tuple?.kind !== 'internet' || system.fd === undefined) return;
  const descriptor = newDescriptor(event.bytes[event.offset(tupleAt)] === 2 ? 'ipv4' : 'ipv6');
  descriptor.l4 = l4.udp;
  create(system, system.fd, descriptor);
}

export const transferParsers: ParserTable = {
  exit: {
    send: transfer('send', 4, true),
    sendto: transfer('send', 4, true),
    sendmsg: transfer('send', 4, true),
    sendmmsg: transfer('send', 4),
    recv: transfer('receive', 4),
    recvfrom: transfer('receive', 2),
    recvmsg: transfer('receive', 3),
    recvmmsg: transfer('receive', 4),
  },
};
