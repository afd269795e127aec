import { type Descriptor, type Endpoint, eventFlag, l4Names, typeCharOf } from '@breakwater/capture';
import type { FieldValue } from '@breakwater/model';
import type { CaptureRecord, Extract, Extracts } from './capture-record.ts';
import { isLocal } from './local-address.ts';

const typeNames: Readonly<Partial<Record<Descriptor['type'], string>>> = {
  fifo: 'pipe',
  'ipv4-server': 'ipv4',
  'ipv6-server': 'ipv6',
};
const failedOpens = new Set(['open', 'openat', 'openat2', 'creat', 'open_by_handle_at']);

function own(value: (descriptor: Descriptor, record: CaptureRecord) => FieldValue | undefined): Extract {
  return (record) => {
    const { descriptor } = record.system;
    return descriptor === undefined ? undefined : value(descriptor, record);
  };
}

const isInternet = ({ type }: Descriptor): boolean => type.startsWith('ipv');
const isServer = ({ type }: Descriptor): boolean => type === 'ipv4-server' || type === 'ipv6-server';

const fdFlags = eventFlag.createsFd | eventFlag.usesFd | eventFlag.destroysFd;

function isAboutFd({ event }: CaptureRecord): boolean {
  return (event.type.flags & fdFlags) !== 0;
}

/**
 * The name of the descriptor, or the path of an open that failed. Of an event about a descriptor that is not known
 * the name is there and empty.
 */
function nameOf(record: CaptureRecord): string | undefined {
  const { descriptor, path } = record.system;
  if (descriptor !== undefined) return descriptor.name;
  return path ?? (isAboutFd(record) ? '' : undefined);
}

function directoryOf(name: string): string {
  const slash = name.lastIndexOf('/');
  if (slash < 0) return '/';
  return slash === 0 ? '/' : name.slice(0, slash);
}

function isFile({ type }: Descriptor): boolean {
  return type === 'file' || type === 'directory';
}

const directory: Extract = (record) => {
  const { descriptor } = record.system;
  const name = nameOf(record);
  if (name === undefined || (descriptor !== undefined && !isFile(descriptor))) return undefined;
  return descriptor?.type === 'directory' ? name : directoryOf(name);
};

const filename: Extract = (record) => {
  const { descriptor } = record.system;
  const name = nameOf(record);
  const isOpen =
    descriptor === undefined ? failedOpens.has(record.event.type.name) : descriptor.type === 'file';
  if (name === undefined || !isOpen) return undefined;
  return name.slice(name.lastIndexOf('/') + 1);
};

type End = 'client' | 'server' | 'local' | 'remote';

/** The end of a connection; of a server's socket there is only the server's. */
function endOf(descriptor: Descriptor, end: End, { system }: CaptureRecord): Endpoint | undefined {
  if (!isInternet(descriptor)) return undefined;
  const { source, destination, role } = descriptor;
  if (isServer(descriptor)) return end === 'server' || end === 'local' ? destination : undefined;
  if (end === 'client') return role === undefined ? undefined : source;
  if (end === 'server') return role === undefined ? undefined : destination;
  if (source === undefined || destination === undefined) return undefined;
  const isSourceLocal = isLocal(source.address, system.interfaces);
  return isSourceLocal === (end === 'local') ? source : destination;
}

function endValues(letter: string, end: End): Extracts {
  const address = own((descriptor, record) => endOf(descriptor, end, record)?.address);
  return {
    [`fd.${letter}ip`]: address,
    [`fd.${letter}net`]: address,
    [`fd.${letter}port`]: own((descriptor, record) => endOf(descriptor, end, record)?.port),
    [`fd.${letter}proto`]: own((descriptor, record) => {
      const port = endOf(descriptor, end, record)?.port;
      return port === undefined ? undefined : String(port);
    }),
  };
}

const bothAddresses = own((descriptor) => {
  if (!isInternet(descriptor)) return undefined;
  const ends = [descriptor.source, descriptor.destination].filter((end) => end !== undefined);
  return ends.length === 0 ? undefined : ends.map(({ address }) => address);
});

const bothPorts = own((descriptor) => {
  if (!isInternet(descriptor)) return undefined;
  const ends = [descriptor.source, descriptor.destination].filter((end) => end !== undefined);
  return ends.length === 0 ? undefined : ends.map(({ port }) => port);
});

const l4proto = own(({ type, l4 }) => (type.startsWith('ipv') ? l4Names[l4] : undefined));

/** Values of the fields of the descriptor that an event works on. */
export const descriptorValues: Extracts = {
  'fd.num': ({ system }) => system.fd,
  'fd.name': nameOf,
  'fd.nameraw': own(({ nameRaw }) => nameRaw),
  'fd.directory': directory,
  'fd.filename': filename,
  'fd.type': own(({ type }) => (type === 'unknown' ? undefined : (typeNames[type] ?? type))),
  'fd.typechar': (record) => {
    const { descriptor } = record.system;
    if (descriptor !== undefined) return typeCharOf(descriptor);
    if (failedOpens.has(record.event.type.name)) return 'f';
    return isAboutFd(record) ? 'o' : undefined;
  },
  'fd.ino': own(({ inode }) => inode),
  'fd.dev': own(({ device }) => device),
  'fd.dev.major': own(({ device }) => device >>> 8),
  'fd.dev.minor': own(({ device }) => device & 0xff),
  'fd.is_upper_layer': own(({ hasUpperLayer }) => hasUpperLayer),
  'fd.is_lower_layer': own(({ hasLowerLayer }) => hasLowerLayer),
  'fd.name_changed': ({ system }) => (system.descriptor === undefined ? undefined : system.isNameChanged),
  'fd.l4proto': l4proto,
  'fd.sockfamily': own((descriptor) => {
    if (isInternet(descriptor)) return 'ip';
    return descriptor.type === 'unix' ? 'unix' : undefined;
  }),
  'fd.is_server': own((descriptor) => (isInternet(descriptor) ? descriptor.role === 'server' : undefined)),
  'fd.connected': own((descriptor) => (isInternet(descriptor) ? descriptor.isConnected : undefined)),
  'fd.uid': ({ event, system }) => (system.fd === undefined ? undefined : `${event.tid}${system.fd}`),
  'fd.containername': (record) => joined(record, nameOf(record)),
  'fd.containerdirectory': (record) => {
    const found = directory(record);
    return joined(record, typeof found === 'string' ? found : undefined);
  },
  'fd.types': ({ system: { thread, threads } }, argument) => {
    if (thread === undefined) return undefined;
    const { fds } = threads.leaderOf(thread);
    const wanted = argument === undefined ? [...fds.values()] : [fds.get(Number(argument))];
    const types = wanted.flatMap((one) => (one === undefined ? [] : [typeNames[one.type] ?? one.type]));
    return types.length === 0 ? undefined : types;
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
