import type { CaptureEvent } from '../../capture-event.ts';
import { decodeTexts } from '../../text.ts';
import { containerOfCgroups } from '../cgroup-container.ts';
import { directoryBase, workingDirectory } from '../directories.ts';
import type { Parser, ParserTable } from '../parser.ts';
import { joinPath } from '../paths.ts';
import { removeThread } from '../remove-thread.ts';
import type { System } from '../system.ts';
import { type EnterEvent, type Thread, threadFlag } from '../thread.ts';

/** Places of the parameters that execve and execveat share. */
const at = {
  result: 0,
  exe: 1,
  args: 2,
  pid: 4,
  ptid: 5,
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
} as const;

const keptFlags = threadFlag.pipeSource | threadFlag.pipeDestination | threadFlag.inverted;
const emptyPath = 1;
const unknown = '<NA>';

const exec: Parser = (system, event) => {
  const { thread } = system;
  if (thread === undefined || event.i64(at.result) < 0) return;
  thread.isDead = false;
  const asked = thread.enter;
  thread.enter = undefined;
  thread.execAt = event.time;
  setProgram(thread, event);
  setIds(system, thread, event);
  setCredentials(thread, event);
  setExecutable(thread, event);
  const path = event.text(at.exepath) ?? executed(system, thread, event, asked);
  if (path !== undefined) thread.exepath = path;
  thread.flags &= keptFlags;
  for (const [fd, { closesOnExec }] of thread.fds) if (closesOnExec) thread.fds.delete(fd);
  for (const other of system.threads.membersOf(thread.pid))
    if (other !== thread && other.tid !== other.pid) removeThread(system, other);
};

function textsAt(event: CaptureEvent, index: number): string[] {
  return decodeTexts(event.bytes, event.offset(index), event.length(index));
}

function setProgram(thread: Thread, event: CaptureEvent): void {
  thread.exe = event.text(at.exe) ?? '';
  thread.comm = event.text(at.comm) ?? thread.exe;
  thread.args = textsAt(event, at.args);
  thread.fdLimit = event.i64(at.fdLimit);
  if (event.length(at.vmSwap) > 0) {
    thread.majorFaults = event.u64(at.majorFaults);
    thread.minorFaults = event.u64(at.minorFaults);
    thread.vmSize = event.u32(at.vmSize);
    thread.vmRss = event.u32(at.vmRss);
    thread.vmSwap = event.u32(at.vmSwap);
  }
  if (event.length(at.env) > 0) thread.env = textsAt(event, at.env);
  if (event.length(at.cgroups) > 0) thread.cgroups = textsAt(event, at.cgroups);
  thread.container = containerOfCgroups(thread.cgroups)?.id ?? '';
  if (event.length(at.tty) > 0) thread.tty = event.u32(at.tty);
}

/** A thread that was not known is known from here on, but for its working directory and descriptors. */
function setIds({ threads }: System, thread: Thread, event: CaptureEvent): void {
  const pid = event.i64(at.pid);
  const isNew = pid < 0 || thread.ptid < 0;
  threads.refile(thread, pid, isNew ? event.i64(at.ptid) : thread.ptid);
  if (isNew && (thread.flags & threadFlag.childInPidNamespace) === 0) {
    thread.vtid = thread.tid;
    thread.vpid = pid;
  }
  thread.isInvalid = thread.pid < 0 || thread.ptid < 0;
  if (isNew && !thread.isInvalid) threads.settle(thread);
  if (event.length(at.vpgid) > 0) thread.vpgid = event.i64(at.vpgid);
  thread.pgid = event.length(at.pgid) > 0 ? event.i64(at.pgid) : -1;
}

function setCredentials(thread: Thread, event: CaptureEvent): void {
  if (event.length(at.loginuid) > 0) thread.loginuid = event.u32(at.loginuid);
  if (event.length(at.uid) > 0) thread.uid = event.u32(at.uid);
  if (event.length(at.gid) > 0) thread.gid = event.u32(at.gid);
  if (event.length(at.capEffective) === 0) return;
  thread.capInheritable = event.big(at.capInheritable);
  thread.capPermitted = event.big(at.capPermitted);
  thread.capEffective = event.big(at.capEffective);
}

function setExecutable(thread: Thread, event: CaptureEvent): void {
  if (event.length(at.flags) > 0) thread.exeFlags = event.u32(at.flags);
  if (event.length(at.exeMtime) === 0) return;
  thread.exeInode = event.u64(at.exeInode);
  thread.exeCtime = event.big(at.exeCtime);
  thread.exeMtime = event.big(at.exeMtime);
  const { clonedAt, exeCtime, pidnsInitStart } = thread;
  // A file that changed after the start of the process gives what the difference is in 64 bits.
  if (clonedAt !== 0n) thread.exeCtimeToClone = BigInt.asUintN(64, clonedAt - exeCtime);
  if (pidnsInitStart !== 0n && exeCtime > pidnsInitStart)
    thread.exeCtimeSincePidns = exeCtime - pidnsInitStart;
}

/**
 * Without the path that the kernel tells: what was asked for when the call began, made absolute. Undefined: that was
 * not seen. An execveat that succeeds can end as an execve.
 */
function executed(
  system: System,
  thread: Thread,
  event: CaptureEvent,
  asked: EnterEvent | undefined,
): string | undefined {
  if (asked === undefined) return undefined;
  const isAt = asked.directory !== undefined;
  if (!isAt && asked.code !== event.code - 1) return undefined;
  if (asked.directory === undefined)
    return asked.path === undefined ? unknown : joinPath(workingDirectory(system, thread), asked.path);
  const path = asked.path ?? unknown;
  const base = path.startsWith('/') ? '.' : directoryBase(system, thread, asked.directory);
  const isEmpty = ((asked.flags ?? 0) & emptyPath) !== 0;
  if (base === '<UNKNOWN>' || (!isEmpty && asked.path === undefined)) return unknown;
  return isEmpty ? joinPath('', base) : joinPath(base, path);
}

/** The file name as it was when the call began: its memory can change until the call ends. */
const enter: Parser = ({ thread }, event) => {
  if (thread === undefined) return;
  const isAt = event.type.name === 'execveat';
  const path = event.text(isAt ? 1 : 0);
  if (!isAt && path === undefined) return;
  thread.enter = {
    code: event.code,
    ...(path === undefined ? {} : { path }),
    ...(isAt ? { directory: event.fd(0), flags: event.u32(2) } : {}),
  };
};

export const execParsers: ParserTable = {
  exit: { execve: exec, execveat: exec },
  enter: { execve: enter, execveat: enter },
};
