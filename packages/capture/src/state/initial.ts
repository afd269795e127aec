import type { DescriptorEntry } from '../lists/descriptors.ts';
import type { InterfaceEntry } from '../lists/interfaces.ts';
import type { ProcessEntry } from '../lists/processes.ts';
import { addressText, ipv4Text, isMapped } from './address.ts';
import { containerOfCgroups } from './cgroup-container.ts';
import { type Descriptor, l4, newDescriptor } from './descriptor.ts';
import { joinPath } from './paths.ts';
import { completeEnds, swapEnds, tupleOfEnds } from './peers.ts';
import { tupleText } from './socket-parameters.ts';
import { newThread, type Thread } from './thread.ts';

const closeOnExecFlag = 4096;

/** A thread as it was when the capture began. Working directory and environment are those of the process. */
export function threadOf(process: ProcessEntry): Thread {
  const isMain = process.tid === process.pid;
  const cwd = joinPath('', process.cwd);
  return {
    ...newThread(process.tid),
    ...process,
    cwd: isMain ? (cwd.endsWith('/') ? cwd : `${cwd}/`) : '',
    env: isMain ? process.env : [],
    container: containerOfCgroups(process.cgroups)?.id ?? '',
    exeInode: Number(process.exeInode),
    isInvalid: process.pid < 0 || process.ptid < 0,
  };
}

/** A descriptor as it was when the capture began. */
export function descriptorOf(entry: DescriptorEntry, interfaces: readonly InterfaceEntry[] = []): Descriptor {
  const descriptor = newDescriptor(entry.type, entry.name);
  descriptor.inode = Number(entry.inode);
  descriptor.device = entry.device;
  descriptor.openFlags = entry.openFlags;
  descriptor.closesOnExec = (entry.openFlags & closeOnExecFlag) !== 0;
  descriptor.l4 = entry.l4;
  if (entry.type === 'unix') descriptor.role = entry.name === '' ? 'client' : 'server';
  const [first, second] = entry.addresses;
  if (first === undefined) return descriptor;
  const [sourcePort = 0, destinationPort = 0] = entry.ports;
  if (second === undefined) {
    descriptor.destination = { address: addressText(first), port: sourcePort };
    descriptor.name = `${descriptor.destination.address}:${sourcePort}`;
    return descriptor;
  }
  const isIpv4 = first.length === 4 || (isMapped(first, 0) && isMapped(second, 0));
  const text = (bytes: Uint8Array): string =>
    bytes.length === 16 && isIpv4 ? ipv4Text(bytes, 12) : addressText(bytes);
  descriptor.type = isIpv4 ? 'ipv4' : 'ipv6';
  descriptor.source = { address: text(first), port: sourcePort };
  descriptor.destination = { address: text(second), port: destinationPort };
  descriptor.isConnected = entry.l4 === l4.tcp;
  if (isIpv4) completeEnds(descriptor, interfaces);
  nameByTuple(descriptor);
  return descriptor;
}

/** Lists give sockets of every protocol with their ports. */
function nameByTuple(descriptor: Descriptor): void {
  const tuple = tupleOfEnds(descriptor);
  if (tuple !== undefined) descriptor.name = tupleText(tuple);
}

/**
 * Which end of a connection a process was, from the ports that servers listen on: captures do not say so of what
 * was there at their begin.
 */
export function guessRole(descriptor: Descriptor, serverPorts: ReadonlySet<number>): void {
  if (descriptor.type !== 'ipv4' || descriptor.source === undefined) return;
  descriptor.role = serverPorts.has(descriptor.source.port) ? 'server' : 'client';
  if (descriptor.role === 'client') return;
  swapEnds(descriptor);
  nameByTuple(descriptor);
}
