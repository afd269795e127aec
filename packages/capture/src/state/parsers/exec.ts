import type { CaptureEvent } from '../../capture-event.ts';
import { decodeTexts } from '../../text.ts';
import { containerOfCgroups } from '../containers.ts';
import type { Parser, ParserTable } from '../parser.ts';
import { joinPath } from '../paths.ts';
import type { System } from '../system.ts';
import { directoryOf, type Thread, threadFlag } from '../thread.ts';
import { currentDirectory, directoryBase } from './files.ts';

/** Places of the parameters that execve and execveat share. */
const at = {
  result: 0,
  exe: 1,
  args: 2,
  pid: 4,
  ptid: 5,
  cwd: 6,
  fdLimit: 7,
  majorFaults: 8,
  minorFaults: 9,
  vmSize: 10,
  vmRss: 11,
  vmSwap: 12,
  comm: 13,
  cgroups: 14,
  env: 15,
  tty: 16,
  vpgid: 17,
  loginuid: 18,
  flags: 19,
  capInheritable: 20,
  capPermitted: 21,
  capEffective: 22,
  exeInode: 23,
  exeCtime: 24,
  exeMtime: 25,
  uid: 26,
  exepath: 27,
  pgid: 28,
  gid: 29,
  filename: 30,
} as const;

const keptFlags = threadFlag.pipeSource | threadFlag.pipeDestination | threadFlag.inverted;

const exec: Parser = (system, event) => {
  const { thread, threads } = system;
  if (thread === undefined || event.i64(at.result) < 0) return;
  const has = (index: number): boolean => event.length(index) > 0;
  const texts = (index: number): string[] =>
    decodeTexts(event.bytes, event.offset(index), event.length(index));
  if (thread.cwd === '') thread.cwd = directoryOf(event.text(at.cwd) ?? '/');
  const path = event.text(at.exepath) ?? executed(system, thread, event);
  thread.enter = undefined;
  thread.isInvalid = false;
  thread.exe = event.text(at.exe) ?? thread.exe;
  thread.comm = event.text(at.comm) ?? thread.exe;
  thread.args = texts(at.args);
  if (has(at.pid)) {
    const ptid = thread.ptid === -1 && has(at.ptid) ? event.i64(at.ptid) : thread.ptid;
    threads.refile(thread, event.i64(at.pid), ptid);
  }
  if (has(at.fdLimit)) thread.fdLimit = event.i64(at.fdLimit);
  thread.majorFaults = event.u64(at.majorFaults);
  thread.minorFaults = event.u64(at.minorFaults);
  thread.vmSize = event.u32(at.vmSize);
  thread.vmRss = event.u32(at.vmRss);
  thread.vmSwap = event.u32(at.vmSwap);
  if (has(at.cgroups)) {
    thread.cgroups = texts(at.cgroups);
    thread.container = containerOfCgroups(thread.cgroups)?.id ?? '';
  }
  if (has(at.env)) thread.env = texts(at.env);
  if (has(at.tty)) thread.tty = event.u32(at.tty);
  if (has(at.vpgid)) thread.vpgid = event.i64(at.vpgid);
  if (has(at.pgid)) thread.pgid = event.i64(at.pgid);
  if (has(at.loginuid)) thread.loginuid = event.u32(at.loginuid);
  if (has(at.uid)) thread.uid = event.u32(at.uid);
  if (has(at.gid)) thread.gid = event.u32(at.gid);
  if (has(at.flags)) thread.exeFlags = event.u32(at.flags);
  if (event.count > at.capEffective) {
    thread.capInheritable = event.big(at.capInheritable);
    thread.capPermitted = event.big(at.capPermitted);
    thread.capEffective = event.big(at.capEffective);
  }
  if (event.count > at.exeMtime) {
    thread.exeInode = event.u64(at.exeInode);
    thread.exeCtime = event.big(at.exeCtime);
    thread.exeMtime = event.big(at.exeMtime);
  }
  thread.exepath = path ?? '<NA>';
  thread.execAt = event.time;
  thread.flags &= keptFlags;
  for (const [fd, { closesOnExec }] of thread.fds) if (closesOnExec) thread.fds.delete(fd);
  for (const other of threads.membersOf(thread.pid)) if (other !== thread) threads.remove(other.tid);
};

/** Without the path that the kernel tells: what was asked for, made absolute. */
function executed(system: System, thread: Thread, event: CaptureEvent): string | undefined {
  const isAt = event.type.name === 'execveat';
  const enter = thread.enter?.code === event.code - 1 ? thread.enter : undefined;
  const filename = isAt ? enter?.path : (event.text(at.filename) ?? enter?.path);
  const directory = enter?.directory;
  if (filename === undefined) {
    // With AT_EMPTY_PATH the descriptor is the program.
    if (directory === undefined || directory < 0) return undefined;
    return system.threads.leaderOf(thread).fds.get(directory)?.name;
  }
  if (filename.startsWith('/')) return joinPath('/', filename);
  return joinPath(directoryBase(system, thread, directory ?? currentDirectory), filename);
}

/** The file name as it was when the call began: its memory can change until the call ends. */
const enter: Parser = ({ thread }, event) => {
  const isAt = event.type.name === 'execveat';
  const path = event.text(isAt ? 1 : 0);
  if (thread === undefined) return;
  thread.enter = {
    code: event.code,
    ...(path === undefined ? {} : { path }),
    ...(isAt ? { directory: event.fd(0) } : {}),
  };
};

export const execParsers: ParserTable = {
  exit: { execve: exec, execveat: exec },
  enter: { execve: enter, execveat: enter },
};
