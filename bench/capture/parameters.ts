import type { EventType, Parameter, ParameterValue } from '../../packages/capture/src/index.ts';
import type { Random } from '../rules/random.ts';
import type { Member } from './population.ts';

const words =
  'GET /api/orders?id= HTTP/1.1 200 OK text/html charset=utf-8 INFO request took ms select from where '.split(
    ' ',
  );
const folders = [
  '/etc',
  '/usr/lib/x86_64-linux-gnu',
  '/var/lib/app',
  '/srv/www/static',
  '/proc/self',
  '/tmp',
  '/home/app/.cache',
];
const names = [
  'passwd',
  'ld.so.cache',
  'libc.so.6',
  'index.html',
  'status',
  'data',
  'config.json',
  'locale.alias',
];
/** As many bytes of data as captures carry. */
const snapBytes = 80;

/** Plausible values for every parameter of an event of a type; `known` are those that the state depends on. */
export function valuesOf(
  { name: call, parameters }: EventType,
  known: Readonly<Record<string, ParameterValue>>,
  member: Member,
  random: Random,
): Record<string, ParameterValue> {
  const values: Record<string, ParameterValue> = {};
  const fd = random.pick(member.open);
  for (const parameter of parameters) {
    const { name, type } = parameter;
    if (Object.hasOwn(known, name)) values[name] = known[name];
    else if (type === 'socktuple') values[name] = tupleOf(member, fd);
    else if (name === 'fd') values[name] = fd;
    else values[name] = plausible(call, parameter, member, random);
  }
  return values;
}

function plausible(
  call: string,
  { name, type, flags }: Parameter,
  member: Member,
  random: Random,
): ParameterValue {
  if (name === 'res')
    return random.below(20) === 0 ? -11 : /read|recv|write|send/.test(call) ? random.below(4096) : 0;
  if (name === 'dirfd' || name.endsWith('dirfd') || name === 'olddir' || name === 'newdir') return -100;
  if (name.startsWith('vm_')) return 20_000 + random.below(64) * 4;
  switch (type) {
    case 'fd':
    case 'fd32':
      return random.pick(member.open);
    case 'pid':
    case 'pid32':
      return member.pid;
    case 'fspath':
      return pathOf(random);
    case 'fsrelpath':
      return random.below(4) === 0 ? random.pick(names) : pathOf(random);
    case 'charbuf':
      return random.pick(names);
    case 'bytebuf':
      return new TextEncoder().encode(dataOf(random));
    case 'sockaddr':
      return Uint8Array.of(2, 10, 0, random.below(4), random.below(250), 80, 0);
    case 'fdlist':
      return fdlistOf(member, random);
    case 'dyn':
      return Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0, 0);
    case 'flags8':
    case 'flags16':
    case 'flags32':
    case 'enumflags8':
    case 'enumflags16':
    case 'enumflags32':
      return flags === undefined || flags.length === 0 ? random.below(8) : random.pick(flags)[1];
    case 'uint64':
      return name === 'addr' || name === 'ip'
        ? 0x7f00_0000_0000 + member.tid * 65_536 + random.below(8) * 4096
        : random.below(64) * 4096;
    case 'syscallid':
      return 300 + random.below(40);
    case 'uid':
    case 'gid':
      return member.habit.uid;
    case 'charbufarray':
    case 'charbuf_pair_array':
      return member.habit.args;
    case 'ipv6addr':
      return new Uint8Array(16);
    default:
      return random.below(16);
  }
}

function pathOf(random: Random): string {
  return `${random.pick(folders)}/${random.pick(names)}${random.below(3) === 0 ? `.${random.below(400)}` : ''}`;
}

/** Requests, answers and lines of logs repeat themselves with a number changed; little is noise. */
function dataOf(random: Random): string {
  if (random.below(100) === 0) return random.hex(snapBytes);
  let text = `${random.below(4) === 0 ? random.below(1000) : ''} `;
  for (let at = random.below(words.length); text.length < snapBytes; at += 1)
    text += `${words[at % words.length]} `;
  return text.slice(0, random.below(2) === 0 ? snapBytes : 32);
}

/** Whom a descriptor is connected to stays the same. */
function tupleOf({ pid }: Member, fd: number): Uint8Array {
  const port = 32_768 + ((pid * 31 + fd * 7) % 20_000);
  return Uint8Array.of(2, 10, 0, pid & 7, fd & 127, port & 0xff, port >> 8, 10, 0, 0, 2, 0x90, 0x1f);
}

function fdlistOf({ open }: Member, random: Random): Uint8Array {
  const bytes = Buffer.alloc(2 + 2 * 10);
  bytes.writeUInt16LE(2, 0);
  for (const at of [2, 12]) {
    bytes.writeBigInt64LE(BigInt(random.pick(open)), at);
    bytes.writeInt16LE(1, at + 8);
  }
  return bytes;
}
