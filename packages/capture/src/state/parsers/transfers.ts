import type { SocketTuple } from '../address.ts';
import { type Descriptor, isInternet, l4, newDescriptor } from '../descriptor.ts';
import type { Parser, ParserTable } from '../parser.ts';
import { tupleOf } from '../socket-parameters.ts';
import type { System } from '../system.ts';
import { setTuple } from './sockets.ts';

type Direction = 'send' | 'receive';

/** Sockets without a connection tell whom they talk to with every message. */
function transfer(direction: Direction, tupleAt: number): Parser {
  return (system, event) => {
    if (event.length(tupleAt) === 0 || event.i64(0) < 0) return;
    const descriptor = system.descriptor ?? (direction === 'send' ? invented(system) : undefined);
    if (descriptor === undefined) return;
    // A connected stream has its name already and does not change it.
    if (descriptor.l4 === l4.tcp && descriptor.name !== '') return;
    const tuple = tupleOf(event, tupleAt);
    if (tuple === undefined) return;
    if (tuple.kind === 'unix') {
      if (descriptor.name === '') setTuple(system, descriptor, tuple);
      return;
    }
    setPeers(system, descriptor, tuple, direction);
  };
}

/** Source becomes the client's end. Which end that is tells the port that a server is bound to, else the direction. */
function setPeers(
  system: System,
  descriptor: Descriptor,
  tuple: Extract<SocketTuple, { kind: 'internet' }>,
  direction: Direction,
): void {
  if (!isInternet(descriptor) && descriptor.type !== 'unknown') return;
  if (descriptor.l4 === l4.unknown) descriptor.l4 = l4.udp;
  if (descriptor.role === undefined) {
    descriptor.role = roleOf(system, tuple, direction);
  }
  // Events give the sender first: of a message that a server sends, and that a client receives, it is the server.
  const isServerFirst = (descriptor.role === 'server') === (direction === 'send');
  const { source, destination } = tuple;
  setTuple(
    system,
    descriptor,
    isServerFirst ? { ...tuple, source: destination, destination: source } : tuple,
  );
}

/** The end that a server is bound to; when that is neither or both, who speaks first is the client. */
function roleOf(
  { serverPorts }: System,
  { source, destination }: Extract<SocketTuple, { kind: 'internet' }>,
  direction: Direction,
): 'client' | 'server' {
  const [local, remote] = direction === 'send' ? [source, destination] : [destination, source];
  const isLocalBound = serverPorts.has(local.port);
  if (isLocalBound !== serverPorts.has(remote.port)) return isLocalBound ? 'server' : 'client';
  return direction === 'receive' ? 'server' : 'client';
}

/** A socket that was opened before the capture began. */
function invented(system: System): Descriptor | undefined {
  const { thread, threads, fd } = system;
  if (thread === undefined || fd === undefined || fd < 0) return undefined;
  const descriptor = newDescriptor('unknown');
  descriptor.l4 = l4.udp;
  threads.setDescriptor(thread, fd, descriptor);
  system.descriptor = descriptor;
  return descriptor;
}

export const transferParsers: ParserTable = {
  exit: {
    sendto: transfer('send', 4),
    sendmsg: transfer('send', 4),
    recvfrom: transfer('receive', 2),
    recvmsg: transfer('receive', 3),
  },
};
