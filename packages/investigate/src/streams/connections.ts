import { type Descriptor, l4Names } from '@breakwater/capture';
import { isConnected } from '../tiles/network.ts';
import { add, processAndThing, type Stream } from './stream.ts';

const wouldWait = -11;

function sideOf({ role, type, l4 }: Descriptor): string {
  const family = type.startsWith('ipv6') ? ' over IPv6' : '';
  const protocol = `${l4Names[l4] ?? ''}`.replace('<NA>', '');
  const side = role === 'server' ? 'in' : role === 'client' ? 'out' : '';
  return `${protocol}${family} ${side}`.trim();
}

export const connections: Stream = {
  id: 'connections',
  title: 'Connections',
  figures: [
    { id: 'received', title: 'Received', unit: 'bytes' },
    { id: 'sent', title: 'Sent', unit: 'bytes' },
    { id: 'failed', title: 'Failed', unit: 'count' },
  ],
  on: ({ isRead, isWrite, type: { name } }) =>
    isRead || isWrite || name === 'connect' || name === 'accept' || name === 'accept4',
  key: (seen) => {
    const { descriptor, isInternet } = seen;
    return isInternet && descriptor?.destination !== undefined && descriptor.source !== undefined
      ? processAndThing(seen)
      : undefined;
  },
  what: ({ descriptor }) => descriptor?.name ?? '',
  detail: ({ descriptor }) => (descriptor === undefined ? '' : sideOf(descriptor)),
  count: (seen, figures) => {
    const { facts, bytes, isFailed, result } = seen;
    if (facts.isRead) add(figures, 0, bytes);
    if (facts.isWrite) add(figures, 1, bytes);
    if (isFailed && !isConnected(seen) && result !== wouldWait) add(figures, 2, 1);
  },
};
