import type { DescriptorType } from '../lists/descriptors.ts';

/** One end of a connection. IPv4 mapped into IPv6 is IPv4. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** Transport protocols by the number that captures hold. */
export const l4Names = ['<NA>', '<NA>', 'tcp', 'udp', 'icmp', 'raw'] as const;

export const l4 = { unknown: 0, none: 1, tcp: 2, udp: 3, icmp: 4, raw: 5 } as const;

/** A file descriptor of a process, as far as the events have told. */
export interface Descriptor {
  type: DescriptorType;
  /** Path, `ip:port->ip:port`, or what the kind has for a name; empty when nothing is known. */
  name: string;
  /** The path as the system call gave it. */
  nameRaw: string | undefined;
  openFlags: number;
  device: number;
  inode: number;
  /** Of a pidfd: the process it stands for. */
  pid: number;
  l4: number;
  /** `client` and `server` tell what this end of a socket is; then source is the client's end. */
  role: 'client' | 'server' | undefined;
  source: Endpoint | undefined;
  destination: Endpoint | undefined;
  isConnected: boolean;
  closesOnExec: boolean;
  /** Copied to a child with the table. */
  isCloned: boolean;
  hasUpperLayer: boolean;
  hasLowerLayer: boolean;
}

/** Ends of a socket without an address. */
const noEndpoints: Readonly<Partial<Record<DescriptorType, Endpoint>>> = {
  ipv4: { address: '0.0.0.0', port: 0 },
  ipv6: { address: '::', port: 0 },
};

export function newDescriptor(type: DescriptorType, name = ''): Descriptor {
  return {
    type,
    name,
    nameRaw: undefined,
    openFlags: 0,
    device: 0,
    inode: 0,
    pid: 0,
    l4: 0,
    role: undefined,
    source: noEndpoints[type],
    destination: noEndpoints[type],
    isConnected: false,
    closesOnExec: false,
    isCloned: false,
    hasUpperLayer: false,
    hasLowerLayer: false,
  };
}

const typeChars: Readonly<Record<DescriptorType, string>> = {
  unknown: 'o',
  file: 'f',
  directory: 'd',
  ipv4: '4',
  ipv6: '6',
  'ipv4-server': '4',
  'ipv6-server': '6',
  fifo: 'p',
  unix: 'u',
  event: 'e',
  unsupported: 'X',
  signalfd: 's',
  eventpoll: 'l',
  inotify: 'i',
  timerfd: 't',
  netlink: 'n',
  bpf: 'b',
  userfaultfd: 'u',
  io_uring: 'r',
  memfd: 'm',
  pidfd: 'P',
};

/** `fd.typechar` */
export function typeCharOf(descriptor: Descriptor): string {
  return typeChars[descriptor.type];
}

/** `fd.l4proto`: of a socket whose end is not known only raw sockets are told. */
export function protocolOf({ type, l4: protocol, role }: Descriptor): string {
  const isServer = type === 'ipv4-server' || type === 'ipv6-server';
  const isKnown =
    isServer || ((type === 'ipv4' || type === 'ipv6') && (protocol === l4.raw || role !== undefined));
  return isKnown ? (l4Names[protocol] ?? '<NA>') : '<NA>';
}

/** An internet socket with two ends. */
export function isSocket({ type }: Descriptor): boolean {
  return type === 'ipv4' || type === 'ipv6';
}
