import { type CaptureEvent, eventFlag } from '@breakwater/capture';
import type { CaptureRecord, Extract, Extracts } from './capture-record.ts';
import { errnoName } from './errno-names.ts';
import { syscallTypeOf } from './event-name.ts';
import { numberOf, renderParameter } from './render-parameter.ts';

const openFlags = { read: 1, write: 2, create: 4, tmpfile: 8192, created: 16_384 } as const;
const executeBits = 0o111;

/** Index of a parameter by name, by type. */
const places = new Map<number, ReadonlyMap<string, number>>();

function placeOf({ type }: CaptureEvent, name: string): number {
  let known = places.get(type.code);
  if (known === undefined) {
    // Of parameters that have the same name the first counts.
    known = new Map(
      type.parameters.map((parameter, index): [string, number] => [parameter.name, index]).reverse(),
    );
    places.set(type.code, known);
  }
  return known.get(name) ?? -1;
}

/** Result of the call: the parameter `res`, or the descriptor that was made. */
export function resultOf(event: CaptureEvent): number | undefined {
  const result = placeOf(event, 'res');
  const at = result >= 0 || (event.type.flags & eventFlag.createsFd) === 0 ? result : placeOf(event, 'fd');
  return at >= 0 && event.length(at) > 0 ? event.fd(at) : undefined;
}

function flagsOf(event: CaptureEvent): number | undefined {
  const { name } = event.type;
  if (name !== 'open' && name !== 'openat' && name !== 'openat2' && name !== 'open_by_handle_at')
    return undefined;
  return event.u32(placeOf(event, 'flags'));
}

function hasOpenFlag(flag: number): Extract {
  return ({ event }) => {
    const flags = flagsOf(event);
    return flags === undefined ? false : (flags & flag) !== 0;
  };
}

const isOpenExec: Extract = ({ event }) => {
  const isCreat = event.type.name === 'creat';
  const flags = flagsOf(event) ?? (isCreat ? openFlags.create : 0);
  const mode = placeOf(event, 'mode');
  if (mode < 0 || (flags & (openFlags.create | openFlags.tmpfile)) === 0) return false;
  return (event.u32(mode) & executeBits) !== 0;
};

function parameterAt(event: CaptureEvent, argument: string | undefined): number {
  if (argument === undefined) return -1;
  return /^\d+$/.test(argument) ? Number(argument) : placeOf(event, argument);
}

const argumentText: Extract = (record, argument) => {
  const index = parameterAt(record.event, argument);
  if (index < 0) return undefined;
  const rendered = renderParameter(record, index);
  if (rendered === undefined) return undefined;
  return rendered.resolved === '' ? rendered.raw : rendered.resolved;
};

const rawArgument: Extract = ({ event }, argument) => {
  const index = parameterAt(event, argument);
  const parameter = event.type.parameters[index];
  if (parameter === undefined || index >= event.count) return undefined;
  switch (parameter.type) {
    case 'charbuf':
    case 'fspath':
    case 'fsrelpath':
      return event.text(index);
    case 'bytebuf':
      return latin1(event.data(index));
    default:
      return numberOf(event, index, parameter.type);
  }
};

/** Bytes as the engine holds them: a character each. */
function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

const argumentsText: Extract = (record) => {
  const { event } = record;
  if (event.code <= 1) return '';
  const texts: string[] = [];
  for (let index = 0; index < event.count; index += 1) {
    const rendered = renderParameter(record, index);
    if (rendered === undefined) continue;
    const { raw, resolved } = rendered;
    texts.push(`${event.type.parameters[index]?.name}=${raw}${resolved === '' ? '' : `(${resolved})`}`);
  }
  return texts.join(' ');
};

function hasFlag({ event }: CaptureRecord, flag: number): boolean {
  return (event.type.flags & flag) !== 0;
}

const categories: Readonly<Record<string, string>> = {
  IO_READ: 'io',
  IO_WRITE: 'io',
  IO_OTHER: 'io',
};

/** Values of the `evt.` fields; times and numbers of every source are read elsewhere. */
export const eventValues: Extracts = {
  'evt.type': ({ event }) => syscallTypeOf(event),
  'syscall.type': ({ event }) => (/SYSCALL/.test(event.type.origin) ? syscallTypeOf(event) : undefined),
  'evt.category': ({ event }) => categories[event.type.category] ?? event.type.category.toLowerCase(),
  'evt.dir': () => '<',
  'evt.cpu': ({ event }) => event.cpu,
  'evt.rawres': ({ event }) => resultOf(event),
  'evt.res': ({ event }) => {
    const result = resultOf(event);
    if (result === undefined) return undefined;
    return result >= 0 ? 'SUCCESS' : (errnoName(result) ?? String(-result));
  },
  'evt.failed': ({ event }) => {
    const result = resultOf(event);
    return result === undefined ? undefined : result < 0;
  },
  'evt.is_wait': (record) => hasFlag(record, eventFlag.waits),
  'evt.is_io': (record) => hasFlag(record, eventFlag.readsFromFd | eventFlag.writesToFd),
  'evt.is_io_read': (record) => hasFlag(record, eventFlag.readsFromFd),
  'evt.is_io_write': (record) => hasFlag(record, eventFlag.writesToFd),
  'evt.io_dir': (record) => {
    if (hasFlag(record, eventFlag.readsFromFd)) return 'r';
    return hasFlag(record, eventFlag.writesToFd) ? 'w' : undefined;
  },
  'evt.is_open_read': hasOpenFlag(openFlags.read),
  'evt.is_open_write': hasOpenFlag(openFlags.write),
  'evt.is_open_create': ({ event }) =>
    event.type.name === 'creat' || ((flagsOf(event) ?? 0) & openFlags.created) !== 0,
  'evt.is_open_exec': isOpenExec,
  'evt.arg': argumentText,
  'evt.rawarg': rawArgument,
  'evt.args': argumentsText,
  'evt.info': argumentsText,
  'evt.buffer': ({ event }) => {
    const at = placeOf(event, 'data');
    return at < 0 || at >= event.count ? undefined : latin1(event.data(at));
  },
  'evt.buflen': ({ event }) => {
    const hasData = (event.type.flags & (eventFlag.readsFromFd | eventFlag.writesToFd)) !== 0;
    return hasData ? Math.max(0, resultOf(event) ?? 0) : undefined;
  },
  'evt.count': () => 1,
  'evt.count.error': ({ event }) => ((resultOf(event) ?? 0) < 0 ? 1 : undefined),
  'evt.count.exit': () => 1,
};

export { placeOf };
