import type { CaptureEvent, Flag, NumberFormat, Parameter, ParameterType } from '@breakwater/capture';
import { decodeTexts, joinPath, l4Names, syscallNames, typeCharOf } from '@breakwater/capture';
import type { CaptureRecord } from './capture-record.ts';
import { errnoName } from './errno-names.ts';
import { signalName } from './signal-names.ts';
import { socketText } from './socket-text.ts';

const currentDirectory = -100;
const none = 0xffff_ffff;

/** A parameter as text: as it is, and what it stands for (empty when that is nothing more). */
export interface RenderedParameter {
  readonly raw: string;
  readonly resolved: string;
}

/** Texts of a parameter as `evt.args` and `evt.arg` show them; undefined when the event has it not. */
export function renderParameter(record: CaptureRecord, index: number): RenderedParameter | undefined {
  const { event } = record;
  const parameter = event.type.parameters[index];
  if (parameter === undefined || index >= event.count) return undefined;
  return render(record, index, parameter);
}

function render(record: CaptureRecord, index: number, parameter: Parameter): RenderedParameter {
  const { event } = record;
  const { type, format } = parameter;
  const plain = (raw: string, resolved = ''): RenderedParameter => ({ raw, resolved });
  switch (type) {
    case 'charbuf':
      return plain(event.text(index) ?? '<NA>');
    case 'fspath':
    case 'fsrelpath': {
      const path = event.text(index);
      return path === undefined ? plain('<NA>') : plain(path, absolute(record, path, parameter));
    }
    case 'bytebuf':
      return plain(printable(event.data(index)));
    case 'charbufarray':
      return plain(decodeTexts(event.bytes, event.offset(index), event.length(index)).join('.'));
    case 'charbuf_pair_array':
      return plain(decodeTexts(event.bytes, event.offset(index), event.length(index)).join(' '));
    case 'sockaddr':
    case 'socktuple':
      return plain(socketText(record, index, type));
    case 'fdlist':
      return plain(fdList(record, index));
    case 'dyn':
      return dynamic(record, index, parameter);
    default:
      return number(record, index, parameter, type, format);
  }
}

function number(
  record: CaptureRecord,
  index: number,
  { flags }: Parameter,
  type: ParameterType,
  format: NumberFormat,
): RenderedParameter {
  const { event, system } = record;
  const value = numberOf(event, index, type);
  const raw = formatted(value, format, type);
  switch (type) {
    case 'errno':
      return { raw, resolved: errnoName(Number(value)) ?? '' };
    case 'fd':
    case 'fd32':
      return { raw, resolved: descriptorText(record, Number(value)) };
    case 'pid':
    case 'pid32':
      return { raw, resolved: system.threads.get(Number(value))?.comm ?? '' };
    case 'uid':
      return identity(
        Number(value),
        system.identitiesOf(system.thread?.container ?? '').users.get(Number(value))?.name,
      );
    case 'gid':
      return identity(
        Number(value),
        system.identitiesOf(system.thread?.container ?? '').groups.get(Number(value))?.name,
      );
    case 'sigtype':
      return { raw, resolved: signalName(Number(value)) };
    case 'syscallid':
      return { raw, resolved: syscallNames[Number(value)] ?? '' };
    case 'reltime':
      return { raw, resolved: value === 0xffff_ffff_ffff_ffffn ? 'none' : `${Number(value) / 1e9}s` };
    case 'flags8':
    case 'flags16':
    case 'flags32':
    case 'mode':
      return { raw, resolved: maskNames(flags ?? [], Number(value)) };
    case 'enumflags8':
    case 'enumflags16':
    case 'enumflags32':
      return { raw, resolved: valueNames(flags ?? [], Number(value)) };
    case 'bool':
      return { raw: value ? 'true' : 'false', resolved: '' };
    case 'l4proto':
      return { raw, resolved: l4Names[Number(value)] ?? '' };
    default:
      return { raw, resolved: '' };
  }
}

/** The value of a parameter that is a number; 64-bit ones exactly where they need it. */
export function numberOf(event: CaptureEvent, index: number, type: ParameterType): number | bigint {
  switch (type) {
    case 'int8':
      return (event.u8(index) << 24) >> 24;
    case 'int16':
      return (event.u16(index) << 16) >> 16;
    case 'int32':
    case 'fd32':
    case 'pid32':
      return event.i32(index);
    case 'int64':
    case 'errno':
    case 'fd':
    case 'pid':
      return exact(event.i64(index), () => BigInt.asIntN(64, event.big(index)));
    case 'uint8':
    case 'sigtype':
    case 'l4proto':
    case 'sockfamily':
    case 'flags8':
    case 'enumflags8':
      return event.u8(index);
    case 'uint16':
    case 'port':
    case 'syscallid':
    case 'flags16':
    case 'enumflags16':
      return event.u16(index);
    case 'uint64':
    case 'reltime':
    case 'abstime':
      return exact(event.u64(index), () => event.big(index));
    default:
      return event.u32(index);
  }
}

