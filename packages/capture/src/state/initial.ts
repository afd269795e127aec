import type { DescriptorEntry } from '../lists/descriptors.ts';
import type { ProcessEntry } from '../lists/processes.ts';
import { unmapped } from './address.ts';
import { containerOfCgroups } from './containers.ts';
import { type Descriptor, l4, newDescriptor } from './descriptor.ts';
import { internetName, unixName } from './socket-parameters.ts';
import { directoryOf, newThread, type Thread } from './thread.ts';

/** A thread as it was when the capture began. */
export function threadOf(process: ProcessEntry): Thread {
  return {
    ...newThread(process.tid),
    ...process,
    cwd: directoryOf(process.cwd),
    container: containerOfCgroups(process.cgroups)?.id ?? '',
    exeInode: Number(process.exeInode),
    isInvalid: false,
  };
}

/** A descriptor as it was when the capture began. */
export function descriptorOf(entry: DescriptorEntry): Descriptor {
  const descriptor = newDescriptor(entry.type, entry.name);
  descriptor.inode = Number(entry.inode);
  descriptor.device = entry.device;
  descriptor.openFlags = entry.openFlags;
  descriptor.l4 = entry.l4;
  if (entry.type === 'unix') descriptor.name = unixName({ kind: 'unix', ...entry, path: entry.name });
  const [first, second] = entry.addresses;
  if (first === undefined) return descriptor;
  const source = { ...addressOf(first), port: entry.ports[0] ?? 0 };
  if (second === undefined) {
    descriptor.name = `${source.address}:${source.port}`;
    descriptor.role = 'server';
    descriptor.destination = source;
    return descriptor;
  }
  const destination = { ...addressOf(second), port: entry.ports[1] ?? 0 };
  const family = source.family === 4 && destination.family === 4 ? 4 : 6;
  descriptor.type = family === 4 ? 'ipv4' : 'ipv6';
  descriptor.source = source;
  descriptor.destination = destination;
  descriptor.isConnected = entry.l4 === l4.tcp;
  const hasPorts = entry.l4 !== l4.icmp && entry.l4 !== l4.raw;
  descriptor.name = internetName({ kind: 'internet', family, source, destination }, hasPorts);
  return descriptor;
}

/**
 * Which end of a connection a process was, from the ports that servers listen on: captures do not say so of what
 * was there at their begin.
 */
export function guessRole(descriptor: Descriptor, serverPorts: ReadonlySet<number>): void {
  const { type, source, destination, role } = descriptor;
  if (type !== 'ipv4' || role !== undefined || source === undefined || destination === undefined) return;
  descriptor.role = serverPorts.has(source.port) ? 'server' : 'client';
  if (descriptor.role === 'client') return;
  descriptor.source = destination;
  descriptor.destination = source;
  const hasPorts = descriptor.l4 !== l4.icmp && descriptor.l4 !== l4.raw;
  descriptor.name = internetName(
    { kind: 'internet', family: 4, source: destination, destination: source },
    hasPorts,
  );
}

function addressOf(bytes: Uint8Array): { readonly family: 4 | 6; readonly address: string } {
  return bytes.length === 4 ? { family: 4, address: [...bytes].join('.') } : unmapped(bytes, 0);
}
