import { type ListBody, ListCursor } from './list-body.ts';

/** Kinds of descriptors by the number that captures hold. */
export const descriptorTypes = [
  'unknown',
  'file',
  'directory',
  'ipv4',
  'ipv6',
  'ipv4-server',
  'ipv6-server',
  'fifo',
  'unix',
  'event',
  'unsupported',
  'signalfd',
  'eventpoll',
  'inotify',
  'timerfd',
  'netlink',
  'file',
  'bpf',
  'userfaultfd',
  'io_uring',
  'memfd',
  'pidfd',
] as const;

export type DescriptorType = (typeof descriptorTypes)[number];

/** A descriptor that a process had when the capture began. */
export interface DescriptorEntry {
  readonly fd: number;
  readonly inode: bigint;
  readonly type: DescriptorType;
  /** Path or name; empty for internet sockets. */
  readonly name: string;
  readonly openFlags: number;
  readonly device: number;
  /** Of internet sockets: addresses of 4 or 16 bytes; of servers only the first. */
  readonly addresses: readonly Uint8Array[];
  readonly ports: readonly number[];
  /** 0 unknown, 1 none, 2 tcp, 3 udp, 4 icmp, 5 raw. */
  readonly l4: number;
  /** Of unix sockets. */
  readonly source: bigint;
  readonly destination: bigint;
}

const fileV2 = 16;

/** Since version 2 an entry begins with its length, itself included. */
export function readDescriptors(
  body: ListBody,
  version: number,
  onDescriptor: (tid: number, descriptor: DescriptorEntry) => void,
): void {
  const list = new ListCursor(body);
  const tid = list.i64();
  while (list.left >= 4) {
    const entry = version > 1 ? list.part(list.u32() - 4) : list;
    const descriptor = readEntry(entry, version);
    if (descriptor === undefined) return;
    onDescriptor(tid, descriptor);
  }
}

function readEntry(entry: ListCursor, version: number): DescriptorEntry | undefined {
  const fd = entry.i64();
  const inode = entry.big();
  const code = entry.u8();
  const type = descriptorTypes[code] ?? 'unsupported';
  // Without lengths nothing is known of what follows a type that is not known.
  if (entry.isShort || (version === 1 && code >= descriptorTypes.length)) return undefined;
  const more = readByType(entry, type, code);
  if (entry.isShort && type !== 'file') return undefined;
  return { ...empty, ...more, fd, inode, type };
}

const empty = {
  name: '',
  openFlags: 0,
  device: 0,
  addresses: [],
  ports: [],
  l4: 0,
  source: 0n,
  destination: 0n,
};

function readByType(entry: ListCursor, type: DescriptorType, code: number): Partial<DescriptorEntry> {
  switch (type) {
    case 'ipv4':
    case 'ipv6': {
      const size = type === 'ipv4' ? 4 : 16;
      const addresses = [entry.data(size), entry.data(size)];
      return { addresses, ports: [entry.u16(), entry.u16()], l4: entry.u8() };
    }
    case 'ipv4-server':
    case 'ipv6-server':
      return {
        addresses: [entry.data(type === 'ipv4-server' ? 4 : 16)],
        ports: [entry.u16()],
        l4: entry.u8(),
      };
    case 'unix':
      return { source: entry.big(), destination: entry.big(), name: entry.text() };
    default: {
      if (code !== fileV2) return { name: entry.text() };
      const openFlags = entry.u32();
      const name = entry.text();
      return { openFlags, name, device: entry.left >= 4 ? entry.u32() : 0 };
    }
  }
}
