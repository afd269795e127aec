import type { CaptureEvent, Flag, NumberFormat, Parameter, ParameterType } from '@breakwater/capture';
import {
  decodeTexts,
  joinPath,
  l4Names,
  protocolOf,
  syscallNames,
  typeCharOf,
  workingDirectory,
} from '@breakwater/capture';
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
  if (event.length(index) === 0) return plain(nullTypes.has(type) ? 'NULL' : '<NA>');
  switch (type) {
    case 'charbuf':
      return plain(event.text(index) ?? '<NA>');
    case 'fspath':
    case 'fsrelpath': {
      const path = event.text(index);
      return path === undefined
        ? plain('<NA>')
        : plain(withoutControls(path), absolute(record, path, parameter));
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
    case 'sigset':
      return plain(signalsOf(event.u32(index)));
    case 'abstime':
      return plain(timeText(event.big(index)));
    case 'dyn':
      return dynamic(record, index, parameter);
    default:
      return number(record, index, parameter, type, format);
  }
}

/** Types of which an empty parameter is shown as `NULL`; those of others as `<NA>`. */
const nullTypes: ReadonlySet<ParameterType> = new Set([
  'bytebuf',
  'socktuple',
  'fdlist',
  'charbufarray',
  'charbuf_pair_array',
  'dyn',
]);

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
      if (value === 0xffff_ffff_ffff_ffffn) return { raw: 'none', resolved: '' };
      return { raw, resolved: `${shortNumber(Number(value) / 1e9)}s` };
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
  if (format === 'HEX' && !type.includes('flags')) {
    const isWide = type.endsWith('64') || type === 'errno';
    return BigInt.asUintN(isWide ? 64 : 32, BigInt(value))
      .toString(16)
      .toUpperCase();
  }
  return type === 'uint64' ? String(BigInt.asIntN(64, BigInt(value))) : String(value);
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
  const descriptor = thread === undefined ? undefined : threads.mainOf(thread)?.fds.get(fd);
  if (descriptor === undefined) return '';
  const protocol = protocolChars[protocolOf(descriptor)] ?? '';
  return `<${typeCharOf(descriptor)}${protocol}>${withoutControls(descriptor.name)}`;
}

const protocolChars: Readonly<Record<string, string>> = { tcp: 't', udp: 'u', icmp: 'i', raw: 'r' };

/**
 * A relative path as the absolute one that it stands for; empty for one that is absolute. Below a descriptor that is
 * not known it stays relative.
 */
function absolute({ event, system }: CaptureRecord, path: string, { dirfd }: Parameter): string {
  const { thread, threads } = system;
  if (path === '' || path.startsWith('/') || thread === undefined) return '';
  const fd = dirfd === undefined ? currentDirectory : event.fd(dirfd);
  if (fd === currentDirectory) return joinPath(workingDirectory(system, thread), path);
  const name = threads.mainOf(thread)?.fds.get(fd)?.name ?? '';
  return joinPath(name === '' ? '' : `${name}/`, path);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const controls = /[\x00-\x1f\x7f]/g;

function withoutControls(text: string): string {
  return text.replace(controls, '');
}

function fdList({ event, system }: CaptureRecord, index: number): string {
  const { view } = event;
  const { thread, threads } = system;
  const fds = thread === undefined ? undefined : threads.mainOf(thread)?.fds;
  const texts = polledIn(event, index).map(({ fd, at }) => {
    const descriptor = fds?.get(fd);
    const events = (view.getInt16(at + 8, true) >>> 0).toString(16);
    return `${BigInt.asUintN(64, BigInt(fd))}:${descriptor === undefined ? '?' : typeCharOf(descriptor)}${events}`;
  });
  return texts.join(' ');
}

/** Descriptors of a list and where each lies in the capture's bytes; no more than there is room for. */
export function polledIn(
  event: CaptureEvent,
  index: number,
): readonly { readonly fd: number; readonly at: number }[] {
  const count = Math.min(event.u16(index), Math.floor((event.length(index) - 2) / 10));
  return Array.from({ length: Math.max(0, count) }, (_, place) => {
    const at = event.offset(index) + 2 + place * 10;
    const fd = event.view.getInt32(at + 4, true) * 4_294_967_296 + event.view.getUint32(at, true);
    return { fd, at };
  });
}

/** The signals of a set by name, joined by blanks. */
function signalsOf(set: number): string {
  return Array.from({ length: 32 }, (_, bit) => ((set >>> bit) & 1 ? signalName(bit + 1) : ''))
    .filter((name) => name !== '')
    .join(' ');
}

const second = 1_000_000_000n;

/** `2026-11-23 11:33:07.057775472`, in UTC. */
function timeText(time: bigint): string {
  const date = new Date(Number(time / second) * 1000);
  if (Number.isNaN(date.getTime())) return String(time);
  const text = date.toISOString().slice(0, 19).replace('T', ' ');
  return `${text}.${String(time % second).padStart(9, '0')}`;
}

const digits = 6;

/** As `%g` of C: six digits, without zeros at the end, and with an exponent when it is far from one. */
function shortNumber(value: number): string {
  if (value === 0) return '0';
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  const power = Number(exponent);
  const trim = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  if (power >= -4 && power < digits) return trim(value.toFixed(digits - 1 - power));
  return `${trim(mantissa)}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** The first byte says which type the rest has. */
function dynamic(
  record: CaptureRecord,
  index: number,
  { dynamic: types, format }: Parameter,
): RenderedParameter {
  const { event } = record;
  const chosen = types?.[event.u8(index)];
  if (chosen === undefined || event.length(index) < 1) return { raw: '', resolved: '' };
  const [offset, length] = [event.offset(index), event.length(index)];
  event.setParameter(index, offset + 1, length - 1);
  try {
    return render(record, index, { name: '', ...chosen, format });
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
