import { descriptorTypes } from '../../lists/descriptors.ts';
import { type Descriptor, newDescriptor } from '../../state/descriptor.ts';
import type { System } from '../../state/system.ts';
import { newThread, type Thread } from '../../state/thread.ts';

/**
 * Name of the asynchronous events that carry what lists have no place for: when a thread began, which end of a
 * connection is the server's, and the like. They are for the state alone, so that other readers pass over them.
 */
export const stateRecordName = 'breakwater.state';

/** What one record tells; the values of a thread or descriptor are those that its list entry does not give. */
export interface StateRecord {
  readonly serverPorts?: readonly number[];
  readonly tid?: number;
  readonly thread?: Values;
  readonly descriptors?: Readonly<Record<string, Values>>;
}

export type Values = Readonly<Record<string, unknown>>;

type Decode = (value: unknown) => unknown;

/** A value that is not of its kind: what is there stays. */
const refused: unique symbol = Symbol('refused');

const maxTexts = 65_536;
const decodeEndpoint: Decode = (value) => {
  if (!isObject(value)) return refused;
  const { address, port } = value;
  return typeof address === 'string' && typeof port === 'number' ? { address, port } : refused;
};

/** Where a connection was asked for. */
const decodeAddress: Decode = (value) => {
  if (!isObject(value)) return refused;
  const { kind, family, endpoint, path } = value;
  if (kind === 'unix') return typeof path === 'string' ? { kind, path } : refused;
  if (kind !== 'internet') return decodeEndpoint(value);
  const end = decodeEndpoint(endpoint);
  return end === refused || (family !== 4 && family !== 6) ? refused : { kind, family, endpoint: end };
};

const decodeEnter: Decode = (value) => {
  if (!isObject(value) || typeof value.code !== 'number') return refused;
  const { code, path, directory, flags, address } = value;
  const end = decodeAddress(address);
  return {
    code,
    ...(typeof path === 'string' ? { path } : {}),
    ...(typeof directory === 'number' ? { directory } : {}),
    ...(typeof flags === 'number' ? { flags } : {}),
    ...(end === refused ? {} : { address: end }),
  };
};

const plain = (type: 'number' | 'string' | 'boolean'): Decode => {
  return (value) => (typeof value === type ? value : refused);
};

const decodeText = plain('string');

/** By the type of the value in the state. */
const decoders: ReadonlyMap<string, Decode> = new Map([
  ['number', plain('number')],
  ['string', decodeText],
  ['boolean', plain('boolean')],
  ['bigint', (value) => (typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : refused)],
  [
    'texts',
    (value) =>
      Array.isArray(value) && value.length <= maxTexts && value.every((one) => typeof one === 'string')
        ? value
        : refused,
  ],
]);

const types: ReadonlySet<unknown> = new Set(descriptorTypes);

/** Null stands for what is not set. */
const optional =
  (decode: Decode): Decode =>
  (value) =>
    value === null ? undefined : decode(value);

const threadDecoders = decodersOf(newThread(0), ['tid', 'fds', 'pid', 'ptid'], {
  enter: optional(decodeEnter),
});
const descriptorDecoders = decodersOf(newDescriptor('file'), [], {
  type: (value) => (types.has(value) ? value : refused),
  nameRaw: optional(decodeText),
  role: optional((value) => (value === 'client' || value === 'server' ? value : refused)),
  source: optional(decodeEndpoint),
  destination: optional(decodeEndpoint),
});

/** How each value of a sample is read, by its type. */
function decodersOf(
  sample: object,
  omitted: readonly string[],
  special: Readonly<Record<string, Decode>>,
): ReadonlyMap<string, Decode> {
  const found = new Map<string, Decode>(Object.entries(special));
  for (const [key, value] of Object.entries(sample)) {
    if (found.has(key) || omitted.includes(key)) continue;
    const kind = Array.isArray(value) ? 'texts' : typeof value;
    const decode = decoders.get(kind);
    if (decode !== undefined) found.set(key, decode);
  }
  return found;
}

/** What of a thread a reader of its list entry would not know. */
export function threadValues(thread: Thread, known: Thread): Values | undefined {
  return differing(thread, known, threadDecoders);
}

/** What readers guess of a connection once all lists are read. */
const guessed: readonly string[] = ['role', 'source', 'destination', 'name'];

/** What of a descriptor a reader of its list entry would not know. */
export function descriptorValues(descriptor: Descriptor, known: Descriptor): Values | undefined {
  const isGuessed = known.type === 'ipv4' || known.type === 'ipv6';
  return differing(descriptor, known, descriptorDecoders, isGuessed ? guessed : []);
}

function differing(
  value: Thread | Descriptor,
  known: Thread | Descriptor,
  keys: ReadonlyMap<string, Decode>,
  always: readonly string[] = [],
): Values | undefined {
  const [own, other] = [value, known].map((one) => new Map<string, unknown>(Object.entries(one)));
  const found: [string, unknown][] = [];
  for (const key of keys.keys()) {
    const encoded = encode(own?.get(key));
    if (always.includes(key) || JSON.stringify(encoded) !== JSON.stringify(encode(other?.get(key))))
      found.push([key, encoded]);
  }
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

function encode(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : (value ?? null);
}

/** Brings the state up to a record; what is not of its kind is passed over. */
export function restoreState(system: System, text: string): void {
  const record = parse(text);
  if (record === undefined) return;
  const { serverPorts, tid, thread, descriptors } = record;
  if (Array.isArray(serverPorts)) {
    for (const port of serverPorts.slice(0, 65_536))
      if (typeof port === 'number') system.serverPorts.add(port);
  }
  if (typeof tid !== 'number' || !Number.isSafeInteger(tid)) return;
  const target = system.threads.getOrInvalid(tid);
  if (isObject(thread)) {
    const [pid, ptid] = [thread.pid ?? target.pid, thread.ptid ?? target.ptid];
    if (typeof pid === 'number' && typeof ptid === 'number') system.threads.refile(target, pid, ptid);
    assign(target, thread, threadDecoders);
  }
  if (!isObject(descriptors)) return;
  const fds = system.threads.mainOf(target)?.fds;
  if (fds === undefined) return;
  for (const [fd, values] of Object.entries(descriptors)) {
    if (!isObject(values) || !/^-?\d{1,15}$/.test(fd)) continue;
    const known = fds.get(Number(fd));
    if (known !== undefined) assign(known, values, descriptorDecoders);
  }
}

function assign(target: Thread | Descriptor, values: Values, keys: ReadonlyMap<string, Decode>): void {
  for (const [key, decode] of keys) {
    if (!Object.hasOwn(values, key)) continue;
    const value = decode(values[key]);
    if (value !== refused) Object.assign(target, { [key]: value });
  }
}

function parse(text: string): Values | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // What is no JSON tells nothing of the state: the capture goes on.
    return undefined;
  }
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
