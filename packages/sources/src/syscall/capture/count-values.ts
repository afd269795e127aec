import type { Descriptor } from '@breakwater/capture';
import type { CaptureRecord, Extract, Extracts } from './capture-record.ts';
import { isTransfer } from './category.ts';
import { resultOf } from './result.ts';

const opens = new Set(['open', 'openat', 'openat2', 'creat', 'open_by_handle_at']);
const connects = new Set(['accept', 'accept4', 'connect']);

type Kind = 'file' | 'net' | 'memory' | 'other';

const kinds: Readonly<Partial<Record<Descriptor['type'], Kind>>> = {
  file: 'file',
  directory: 'file',
  ipv4: 'net',
  ipv6: 'net',
  'ipv4-server': 'net',
  'ipv6-server': 'net',
  unix: 'net',
};

/** What an error is about: the descriptor, or without one the call. */
function kindOf({ event, system }: CaptureRecord): Kind {
  if (system.descriptor !== undefined) return kinds[system.descriptor.type] ?? 'other';
  const { name, category } = event.type;
  if (opens.has(name)) return 'file';
  if (connects.has(name)) return 'net';
  return category === 'MEMORY' ? 'memory' : 'other';
}

function errors({ event }: CaptureRecord): number | undefined {
  const result = resultOf(event);
  return result === undefined ? undefined : Number(result < 0);
}

function errorsOf(kind: Kind): Extract {
  return (record) => (kindOf(record) === kind ? errors(record) : undefined);
}

interface Bytes {
  readonly category?: 'IO_READ' | 'IO_WRITE';
  readonly kind?: 'file' | 'net';
}

/** Bytes that were read or written, when the call succeeded and its descriptor is known. */
function bytes({ category, kind }: Bytes = {}): Extract {
  return ({ event, system: { descriptor } }) => {
    if (descriptor === undefined || !isTransfer(event.type.category)) return undefined;
    if (category !== undefined && event.type.category !== category) return undefined;
    if (kind === 'file' && descriptor.type !== 'file') return undefined;
    if (kind === 'net' && !descriptor.type.startsWith('ipv')) return undefined;
    const result = resultOf(event);
    return result === undefined || result < 0 ? undefined : result;
  };
}

/** Values of the fields that count events, errors and bytes. */
export const countValues: Extracts = {
  'evt.buflen': bytes(),
  'evt.buflen.in': bytes({ category: 'IO_READ' }),
  'evt.buflen.out': bytes({ category: 'IO_WRITE' }),
  'evt.buflen.file': bytes({ kind: 'file' }),
  'evt.buflen.file.in': bytes({ category: 'IO_READ', kind: 'file' }),
  'evt.buflen.file.out': bytes({ category: 'IO_WRITE', kind: 'file' }),
  'evt.buflen.net': bytes({ kind: 'net' }),
  'evt.buflen.net.in': bytes({ category: 'IO_READ', kind: 'net' }),
  'evt.buflen.net.out': bytes({ category: 'IO_WRITE', kind: 'net' }),
  'evt.count': () => 1,
  'evt.count.error': errors,
  'evt.count.error.file': errorsOf('file'),
  'evt.count.error.net': errorsOf('net'),
  'evt.count.error.memory': (record) =>
    record.event.type.category === 'MEMORY' ? errors(record) : undefined,
  'evt.count.error.other': errorsOf('other'),
  'evt.count.exit': ({ event }) => (event.code % 2 === 1 ? 1 : undefined),
  'evt.count.procinfo': ({ event, system: { thread } }) =>
    Number(event.type.name === 'procinfo' && thread !== undefined && thread.tid === thread.pid),
  'evt.count.threadinfo': ({ event }) => Number(event.type.name === 'procinfo'),
};
