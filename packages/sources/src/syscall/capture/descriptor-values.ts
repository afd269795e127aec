import {
  type Descriptor,
  type Endpoint,
  eventFlag,
  isSocket,
  protocolOf,
  typeCharOf,
} from '@breakwater/capture';
import type { FieldValue } from '@breakwater/model';
import type { CaptureRecord, Extract, Extracts } from './capture-record.ts';
import { isLocal } from './local-address.ts';
import { resultOf } from './result.ts';
import { socketText } from './socket-text.ts';

const typeNames: Readonly<Partial<Record<Descriptor['type'], string>>> = {
  fifo: 'pipe',
  'ipv4-server': 'ipv4',
  'ipv6-server': 'ipv6',
  unknown: '<NA>',
  unsupported: '<NA>',
};

const typeNameOf = ({ type }: Descriptor): string => typeNames[type] ?? type;
const isServer = ({ type }: Descriptor): boolean => type === 'ipv4-server' || type === 'ipv6-server';
const isInternet = (descriptor: Descriptor): boolean => isSocket(descriptor) || isServer(descriptor);

const { createsFd, usesFd, destroysFd, readsFromFd, writesToFd } = eventFlag;
const fdFlags = createsFd | usesFd | destroysFd;

function isAboutFd({ event, system }: CaptureRecord): boolean {
  return system.thread !== undefined && (event.type.flags & fdFlags) !== 0;
}

function own(value: (descriptor: Descriptor, record: CaptureRecord) => FieldValue | undefined): Extract {
  return (record) => {
    const { descriptor } = record.system;
    return descriptor === undefined || !isAboutFd(record) ? undefined : value(descriptor, record);
  };
}

/**
 * The name of the descriptor. Without one that is what the call was asked for, and empty for calls that name
 * nothing. A connect that did not succeed at once has the name that it asked for.
 */
function nameOf(record: CaptureRecord): string | undefined {
  if (!isAboutFd(record)) return undefined;
  const { event, system } = record;
  const isConnect = event.type.name === 'connect';
  const hasFailed = isConnect && event.i64(0) < 0;
  if (system.descriptor !== undefined && !hasFailed) return system.descriptor.name;
  if (isConnect || event.type.name === 'accept' || event.type.name === 'accept4')
    return socketText(record, 1, 'socktuple');
  return system.path ?? '';
}

function directoryOf(name: string): string {
  const slash = name.lastIndexOf('/');
  if (slash <= 0) return '/';
  return slash === name.length - 1 ? name : name.slice(0, slash);
}

const directory = (record: CaptureRecord): string | undefined => {
  if (!isAboutFd(record)) return undefined;
  const { descriptor } = record.system;
  if (descriptor === undefined) return directoryOf(nameOf(record) ?? '');
  if (descriptor.type === 'directory') return descriptor.name;
  return descriptor.type === 'file' ? directoryOf(descriptor.name) : undefined;
};

const filename = own(({ type, name }) => {
  if (type !== 'file') return undefined;
  const slash = name.lastIndexOf('/');
  if (slash < 0) return '/';
  return slash === name.length - 1 ? name : name.slice(slash + 1);
});

/** Kinds of descriptors that a call would have made. */
const madeBy: Readonly<Record<string, string>> = {
  open: 'f',
  openat: 'f',
  openat2: 'f',
  creat: 'f',
  socket: '4',
  accept: '4',
  accept4: '4',
  pipe: 'p',
  pipe2: 'p',
  eventfd: 'e',
  eventfd2: 'e',
  signalfd: 's',
  signalfd4: 's',
  timerfd_create: 't',
  inotify_init: 'i',
  inotify_init1: 'i',
};

type End = 'client' | 'server' | 'local' | 'remote';

/** The end of a connection; of a server's socket there is only the server's. */
function endOf(descriptor: Descriptor, end: End, record: CaptureRecord): Endpoint | undefined {
  const { source, destination, role } = descriptor;
  if (isServer(descriptor)) return end === 'server' ? destination : undefined;
  if (!isSocket(descriptor) || role === undefined) return undefined;
  if (end === 'client') return source;
  if (end === 'server') return destination;
  const isSourceLocal = source !== undefined && isLocal(record, source.address);
  return isSourceLocal === (end === 'local') ? source : destination;
}

function endValues(letter: string, end: End): Extracts {
  const port = own((descriptor, record) => endOf(descriptor, end, record)?.port);
  const address = own((descriptor, record) => {
    // A socket that was bound before the capture began does not tell which end it is.
    if (descriptor.role === undefined) return undefined;
    return endOf(descriptor, end, record)?.address;
  });
  return {
    [`fd.${letter}ip`]: address,
    [`fd.${letter}net`]: address,
    [`fd.${letter}port`]: port,
    [`fd.${letter}proto`]: own((descriptor, record) => {
      if (isServer(descriptor) && end === 'server') return '';
      const found = endOf(descriptor, end, record)?.port;
      return found === undefined ? undefined : String(found);
    }),
  };
}

