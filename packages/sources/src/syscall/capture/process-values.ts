import { exeFlag, isInPidNamespace, type Thread, workingDirectory } from '@breakwater/capture';
import type { FieldValue } from '@breakwater/model';
import { capabilityNames } from './capability-names.ts';
import type { CaptureRecord, Extract, Extracts } from './capture-record.ts';
import { cpuValues } from './cpu-values.ts';

type OfThread = (thread: Thread, record: CaptureRecord) => FieldValue | undefined;

function own(value: OfThread): Extract {
  return (record) => {
    const { thread } = record.system;
    return thread === undefined ? undefined : value(thread, record);
  };
}

/** Of the process that the thread's process was started by. */
function parent(value: OfThread): Extract {
  return own((thread, record) => {
    const found = processOf(record, thread, 1);
    return found === undefined ? undefined : value(found, record);
  });
}

/** The process of a thread (0), its parent (1), and so on; undefined: it is not known, or lost its first thread. */
function processOf(
  { system: { threads } }: CaptureRecord,
  thread: Thread,
  steps: number,
): Thread | undefined {
  let found = threads.mainOf(thread);
  for (let left = steps; left > 0 && found !== undefined; left -= 1) {
    const started = threads.get(found.ptid);
    found = started === undefined ? undefined : threads.mainOf(started);
  }
  return found;
}

const maxSteps = 1000;

/** Of the ancestor of that number (0 is the process itself), or of all the threads that it comes from. */
function ancestor(value: (thread: Thread) => string | number): Extract {
  return (record, argument) => {
    const { thread, threads } = record.system;
    if (thread === undefined) return undefined;
    if (argument !== undefined) {
      const steps = Number(argument);
      const found = steps > maxSteps ? undefined : processOf(record, thread, steps);
      return found === undefined ? undefined : value(found);
    }
    const main = threads.mainOf(thread);
    const values = main === undefined ? [] : Array.from(threads.lineageOf(main), value);
    return values.length === 0 ? undefined : (values as string[]);
  };
}

/**
 * The leader of a session or group: on the machine the thread with that id, else the oldest ancestor that has it,
 * too. Empty when there is none.
 */
function leaderBy(key: 'sid' | 'vpgid' | 'pgid', value: (thread: Thread) => string): Extract {
  return ({ system: { thread, threads } }) => {
    if (thread === undefined) return undefined;
    const id = thread[key];
    if (id === -1) return '';
    const isByHostId = key === 'pgid' || !isInPidNamespace(thread);
    const leader = isByHostId ? threads.get(id) : undefined;
    if (leader !== undefined) return value(leader);
    let oldest: Thread | undefined;
    for (const one of threads.lineageOf(thread)) {
      if (one[key] !== id) break;
      oldest = one;
    }
    return oldest === undefined ? '' : value(oldest);
  };
}

const commandLine = ({ comm, args }: Thread): string => [comm, ...args].join(' ');
const hasExeFlag = (flag: number): Extract => own(({ exeFlags }) => (exeFlags & flag) !== 0);
const known = (id: number): number | undefined => (id === -1 ? undefined : id);
const main = (value: (thread: Thread) => number): Extract =>
  own((thread) => (thread.tid === thread.pid ? value(thread) : 0));

function standard(fd: number, value: 'type' | 'name'): Extract {
  return own((thread, { system }) => {
    const descriptor = system.threads.mainOf(thread)?.fds.get(fd);
    if (descriptor === undefined) return undefined;
    return value === 'name' ? descriptor.name : (typeNames[descriptor.type] ?? descriptor.type);
  });
}

const typeNames: Readonly<Record<string, string>> = {
  fifo: 'pipe',
  'ipv4-server': 'ipv4',
  'ipv6-server': 'ipv6',
  unknown: '<NA>',
  unsupported: '<NA>',
};

/** Environment is that of the process. */
function environmentOf({ system: { threads } }: CaptureRecord, thread: Thread): readonly string[] {
  return (threads.mainOf(thread) ?? thread).env;
}

/** The value of a variable without blanks around; empty when there is none. */
function variable(environment: readonly string[], name: string): string {
  const prefix = `${name}=`;
  const found = environment.find((one) => one.startsWith(prefix) && one.length > prefix.length);
  return found === undefined ? '' : found.slice(prefix.length).replaceAll(/^ +| +$/g, '');
}

const maxEnvironments = 20;

