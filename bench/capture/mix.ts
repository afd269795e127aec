import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  CaptureWriter,
  type EventType,
  eventFlag,
  eventTypeOf,
  eventTypes,
  type ParameterValue,
  parametersOf,
} from '../../packages/capture/src/index.ts';
import { createRandom, type Random, weighted } from '../rules/random.ts';
import { valuesOf } from './parameters.ts';
import { createPopulation, descriptorsOf, type Member, processOf } from './population.ts';

/** Changes when what is generated does: the file of an earlier run is then made anew. */
const edition = 3;
const begin = 1_790_000_000_000_000_000n;
const maxOpen = 200;
/** Events of one thread in a row. */
const burst = 24;
/** One event in so many is of any type there is. */
const oddity = 40;
/** Compressed in members of so many bytes, so that memory stays small. */
const memberBytes = 16 * 1024 * 1024;

/** Types that drivers of today write and that need no other record to be read. */
const anyType = eventTypes.filter(
  ({ flags, origin }) =>
    (flags & (eventFlag.oldVersion | eventFlag.unused | eventFlag.largePayload)) === 0 &&
    /SYSCALL|TRACEPOINT/.test(origin),
);
const leaving = new Set([
  'procexit',
  'clone',
  'clone3',
  'fork',
  'vfork',
  'execve',
  'execveat',
  'close_range',
]);
const oddTypes = anyType.filter(
  ({ name, code }) => !leaving.has(name) && (code % 2 === 1 || /switch|fault/.test(name)),
);

/**
 * A capture of so many events with every system call, as a machine busy with a handful of programs would give; the same
 * on every run. Kept in the folder for temporary files. Its path.
 */
export function mixedCapture(events: number): string {
  const folder = join(tmpdir(), 'breakwater-bench');
  const path = join(folder, `mix-${edition}-${events}.scap`);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const file = openSync(`${path}.part`, 'w');
  const parts = Buffer.alloc(memberBytes + 65_536);
  let used = 0;
  const flush = (): void => {
    writeSync(file, gzipSync(parts.subarray(0, used)));
    used = 0;
  };
  const writer = new CaptureWriter((bytes) => {
    parts.set(bytes, used);
    used += bytes.length;
    if (used >= memberBytes) flush();
  });
  writeMix(writer, events, createRandom(7));
  flush();
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}

function writeMix(writer: CaptureWriter, events: number, random: Random): void {
  const members = createPopulation(random);
  writer.section();
  writer.machine({
    cpus: 2,
    memoryBytes: 8e9,
    maxPid: 4_194_304,
    hostname: 'mix',
    bootTime: begin - 10n ** 15n,
  });
  writer.interfaces([
    { family: 4, name: 'lo', address: Uint8Array.of(127, 0, 0, 1), netmask: Uint8Array.of(255, 0, 0, 0) },
  ]);
  writer.users(
    [{ uid: 0, gid: 0, name: 'root', home: '/root', shell: '/bin/bash' }],
    [{ gid: 0, name: 'root' }],
  );
  writer.processes(members.map(processOf));
  for (const member of members)
    if (member.tid === member.pid) writer.descriptors(member.tid, descriptorsOf(member));

  const choose = new Map(
    members.map(({ habit }) => [
      habit,
      weighted(Object.entries(habit.calls).map(([call, weight]) => ({ type: typeOf(call), weight }))),
    ]),
  );
  let time = begin;
  let count = 0;
  let nextPid = 100_000;
  const emit = (
    member: Member,
    type: EventType,
    known: Readonly<Record<string, ParameterValue>> = {},
  ): void => {
    time += BigInt(400 + random.below(4000));
    count += 1;
    const parameters = parametersOf(type, valuesOf(type, known, member, random));
    writer.event({ time, tid: member.tid, code: type.code, cpu: count & 1, parameters });
  };

  /** A child that runs a program for a few events. */
  function runProgram(parent: Member): void {
    nextPid += 1;
    const pid = nextPid;
    const child: Member = { ...parent, tid: pid, pid, ptid: parent.pid, open: [0, 1, 2], nextFd: 3 };
    const { habit, cgroups } = parent;
    const made = {
      exe: habit.exe,
      args: habit.args,
      comm: habit.comm,
      cgroups,
      cwd: '/',
      flags: 0,
      vtid: pid,
      vpid: pid,
    };
    emit(parent, typeOf('clone'), { ...made, res: pid, tid: parent.tid, pid: parent.pid, ptid: parent.ptid });
    emit(child, typeOf('clone'), { ...made, res: 0, tid: pid, pid, ptid: parent.pid });
    const program = random.pick(['/usr/bin/gcc', '/usr/bin/sed', '/bin/cat', '/usr/bin/id', '/usr/bin/make']);
    const comm = program.slice(program.lastIndexOf('/') + 1);
    const run = {
      ...made,
      exe: comm,
      comm,
      res: 0,
      tid: pid,
      pid,
      ptid: parent.pid,
      args: ['-O2', 'main.c'],
    };
    const file = {
      trusted_exepath: program,
      filename: program,
      env: ['PATH=/usr/bin:/bin'],
      tty: 0,
      loginuid: -1,
    };
    emit(child, typeOf('execve'), { ...run, ...file, vpgid: pid, pgid: pid });
    for (let left = 4 + random.below(12); left > 0; left -= 1) step(child);
    emit(child, typeOf('procexit', true), { status: 0, ret: 0, sig: 0, core: 0, reaper_tid: 0 });
  }

  function step(member: Member): void {
    if (random.below(oddity) === 0) {
      emit(member, random.pick(oddTypes), { to_close: 0 });
      return;
    }
    const type = choose.get(member.habit)?.(random).type ?? typeOf('read');
    const { open } = member;
    switch (type.name) {
      case 'openat':
      case 'socket':
      case 'accept4': {
        if (open.length > maxOpen || random.below(12) === 0) {
          emit(member, type, { fd: -2 });
          return;
        }
        const fd = member.nextFd;
        member.nextFd = fd > 4000 ? 6 : fd + 1;
        emit(member, type, { fd });
        if (!open.includes(fd)) open.push(fd);
        return;
      }
      case 'close': {
        const fd = open.length > 8 ? (open.splice(6 + random.below(open.length - 6), 1)[0] ?? 9) : 9;
        emit(member, type, { res: 0, fd });
        return;
      }
      case 'fork':
        if (member.tid < 100_000) runProgram(member);
        return;
      default:
        emit(member, type);
    }
  }

  const onCpu: Member[] = [];
  while (count < events) {
    const member = random.pick(members);
    const before = onCpu[count & 1];
    if (before !== undefined) emit(before, typeOf('switch', true), { next: member.tid });
    onCpu[count & 1] = member;
    for (let left = 1 + random.below(burst); left > 0 && count < events; left -= 1) step(member);
  }
}

function typeOf(call: string, isEnter = false): EventType {
  const type = eventTypeOf(call, isEnter);
  if (type === undefined) throw new Error(`there is no event ${call}`);
  return type;
}
