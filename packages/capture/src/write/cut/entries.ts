import type { DescriptorEntry } from '../../lists/descriptors.ts';
import type { ProcessEntry } from '../../lists/processes.ts';
import type { Descriptor, Endpoint } from '../../state/descriptor.ts';
import type { Thread } from '../../state/thread.ts';
import { addressBytes } from './address-bytes.ts';

/** A thread as an entry of a process list. */
export function processEntryOf(thread: Thread): ProcessEntry {
  return { ...thread, exeInode: BigInt(Math.trunc(thread.exeInode)) };
}

const unixName = /^([0-9a-f]{1,16})->([0-9a-f]{1,16})(?: (.*))?$/s;
const nowhere: Endpoint = { address: '', port: 0 };

/** A descriptor as an entry of a descriptor list. */
export function descriptorEntryOf(fd: number, descriptor: Descriptor): DescriptorEntry {
  const { type, name, openFlags, device, l4 } = descriptor;
  const entry = {
    fd,
    inode: BigInt(Math.trunc(descriptor.inode)),
    type,
    name,
    openFlags,
    device,
    addresses: [],
    ports: [],
    l4,
    source: 0n,
    destination: 0n,
  };
  switch (type) {
    case 'unix': {
      const [, source = '0', destination = '0', path = ''] = unixName.exec(name) ?? ['', '0', '0', name];
      return {
        ...entry,
        source: BigInt(`0x${source}`),
        destination: BigInt(`0x${destination}`),
        name: path,
      };
    }
    case 'ipv4':
    case 'ipv6': {
      const size = type === 'ipv4' ? 4 : 16;
      const ends = localFirst(descriptor);
      return {
        ...entry,
        addresses: ends.map(({ address }) => addressBytes(address, size)),
        ports: ends.map(({ port }) => port),
      };
    }
    case 'ipv4-server':
    case 'ipv6-server': {
      const { address, port } = descriptor.destination ?? nowhere;
      return {
        ...entry,
        addresses: [addressBytes(address, type === 'ipv4-server' ? 4 : 16)],
        ports: [port],
      };
    }
    default:
      return entry;
  }
}

/** Lists have the process's own end first; the state has the client's. */
function localFirst({ role, source = nowhere, destination = nowhere }: Descriptor): readonly Endpoint[] {
  return role === 'server' ? [destination, source] : [source, destination];
}