/** Of the ancestor of that number, or the variable of the nearest one that has it; else of the process itself. */
const ancestorEnvironment: Extract = (record, argument) => {
  const { thread, threads } = record.system;
  if (thread === undefined) return undefined;
  if (argument === undefined) {
    const main = threads.mainOf(thread);
    if (main === undefined) return undefined;
    const all = Array.from(threads.lineageOf(main), (one) => environmentOf(record, one).join(' '));
    return all.length === 0 ? undefined : all;
  }
  if (/^\d+$/.test(argument)) {
    const found = processOf(record, thread, Math.min(Number(argument), maxSteps));
    return found === undefined ? undefined : found.env.join(' ');
  }
  for (let steps = 1; steps <= maxEnvironments; steps += 1) {
    const found = processOf(record, thread, steps);
    if (found === undefined) break;
    const value = variable(found.env, argument);
    if (value !== '') return value;
  }
  return '';
};

function sinceStart(thread: Thread, { event }: CaptureRecord): bigint | undefined {
  return thread.clonedAt === 0n ? undefined : event.time - thread.clonedAt;
}

function topShell({ threads }: CaptureRecord['system'], thread: Thread): number | undefined {
  const main = threads.mainOf(thread);
  if (main === undefined) return undefined;
  let found: number | undefined;
  for (const one of [main, ...threads.lineageOf(main)]) if (one.comm.endsWith('sh')) found = one.pid;
  return found;
}

const set = (value: bigint): bigint | undefined => (value === 0n ? undefined : value);

/** Old names of control groups, and the names of today. */
const subsystems: Readonly<Record<string, string>> = { perf: 'perf_event', mem: 'memory', io: 'blkio' };

/** Control groups by subsystem; one that is not of that form makes the others worthless. */
function groupsOf({ cgroups }: Thread): readonly (readonly [subsystem: string, path: string])[] {
  if (cgroups.some((one) => !one.includes('='))) return [];
  return cgroups.map((one) => {
    const at = one.indexOf('=');
    const subsystem = one.slice(0, at).replace('_cgroup', '');
    return [subsystems[subsystem] ?? subsystem, one.slice(at + 1)];
  });
}