function exact(value: number, whole: () => bigint): number | bigint {
  return Number.isSafeInteger(value) ? value : whole();
}

function formatted(value: number | bigint, format: NumberFormat, type: ParameterType): string {
  const isMode = type === 'mode' || format === 'OCT';
  if (isMode) return Number(value) === 0 ? '0' : `0${value.toString(8)}`;
  // Masks are shown by name beside the number, which stays decimal whatever the format.
  if (format === 'HEX' && !type.includes('flags')) return value.toString(16).toUpperCase();
  return String(value);
}

/** Names of the bits that are set, in the order of the table. */
function maskNames(flags: readonly Flag[], value: number): string {
  const names: string[] = [];
  let left = value;
  for (const [name, bits] of flags) {
    const isSet = bits === 0 ? value === 0 : (left & bits) >>> 0 === bits >>> 0;
    if (!isSet) continue;
    names.push(name);
    if (bits === value) break;
    left &= ~bits;
  }
  return names.join('|');
}

function valueNames(flags: readonly Flag[], value: number): string {
  return flags
    .filter(([, one]) => one === value)
    .map(([name]) => name)
    .join('|');
}

function identity(id: number, name: string | undefined): RenderedParameter {
  return id === none ? { raw: '-1', resolved: '<NONE>' } : { raw: String(id), resolved: name ?? '<NA>' };
}

/** `<4t>10.0.0.1:80->10.0.0.2:443`, `<f>/etc/passwd`, or the name of an error. */
function descriptorText({ system }: CaptureRecord, fd: number): string {
  if (fd === currentDirectory) return 'AT_FDCWD';
  if (fd < 0) return errnoName(fd) ?? '';
  const { thread, threads } = system;
  const descriptor = thread === undefined ? undefined : threads.leaderOf(thread).fds.get(fd);
  if (descriptor === undefined) return '';
  const protocol = { tcp: 't', udp: 'u', icmp: 'i', raw: 'r', '<NA>': '' }[l4Names[descriptor.l4] ?? '<NA>'];
  return `<${typeCharOf(descriptor)}${protocol}>${descriptor.name}`;
}

/** A relative path as the absolute one that it stands for; empty for one that is absolute. */
function absolute({ event, system }: CaptureRecord, path: string, { dirfd }: Parameter): string {
  const { thread, threads } = system;
  if (path.startsWith('/') || thread === undefined) return '';
  const leader = threads.leaderOf(thread);
  const fd = dirfd === undefined ? currentDirectory : event.fd(dirfd);
  if (fd === currentDirectory) return joinPath(leader.cwd, path);
  const directory = leader.fds.get(fd);
  return joinPath(directory === undefined ? '<UNKNOWN>' : directory.name, path);
}

function fdList({ event, system }: CaptureRecord, index: number): string {
  const count = Math.min(event.u16(index), Math.floor((event.length(index) - 2) / 10));
  const { thread, threads } = system;
  const { view } = event;
  const texts: string[] = [];
  for (let place = 0; place < count; place += 1) {
    const at = event.offset(index) + 2 + place * 10;
    const fd = view.getInt32(at + 4, true) * 4_294_967_296 + view.getUint32(at, true);
    const descriptor = thread === undefined ? undefined : threads.leaderOf(thread).fds.get(fd);
    const char = descriptor === undefined ? '' : typeCharOf(descriptor);
    texts.push(
      `${fd}:${char}${view
        .getUint16(at + 8, true)
        .toString(16)
        .toUpperCase()}`,
    );
  }
  return texts.join(' ');
}

/** The first byte says which type the rest has. */
function dynamic(record: CaptureRecord, index: number, { dynamic: types }: Parameter): RenderedParameter {
  const { event } = record;
  const chosen = types?.[event.u8(index)];
  if (chosen === undefined || event.length(index) < 1) return { raw: '', resolved: '' };
  const [offset, length] = [event.offset(index), event.length(index)];
  event.setParameter(index, offset + 1, length - 1);
  try {
    return render(record, index, { name: '', ...chosen });
  } finally {
    event.setParameter(index, offset, length);
  }
}

/** Bytes as text: what cannot be printed is a dot. */
function printable(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
  return text;
}
