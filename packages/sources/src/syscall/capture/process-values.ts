import { exeFlag, type Thread } from '@breakwater/capture';
import type { FieldValue } from '@breakwater/model';
import { capabilityNames } from './capability-names.ts';
import type { CaptureRecord, Extract, Extracts } from './capture-record.ts';

type OfThread = (thread: Thread, record: CaptureRecord) => FieldValue | undefined;

function own(value: OfThread): Extract {
  return (record) => {
    const { thread } = record.system;
    return thread === undefined ? undefined : value(thread, record);
  };
}

/** Of the process that the thread was started by. */
function parent(value: OfThread): Extract {
  return own((thread, record) => {
    const found = record.system.threads.parentOf(thread);
    return found === undefined ? undefined : value(found, record);
  });
}

/** Of the ancestor of that number (0 is the process itself), or of all of them. */
function ancestor(value: (thread: Thread) => string | number): Extract {
  return ({ system: { thread, threads } }, argument) => {
    if (thread === undefined) return undefined;
    if (argument === undefined) {
      const values = Array.from(threads.ancestorsOf(thread), value);
      return values.length === 0 ? undefined : (values as string[]);
    }
    let left = Number(argument);
    if (left === 0) return value(threads.leaderOf(thread));
    for (const one of threads.ancestorsOf(thread)) {
      left -= 1;
      if (left === 0) return value(one);
    }
    return undefined;
  };
}

/** The nearest ancestor with an id, in the same process namespace; without it the last one there. */
function leaderBy(key: 'sid' | 'vpgid' | 'pgid', value: (thread: Thread) => string): Extract {
  return ({ system: { thread, threads } }) => {
    if (thread === undefined) return undefined;
    const id = thread[key];
    let last = threads.leaderOf(thread);
    if (idOf(last, key) === id) return value(last);
    for (const one of threads.ancestorsOf(thread)) {
      if (one[key] !== id || one.pidnsInitStart !== thread.pidnsInitStart) return value(last);
      last = one;
      if (idOf(one, key) === id) break;
    }
    return value(last);
  };
}

function idOf(thread: Thread, key: 'sid' | 'vpgid' | 'pgid'): number {
  return key === 'pgid' ? thread.pid : thread.vpid;
}

const commandLine = ({ comm, args }: Thread): string => [comm, ...args].join(' ');
const hasExeFlag = (flag: number): Extract => own(({ exeFlags }) => (exeFlags & flag) !== 0);
const known = (id: number): number | undefined => (id === -1 ? undefined : id);
const main = (value: (thread: Thread) => number): Extract =>
  own((thread) => (thread.tid === thread.pid ? value(thread) : 0));

function standard(fd: number, value: 'type' | 'name'): Extract {
  return own((thread, { system }) => system.threads.leaderOf(thread).fds.get(fd)?.[value]);
}

function environment(thread: Thread, name: string): string | undefined {
  const prefix = `${name}=`;
  return thread.env
    .find((one) => one.startsWith(prefix))
    ?.slice(prefix.length)
    .trim();
}

function sinceStart(thread: Thread, { event }: CaptureRecord): bigint | undefined {
  return thread.clonedAt === 0n ? undefined : event.time - thread.clonedAt;
}

function topShell({ threads }: CaptureRecord['system'], thread: Thread): number | undefined {
  let found: number | undefined;
  for (const one of [thread, ...threads.ancestorsOf(thread)]) if (one.comm.endsWith('sh')) found = one.pid;
  return found;
}

