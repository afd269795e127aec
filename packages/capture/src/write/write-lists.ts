import { type DescriptorEntry, descriptorTypes } from '../lists/descriptors.ts';
import type { InterfaceEntry } from '../lists/interfaces.ts';
import type { MachineInfo } from '../lists/machine.ts';
import type { ProcessEntry } from '../lists/processes.ts';
import type { GroupEntry, UserEntry } from '../lists/users.ts';
import type { ByteWriter } from './byte-writer.ts';

const hostnameBytes = 128;
const limits = { name: 256, path: 1024, texts: 4096 } as const;
const fileType = 16;

export function writeMachine(to: ByteWriter, machine: MachineInfo): void {
  const hostname = new Uint8Array(hostnameBytes);
  new TextEncoder().encodeInto(machine.hostname, hostname.subarray(0, hostnameBytes - 1));
  to.u32(machine.cpus).i64(machine.memoryBytes).i64(machine.maxPid).data(hostname).i64(machine.bootTime);
  to.i64(0).i64(0).i64(0);
}

/** Entries without the speed of the link, which is not read. */
export function writeInterface(to: ByteWriter, { family, name, address, netmask }: InterfaceEntry): void {
  const bytes = new TextEncoder().encode(name).subarray(0, limits.name);
  const start = to.length;
  to.u32(0)
    .u16(family === 4 ? 3 : 4)
    .u16(bytes.length);
  to.data(address).data(netmask).data(new Uint8Array(address.length)).data(bytes);
  to.patchU32(start, to.length - start - 4);
}

export function writeUser(to: ByteWriter, { uid, gid, name, home, shell }: UserEntry): void {
  const start = to.length;
  to.u32(0).u8(0).u32(uid).u32(gid);
  to.text(name, limits.name).text(home, limits.path).text(shell, limits.path);
  to.patchU32(start, to.length - start);
}

export function writeGroup(to: ByteWriter, { gid, name }: GroupEntry): void {
  const start = to.length;
  to.u32(0).u8(1).u32(gid).text(name, limits.name);
  to.patchU32(start, to.length - start);
}

/** An entry of version 9. */
export function writeProcess(to: ByteWriter, process: ProcessEntry): void {
  const start = to.length;
  const { exeFlags } = process;
  const bit = (flag: number): number => ((exeFlags & flag) === 0 ? 0 : 1);
  to.u32(0).i64(process.tid).i64(process.pid).i64(process.ptid).i64(process.sid).i64(process.vpgid);
  to.text(process.comm, limits.name).text(process.exe, limits.path).text(process.exepath, limits.path);
  to.texts(process.args, limits.texts).text(process.cwd, limits.path);
  to.i64(process.fdLimit).u32(process.flags).u32(process.uid).u32(process.gid);
  to.u32(process.vmSize).u32(process.vmRss).u32(process.vmSwap);
  to.i64(process.majorFaults).i64(process.minorFaults);
  to.texts(process.env, limits.texts).i64(process.vtid).i64(process.vpid);
  to.texts(process.cgroups, limits.texts).text(process.root, limits.path);
  to.i64(process.pidnsInitStart).u32(process.tty).u32(process.loginuid).u8(bit(1));
  to.i64(process.capInheritable).i64(process.capPermitted).i64(process.capEffective);
  to.u8(bit(2)).i64(process.exeInode).i64(process.exeCtime).i64(process.exeMtime);
  to.u8(bit(4)).u8(bit(8)).i64(process.pgid);
  to.patchU32(start, to.length - start);
}

/** An entry of version 2. */
export function writeDescriptor(to: ByteWriter, entry: DescriptorEntry): void {
  const start = to.length;
  const { addresses, ports, l4 } = entry;
  to.u32(0).i64(entry.fd).i64(entry.inode);
  to.u8(entry.type === 'file' ? fileType : descriptorTypes.indexOf(entry.type));
  switch (entry.type) {
    case 'ipv4':
    case 'ipv6':
    case 'ipv4-server':
    case 'ipv6-server':
      for (const address of addresses) to.data(address);
      for (const port of ports) to.u16(port);
      to.u8(l4);
      break;
    case 'unix':
      to.i64(entry.source).i64(entry.destination).text(entry.name, limits.path);
      break;
    case 'file':
      to.u32(entry.openFlags).text(entry.name, limits.path).u32(entry.device);
      break;
    default:
      to.text(entry.name, limits.path);
  }
  to.patchU32(start, to.length - start);
}
