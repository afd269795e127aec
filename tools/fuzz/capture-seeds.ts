import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import {
  CaptureReader,
  CaptureWriter,
  type EventType,
  eventFlag,
  eventTypes,
  type ParameterType,
  type ParameterValue,
  parametersOf,
} from '@breakwater/capture';
import type { Random } from './random.ts';

const numbers = [
  0,
  1,
  2,
  3,
  4,
  7,
  10,
  36,
  80,
  1024,
  8192,
  65_536,
  0xffff_ffff,
  -1,
  -2,
  -100,
  2n ** 63n,
  2n ** 53n,
];
const ids = [0, 1, 10, 11, 20, -1, 0xffff_ffff_ffff];
const texts = ['', '/', 'x', '/etc/../shadow', '<NA>', '../'.repeat(300), 'é\ud800', 'container', '%s%n'];
const groups = [
  'cpu=/docker/' + 'ab'.repeat(32),
  '=/ecs/' + 'c0'.repeat(16) + '/' + 'c0'.repeat(16) + '-1',
  'x',
];
const json = '{"container":{"id":"abababababab","type":7,"labels":{"a":"b"},"Mounts":[{"Source":"/"}]}}\0';
const address = Uint8Array.of(10, 0, 0, 1);

/** Old types make a capture end soon, as most do not fit each other. */
const today = eventTypes.filter(({ flags }) => (flags & (eventFlag.oldVersion | eventFlag.unused)) === 0);
const stateful = today.filter(({ flags }) => (flags & eventFlag.modifiesState) !== 0);

/** A capture with lists and events of every kind, each a little odd. */
export function generatedCapture(random: Random): Uint8Array {
  const parts: Uint8Array[] = [];
  const writer = new CaptureWriter((part) => parts.push(part.slice()));
  for (let sections = 1 + random.below(2); sections > 0; sections -= 1) {
    writer.section();
    writer.machine({ cpus: 1, memoryBytes: 1, maxPid: 1, hostname: 'h', bootTime: 1n });
    writer.interfaces([{ family: 4, name: 'lo', address, netmask: address }]);
    writer.users([{ uid: 0, gid: 0, name: 'root', home: '/', shell: '/' }], [{ gid: 0, name: 'root' }]);
    writer.processes([10, 11, 20].map((tid) => processOf(tid, random)));
    for (const tid of [10, 20])
      writer.descriptors(
        tid,
        [3, 4, 5].map((fd) => descriptorOf(fd, random)),
      );
    for (let count = 5 + random.below(40); count > 0; count -= 1) writeEvent(writer, random);
  }
  return Buffer.concat(parts);
}

function processOf(
  tid: number,
  random: Random,
): Parameters<CaptureWriter['processes']>[0] extends Iterable<infer T> ? T : never {
  const text = (): string => random.pick(texts);
  return {
    tid,
    pid: random.pick(ids),
    ptid: random.pick(ids),
    sid: tid,
    vpgid: tid,
    pgid: tid,
    comm: text(),
    exe: text(),
    exepath: text(),
    args: [text()],
    cwd: text(),
    root: '/',
    fdLimit: 1,
    flags: 0,
    uid: 0,
    gid: 0,
    vmSize: 0,
    vmRss: 0,
    vmSwap: 0,
    majorFaults: 0,
    minorFaults: 0,
    env: [`A=${text()}`],
    vtid: tid,
    vpid: random.pick(ids),
    cgroups: [random.pick(groups)],
    pidnsInitStart: 0n,
    tty: 0,
    loginuid: 0,
    exeFlags: random.below(16),
    capInheritable: 0n,
    capPermitted: 2n ** 64n - 1n,
    capEffective: 1n,
    exeInode: 0n,
    exeCtime: 0n,
    exeMtime: 0n,
  };
}

function descriptorOf(
  fd: number,
  random: Random,
): Parameters<CaptureWriter['descriptors']>[1] extends Iterable<infer T> ? T : never {
  const common = {
    fd,
    inode: 1n,
    openFlags: 0,
    device: 0,
    name: random.pick(texts),
    l4: random.below(7),
    source: 1n,
    destination: 2n,
  };
  switch (random.below(3)) {
    case 0:
      return { ...common, type: 'ipv4', addresses: [address, address], ports: [80, 81] };
    case 1:
      return { ...common, type: 'ipv4-server', addresses: [address], ports: [80] };
    default:
      return {
        ...common,
        type: random.pick(['file', 'directory', 'unix', 'pidfd'] as const),
        addresses: [],
        ports: [],
      };
  }
}

function writeEvent(writer: CaptureWriter, random: Random): void {
  const type = random.pick(random.below(40) === 0 ? eventTypes : random.below(3) === 0 ? today : stateful);
  const values = Object.fromEntries(
    type.parameters.map(({ name, type: kind }): [string, ParameterValue] => [
      name,
      parameterOf(kind, type, random),
    ]),
  );
  const parameters = parametersOf(type, values);
  const count = random.below(60) === 0 ? random.below(parameters.length + 1) : parameters.length;
  writer.event({
    time: BigInt(random.below(2 ** 31)) * 10n,
    tid: random.pick(ids),
    code: type.code,
    parameters: parameters.slice(0, count),
  });
}

function parameterOf(kind: ParameterType, { name }: EventType, random: Random): ParameterValue {
  if (random.below(8) === 0) return undefined;
  switch (kind) {
    case 'charbuf':
    case 'fspath':
    case 'fsrelpath':
      return random.pick(texts);
    case 'bytebuf':
      if (name === 'asyncevent') return random.below(2) === 0 ? json : random.pick(texts);
      return random.below(2) === 0 ? [random.pick(texts), random.pick(groups)] : random.pick(texts);
    case 'sockaddr':
    case 'socktuple':
    case 'dyn':
    case 'fdlist':
      return bytesOf(random);
    default:
      return random.pick(numbers);
  }
}

function bytesOf(random: Random): Uint8Array {
  const bytes = Uint8Array.from({ length: random.pick([0, 1, 7, 13, 19, 20, 37, 60]) }, () =>
    random.below(256),
  );
  if (bytes.length > 0) bytes[0] = random.pick([0, 1, 2, 3, 10, 255]);
  return bytes;
}

const realEvents = 200;

/** The begin of a capture that was really made, where there is one; else nothing. */
export const realCapture: Uint8Array | undefined = readBegin();

function readBegin(): Uint8Array | undefined {
  const folder = process.env.BREAKWATER_CASES ?? join(import.meta.dirname, '../../../shared');
  const path = join(folder, 'scap', 'dev-container.scap');
  if (!existsSync(path)) return undefined;
  const bytes = gunzipSync(readFileSync(path));
  const parts: Uint8Array[] = [];
  const writer = new CaptureWriter((part) => parts.push(part.slice()));
  const reader = new CaptureReader({
    onSection: () => writer.section(),
    onMachine: (one) => writer.machine(one),
    onProcess: (one) => writer.processes([one]),
    onDescriptor: (tid, one) => writer.descriptors(tid, [one]),
    onEvent: (event) => {
      if (event.number <= realEvents) writer.copy(event);
    },
  });
  reader.feed(bytes);
  return Buffer.concat(parts);
}