/** Values of the fields of a process and its thread. */
export const processValues: Extracts = {
  'proc.name': own(({ comm }) => comm),
  'proc.exe': own(({ exe }) => exe),
  'proc.exepath': own(({ exepath }) => exepath),
  'proc.cmdline': own(commandLine),
  'proc.exeline': own(({ exe, args }) => [exe, ...args].join(' ')),
  'proc.args': (record, argument) => {
    const { thread } = record.system;
    if (thread === undefined) return undefined;
    return argument === undefined ? thread.args.join(' ') : thread.args[Number(argument)];
  },
  'proc.cmdnargs': own(({ args }) => args.length),
  'proc.cmdlenargs': own(({ args }) => args.reduce((sum, text) => sum + text.length, 0)),
  'proc.env': ({ system: { thread, threads } }, argument) => {
    if (thread === undefined) return undefined;
    const leader = threads.leaderOf(thread);
    return argument === undefined ? leader.env.join(' ') : environment(leader, argument);
  },
  'proc.cwd': own((thread, { system }) => system.threads.leaderOf(thread).cwd),
  'proc.tty': own(({ tty }) => tty),
  'proc.pname': parent(({ comm }) => comm),
  'proc.pexe': parent(({ exe }) => exe),
  'proc.pexepath': parent(({ exepath }) => exepath),
  'proc.pcmdline': parent(commandLine),
  'proc.ppid': parent(({ pid }) => pid),
  'proc.pvpid': parent(({ vpid }) => known(vpid)),
  'proc.aname': ancestor(({ comm }) => comm),
  'proc.aexe': ancestor(({ exe }) => exe),
  'proc.aexepath': ancestor(({ exepath }) => exepath),
  'proc.aargs': ancestor(({ args }) => args.join(' ')),
  'proc.acmdline': ancestor(commandLine),
  'proc.apid': ancestor(({ pid }) => pid),
  'proc.aenv': ({ system: { thread, threads } }, argument) => {
    if (thread === undefined || argument === undefined) return undefined;
    const ancestors = threads.ancestorsOf(thread);
    if (/^\d+$/.test(argument)) return [...ancestors][Number(argument) - 1]?.env.join(' ');
    for (const one of ancestors) {
      const value = environment(one, argument);
      if (value !== undefined) return value;
    }
    return undefined;
  },
  'proc.pid': own(({ pid }) => pid),
  'proc.vpid': own(({ vpid }) => known(vpid)),
  'proc.sid': own(({ sid }) => sid),
  'proc.pgid': own(({ pgid }) => pgid),
  'proc.vpgid': own(({ vpgid }) => vpgid),
  'proc.loginshellid': own((thread, { system }) => topShell(system, thread)),
  'thread.tid': ({ event, system }) => system.thread?.tid ?? known(event.tid),
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
  'proc.exe_ino': own(({ exeInode }) => exeInode),
  'proc.exe_ino.ctime': own(({ exeCtime }) => exeCtime),
  'proc.exe_ino.mtime': own(({ exeMtime }) => exeMtime),
  'proc.exe_ino.ctime_duration_proc_start': own(({ clonedAt, exeCtime }) =>
    clonedAt > exeCtime && exeCtime !== 0n ? clonedAt - exeCtime : 0n,
  ),
  'proc.exe_ino.ctime_duration_pidns_start': own(({ pidnsInitStart, exeCtime }, { system }) => {
    const start = pidnsInitStart + (system.machine?.bootTime ?? 0n);
    return exeCtime > start && exeCtime !== 0n ? exeCtime - start : 0n;
  }),
  'proc.duration': own(sinceStart),
  'proc.ppid.duration': parent(sinceStart),
  'proc.pid.ts': own(({ clonedAt }) => (clonedAt === 0n ? undefined : clonedAt)),
  'proc.ppid.ts': parent(({ clonedAt }) => (clonedAt === 0n ? undefined : clonedAt)),
  'proc.pidns_init_start_ts': own(({ pidnsInitStart }) => pidnsInitStart),
  'proc.stdin.type': standard(0, 'type'),
  'proc.stdout.type': standard(1, 'type'),
  'proc.stderr.type': standard(2, 'type'),
  'proc.stdin.name': standard(0, 'name'),
  'proc.stdout.name': standard(1, 'name'),
  'proc.stderr.name': standard(2, 'name'),
  'thread.cap_permitted': own(({ capPermitted }) => capabilityNames(capPermitted)),
  'thread.cap_inheritable': own(({ capInheritable }) => capabilityNames(capInheritable)),
  'thread.cap_effective': own(({ capEffective }) => capabilityNames(capEffective)),
  'thread.cgroups': own(({ cgroups }) => cgroups.join(' ')),
  'thread.cgroup': ({ system: { thread } }, argument) =>
    thread?.cgroups.find((one) => one.startsWith(`${argument}=`))?.slice(`${argument}=`.length),
  'proc.nthreads': own((thread, { system }) => system.threads.membersOf(thread.pid).length),
  'proc.nchilds': own((thread, { system }) => Math.max(0, system.threads.membersOf(thread.pid).length - 1)),
  'proc.fdopencount': own((thread, { system }) => system.threads.leaderOf(thread).fds.size),
  'proc.fdlimit': own(({ fdLimit }) => fdLimit),
  'proc.fdusage': own((thread, { system }) => {
    const { fds, fdLimit } = system.threads.leaderOf(thread);
    return fdLimit > 0 ? (fds.size * 100) / fdLimit : 0;
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
  'thread.nametid': own(({ comm, tid }) => `${comm}${tid}`),
};
