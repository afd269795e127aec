import { type CaptureEvent, eventFlag } from '@breakwater/capture';
import type { FieldValue } from '@breakwater/model';
import type { CaptureRecord, Extract, Extracts } from './capture-record.ts';
import { categoryOf } from './category.ts';
import { countValues } from './count-values.ts';
import { errnoName } from './errno-names.ts';
import { syscallTypeOf } from './event-name.ts';
import { numberOf, renderParameter } from './render-parameter.ts';
import { placeOf, resultOf } from './result.ts';
import { valueAtPrevious } from './since-previous.ts';

const openFlags = { read: 1, write: 2, create: 4, tmpfile: 8192, created: 16_384 } as const;
const executeBits = 0o111;

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
  if (parameter === undefined || event.length(index) === 0) return undefined;
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

const second = 1_000_000_000n;

function sinceBegin({ event, system: { begin = event.time } }: CaptureRecord): bigint {
  return event.time - begin;
}

function isAsync({ event }: CaptureRecord): boolean {
  return event.type.name === 'asyncevent';
}

/** Values of the `evt.` fields; times and numbers of every source are read elsewhere. */
export const eventValues: Extracts = {
  'evt.type': ({ event }) => syscallTypeOf(event),
  'syscall.type': ({ event }) => (/SYSCALL/.test(event.type.origin) ? syscallTypeOf(event) : undefined),
  'evt.pluginname': () => undefined,
  'evt.hostname': ({ system: { machine } }) => machine?.hostname,
  'evt.is_async': isAsync,
  'evt.asynctype': (record) => (isAsync(record) ? record.event.text(1) : undefined),
  'evt.reltime': sinceBegin,
  'evt.reltime.s': (record) => sinceBegin(record) / second,
  'evt.reltime.ns': (record) => sinceBegin(record) % second,
  'evt.category': categoryOf,
  'evt.dir': () => '<',
  'evt.cpu': ({ event }) => event.cpu,
  'evt.rawres': ({ event }) => resultOf(event),
  'evt.res': ({ event }) => {
    const result = resultOf(event);
    if (result === undefined) return undefined;
    return result >= 0 ? 'SUCCESS' : (errnoName(result) ?? String(result));
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
    if (hasFlag(record, eventFlag.writesToFd)) return 'write';
    return hasFlag(record, eventFlag.readsFromFd) ? 'read' : undefined;
  },
  'evt.is_syslog': (record) => {
    const { descriptor } = record.system;
    return hasFlag(record, eventFlag.writesToFd) && descriptor?.name.includes('/dev/log') === true;
  },
  'evt.is_open_read': hasOpenFlag(openFlags.read),
  'evt.is_open_write': hasOpenFlag(openFlags.write),
  'evt.is_open_create': ({ event }) => {
    const flags = flagsOf(event) ?? 0;
    if ((flags & openFlags.created) !== 0) return true;
    return (flags & openFlags.tmpfile) !== 0 && (resultOf(event) ?? -1) >= 0;
  },
  'evt.is_open_exec': isOpenExec,
  'evt.arg': argumentText,
  'evt.rawarg': rawArgument,
  'evt.args': argumentsText,
  'evt.info': argumentsText,
  'evt.buffer': ({ event }) => {
    const at = placeOf(event, 'data');
    return at < 0 || at >= event.count ? undefined : latin1(event.data(at));
  },
  ...countValues,
  'evt.type.is': ({ event }, argument) => (event.type.name === argument ? 1 : 0),
  'evt.deltatime': sincePrevious('evt.deltatime', (time) => time),
  'evt.deltatime.s': sincePrevious('evt.deltatime.s', (time) => time / second),
  'evt.deltatime.ns': sincePrevious('evt.deltatime.ns', (time) => time % second),
  // Since drivers tell of the end of a call alone nobody knows how long it took: upstream says nothing.
  'evt.latency': () => 0,
  'evt.latency.s': () => 0,
  'evt.latency.ns': () => 0,
  'evt.latency.quantized': () => 0,
  'evt.latency.human': () => '0ns',
  'evt.wait_latency': () => 0,
  'evt.outputtime': ({ event }) => clockOf(event.time),
  'evt.infra.docker.name': dockerText(['Event']),
  'evt.infra.docker.container.id': dockerText(['ID'], (id) => id.slice(0, shortId)),
  'evt.infra.docker.container.name': dockerText(['name']),
  'evt.infra.docker.container.image': dockerText(['Image'], (image) => image.split('@')[0] ?? image),
};

const shortId = 12;

/** The time since the event at which the field was asked for before; the first time nothing. */
function sincePrevious(name: string, unit: (time: bigint) => bigint): Extract {
  return ({ event, system }) =>
    unit(valueAtPrevious(system, name, event.number, event.time, (before) => event.time - before, 0n));
}

/** `11:33:07.057775472`, in UTC. */
function clockOf(time: bigint): string {
  const clock = new Date(Number(time / 1_000_000n)).toISOString().slice(11, 19);
  return `${clock}.${String(time % second).padStart(9, '0')}`;
}

/** Events of the Docker engine describe themselves as `Event:start;ID:…;name:…;Image:…`. */
function dockerText(keys: readonly string[], shorten = (text: string): string => text): Extract {
  return ({ event }): FieldValue | undefined => {
    if (event.type.name !== 'infra') return undefined;
    const parts = (event.text(2) ?? '').split(';').map((part) => part.trim());
    const part = parts.find((one) => keys.some((key) => one.startsWith(key)));
    const text = part?.split(':')[1]?.trim();
    return text === undefined ? undefined : shorten(text);
  };
}