/** Values of the fields of a process and its thread. */
export const processValues: Extracts = {
  'proc.name': own(({ comm }) => comm),
  'proc.exe': own(({ exe }) => exe),
  'proc.exepath': own(({ exepath }) => exepath),
  'proc.cmdline': own(commandLine),
  'proc.exeline': own(({ exe, args }) => `${exe} ${args.join(' ')}`),
  'proc.args': (record, argument) => {
    const { thread } = record.system;
    if (thread === undefined) return undefined;
    return argument === undefined ? thread.args.join(' ') : thread.args[Number(argument)];
  },
  'proc.cmdnargs': own(({ args }) => args.length),
  'proc.cmdlenargs': own(({ args }) => args.reduce((sum, text) => sum + text.length, 0)),
  'proc.env': (record, argument) => {
    const { thread } = record.system;
    if (thread === undefined) return undefined;
    const environment = environmentOf(record, thread);
    return argument === undefined ? environment.join(' ') : variable(environment, argument);
  },
  'proc.cwd': own((thread, { system }) => workingDirectory(system, thread)),
  'proc.tty': own(({ tty }) => tty),
  'proc.pname': parent(({ comm }) => comm),
  'proc.pexe': parent(({ exe }) => exe),
  'proc.pexepath': parent(({ exepath }) => exepath),
  'proc.pcmdline': parent(commandLine),
  'proc.ppid': own((thread, { system }) => system.threads.mainOf(thread)?.ptid),
  'proc.pvpid': parent(({ vpid }) => vpid),
  'proc.aname': ancestor(({ comm }) => comm),
  'proc.aexe': ancestor(({ exe }) => exe),
  'proc.aexepath': ancestor(({ exepath }) => exepath),
  'proc.aargs': ancestor(({ args }) => args.join(' ')),
  'proc.acmdline': ancestor(commandLine),
  'proc.apid': ancestor(({ pid }) => pid),
  'proc.aenv': ancestorEnvironment,
  'proc.pid': own(({ pid }) => pid),
  'proc.vpid': own(({ vpid }) => known(vpid)),
  'proc.sid': own(({ sid }) => sid),
  'proc.pgid': own(({ pgid }) => pgid),
  'proc.vpgid': own(({ vpgid }) => vpgid),
  'proc.loginshellid': own((thread, { system }) => topShell(system, thread)),
  'thread.tid': ({ event, system }) => system.thread?.tid ?? event.tid,
  'thread.vtid': own(({ vtid }) => known(vtid)),
  'proc.sname': leaderBy('sid', ({ comm }) => comm),
  'proc.sid.exe': leaderBy('sid', ({ exe }) => exe),
  'proc.sid.exepath': leaderBy('sid', ({ exepath }) => exepath),
  'proc.vpgid.name': leaderBy('vpgid', ({ comm }) => comm),
  'proc.vpgid.exe': leaderBy('vpgid', ({ exe }) => exe),
  'proc.vpgid.exepath': leaderBy('vpgid', ({ exepath }) => exepath),
  'proc.pgid.name': leaderBy('pgid', ({ comm }) => comm),
  'proc.pgid.exe': leaderBy('pgid', ({ exe }) => exe),
  'proc.pgid.exepath': leaderBy('pgid', ({ exepath }) => exepath),
  'proc.is_sid_leader': own(({ sid, vpid }) => sid === vpid),
  'proc.is_vpgid_leader': own(({ vpgid, vpid }) => vpgid === vpid),
  'proc.is_pgid_leader': own(({ pgid, pid }) => pgid === pid),
  'proc.is_exe_writable': hasExeFlag(exeFlag.writable),
  'proc.is_exe_upper_layer': hasExeFlag(exeFlag.upperLayer),
  'proc.is_exe_lower_layer': hasExeFlag(exeFlag.lowerLayer),
  'proc.is_exe_from_memfd': hasExeFlag(exeFlag.fromMemfd),
  'proc.exe_ino': own(({ exeInode }) => exeInode || undefined),
  'proc.exe_ino.ctime': own(({ exeCtime }) => set(exeCtime)),
  'proc.exe_ino.mtime': own(({ exeMtime }) => set(exeMtime)),
  'proc.exe_ino.ctime_duration_proc_start': own(({ exeCtimeToClone }) => set(exeCtimeToClone)),
  'proc.exe_ino.ctime_duration_pidns_start': own(({ exeCtimeSincePidns }) => set(exeCtimeSincePidns)),
  'proc.duration': own(sinceStart),
  'proc.ppid.duration': parent(sinceStart),
  'proc.pid.ts': own(({ clonedAt }) => set(clonedAt)),
  'proc.ppid.ts': parent(({ clonedAt }) => clonedAt),
  'proc.pidns_init_start_ts': own(({ pidnsInitStart }) => set(pidnsInitStart)),
  'proc.stdin.type': standard(0, 'type'),
  'proc.stdout.type': standard(1, 'type'),
  'proc.stderr.type': standard(2, 'type'),
  'proc.stdin.name': standard(0, 'name'),
  'proc.stdout.name': standard(1, 'name'),
  'proc.stderr.name': standard(2, 'name'),
  'thread.cap_permitted': own(({ capPermitted }) => capabilityNames(capPermitted)),
  'thread.cap_inheritable': own(({ capInheritable }) => capabilityNames(capInheritable)),
  'thread.cap_effective': own(({ capEffective }) => capabilityNames(capEffective)),
  'thread.cgroups': own(
    (thread) =>
      groupsOf(thread)
        .map(([subsystem, path]) => `${subsystem}=${path}`)
        .join(' ') || undefined,
  ),
  'thread.cgroup': ({ system: { thread } }, argument) =>
    thread === undefined ? undefined : groupsOf(thread).find(([subsystem]) => subsystem === argument)?.[1],
  'proc.nthreads': own((thread, { system }) => system.threads.membersOf(thread.pid).length),
  'proc.nchilds': own(
    (thread, { system: { threads } }) =>
      threads.membersOf(thread.pid).filter(({ tid, pid }) => tid !== pid).length,
  ),
  'proc.fdopencount': own((thread, { system }) => system.threads.mainOf(thread)?.fds.size ?? 0),
  'proc.fdlimit': own((thread, { system }) => system.threads.mainOf(thread)?.fdLimit ?? 0),
  'proc.fdusage': own((thread, { system }) => {
    const main = system.threads.mainOf(thread);
    if (main === undefined || main.fdLimit <= 0) return 0;
    return Math.min(100, (main.fds.size * 100) / main.fdLimit);
  }),
  'proc.vmsize': own(({ vmSize }) => vmSize),
  'proc.vmrss': own(({ vmRss }) => vmRss),
  'proc.vmswap': own(({ vmSwap }) => vmSwap),
  'thread.pfmajor': own(({ majorFaults }) => majorFaults),
  'thread.pfminor': own(({ minorFaults }) => minorFaults),
  'thread.vmsize': main(({ vmSize }) => vmSize),
  'thread.vmrss': main(({ vmRss }) => vmRss),
  'thread.vmsize.b': main(({ vmSize }) => vmSize * 1024),
  'thread.vmrss.b': main(({ vmRss }) => vmRss * 1024),
  'thread.ismain': own(({ tid, pid }) => tid === pid),
  'thread.nametid': own(({ comm }, { event }) => `${comm}${event.tid}`),
  ...cpuValues,
};