function bothEnds(value: (end: Endpoint) => string | number): Extract {
  return own((descriptor) => {
    if (!isInternet(descriptor)) return undefined;
    const ends = [descriptor.source, descriptor.destination].filter((end) => end !== undefined);
    return ends.length === 0 ? undefined : (ends.map(value) as string[]);
  });
}

const bothAddresses = bothEnds(({ address }) => address);
const bothPorts = bothEnds(({ port }) => port);

/** Reading from and writing to a socket shows that it is connected. */
function isConnected({ event }: CaptureRecord, descriptor: Descriptor): boolean {
  if (descriptor.isConnected) return true;
  const isTransfer = (event.type.flags & (readsFromFd | writesToFd)) !== 0;
  return isTransfer && isSocket(descriptor) && (resultOf(event) ?? -1) >= 0;
}

/** Device numbers as stat(2) packs them. */
const majorOf = (device: number): number => (device >>> 8) & 0xfff;
const minorOf = (device: number): number => (device & 0xff) | ((device >>> 12) & 0xf_ff00);

/** Values of the fields of the descriptor that an event works on. */
export const descriptorValues: Extracts = {
  'fd.num': (record) => (isAboutFd(record) ? (record.system.fd ?? -1) : undefined),
  'fd.name': nameOf,
  'fd.nameraw': (record) => {
    if (!isAboutFd(record)) return undefined;
    const { descriptor, pathRaw } = record.system;
    const raw = descriptor === undefined ? (pathRaw ?? nameOf(record) ?? '') : (descriptor.nameRaw ?? '');
    return raw.includes('//') ? raw.replaceAll(/\/{2,}/g, '/') : raw;
  },
  'fd.directory': directory,
  'fd.filename': filename,
  'fd.type': own(typeNameOf),
  'fd.typechar': (record) => {
    if (!isAboutFd(record)) return undefined;
    const { descriptor } = record.system;
    return descriptor === undefined ? (madeBy[record.event.type.name] ?? 'o') : typeCharOf(descriptor);
  },
  'fd.ino': own(({ inode }) => inode),
  'fd.dev': own(({ device }) => device),
  'fd.dev.major': own(({ device }) => majorOf(device)),
  'fd.dev.minor': own(({ device }) => minorOf(device)),
  'fd.is_upper_layer': own(({ hasUpperLayer }) => hasUpperLayer),
  'fd.is_lower_layer': own(({ hasLowerLayer }) => hasLowerLayer),
  'fd.name_changed': own((_, { system }) => system.isNameChanged),
  'fd.l4proto': own(protocolOf),
  'fd.sockfamily': own((descriptor) => {
    if (isInternet(descriptor)) return 'ip';
    return descriptor.type === 'unix' ? 'unix' : undefined;
  }),
  'fd.is_server': own((descriptor, record) => {
    if (isServer(descriptor)) return true;
    const { destination } = descriptor;
    return isSocket(descriptor) && destination !== undefined && isLocal(record, destination.address);
  }),
  'fd.connected': own((descriptor, record) => isConnected(record, descriptor)),
  'fd.uid': (record) =>
    isAboutFd(record) ? `${record.system.thread?.tid}${record.system.fd ?? -1}` : undefined,
  'fd.containername': (record) => joined(record, nameOf(record)),
  'fd.containerdirectory': (record) => joined(record, directory(record)),
  'fd.types': (record, argument) => {
    const { thread, threads } = record.system;
    if (thread === undefined || !isAboutFd(record)) return undefined;
    const fds = threads.mainOf(thread)?.fds;
    const wanted = argument === undefined ? [...(fds?.values() ?? [])] : [fds?.get(Number(argument))];
    const types = wanted.flatMap((one) => (one === undefined ? [] : [typeNameOf(one)]));
    return types.length === 0 && argument !== undefined ? undefined : [...new Set(types)];
  },
  'fd.ip': bothAddresses,
  'fd.net': bothAddresses,
  'fd.port': bothPorts,
  'fd.proto': bothPorts,
  ...endValues('c', 'client'),
  ...endValues('s', 'server'),
  ...endValues('l', 'local'),
  ...endValues('r', 'remote'),
};

function joined({ system }: CaptureRecord, text: string | undefined): string | undefined {
  if (text === undefined || system.thread === undefined) return undefined;
  return `${system.thread.container}:${text}`;
}
