import type { Seen } from '../seen.ts';
import { isTransfer, type Tile } from './tile.ts';

/** A connection that is being made: no error. */
const inProgress = -115;
const dns = 53;

export function isConnected({ result }: Seen): boolean {
  return result !== undefined && (result >= 0 || result === inProgress);
}

/** Whether a socket starts to listen: `listen` of TCP, `bind` of UDP. */
export function isListening({ name, descriptor, isDone }: Seen): boolean {
  if (!isDone || descriptor === undefined) return false;
  const isServer = descriptor.type === 'ipv4-server' || descriptor.type === 'ipv6-server';
  return isServer && (name === 'listen' ? descriptor.l4 !== udp : descriptor.l4 === udp);
}

const udp = 3;

export const networkTiles: readonly Tile[] = [
  {
    id: 'bytes-received',
    title: 'Bytes received',
    unit: 'bytes',
    on: ({ isRead }) => isRead,
    amount: ({ isInternet, bytes }) => (isInternet ? bytes : 0),
  },
  {
    id: 'bytes-sent',
    title: 'Bytes sent',
    unit: 'bytes',
    on: ({ isWrite }) => isWrite,
    amount: ({ isInternet, bytes }) => (isInternet ? bytes : 0),
    noteworthy: { when: 'peak' },
  },
  {
    id: 'connections-out',
    title: 'Connections made',
    unit: 'count',
    on: ['connect'],
    amount: (seen) => (seen.isInternet && isConnected(seen) ? 1 : 0),
    noteworthy: { when: 'peak' },
  },
  {
    id: 'connections-in',
    title: 'Connections accepted',
    unit: 'count',
    on: ['accept', 'accept4'],
    amount: ({ isInternet, isDone }) => (isInternet && isDone ? 1 : 0),
  },
  {
    id: 'new-peers',
    title: 'Different peers connected to',
    unit: 'count',
    on: ['connect'],
    thing: (seen) => {
      const peer = seen.isInternet && isConnected(seen) ? seen.descriptor?.destination : undefined;
      return peer === undefined ? 0 : seen.numberOf('peer', peer.address);
    },
  },
  {
    id: 'new-ports',
    title: 'New listening ports',
    unit: 'count',
    on: ['listen', 'bind'],
    amount: (seen) => (isListening(seen) ? 1 : 0),
    noteworthy: { when: 'any' },
    reason: 'A port was opened while the capture was made',
  },
  {
    id: 'unix-connections',
    title: 'Connections to local sockets',
    unit: 'count',
    on: ['connect'],
    amount: ({ descriptor, isDone }) => (isDone && descriptor?.type === 'unix' ? 1 : 0),
  },
  {
    id: 'dns-messages',
    title: 'Name lookups',
    unit: 'count',
    on: isTransfer,
    amount: ({ facts, isInternet, isDone, descriptor }) =>
      facts.isWrite && isInternet && isDone && descriptor?.destination?.port === dns ? 1 : 0,
  },
];
