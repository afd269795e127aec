import type { CaptureEvent } from '../../capture-event.ts';
import { decodeTexts } from '../../text.ts';
import { containerOfCgroups } from '../cgroup-container.ts';
import type { Parser, ParserTable } from '../parser.ts';
import { removeThread } from '../remove-thread.ts';
import type { System } from '../system.ts';
import { isInPidNamespace, newThread, type Thread, threadFlag } from '../thread.ts';

/** Places of the parameters that clone, clone3, fork and vfork share. */
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
  flags: 15,
  uid: 16,
  gid: 17,
  vtid: 18,
  vpid: 19,
  pidnsInitStart: 20,
} as const;

const settled = 2_000_000_000n;
const flagsThatHideChild = threadFlag.childInPidNamespace | threadFlag.newPid | threadFlag.cloneParent;

/** Both the caller's event and the child's tell of a new thread; whichever comes first makes it. */
const clone: Parser = (system, event) => {
  const result = event.i64(at.result);
  if (result < 0) return;
  if (result > 0) byCaller(system, event, result);
  else byChild(system, event);
  // The container is looked up by the thread's own events alone.
  const { thread } = system;
  if (thread !== undefined) thread.container = containerOfCgroups(thread.cgroups)?.id ?? '';
};

function byCaller(system: System, event: CaptureEvent, childTid: number): void {
  const { threads } = system;
  const caller = threads.getOrInvalid(event.tid);
  system.thread = caller;
  const isKnown = !caller.isInvalid;
  if (!isKnown) learnCaller(system, caller, event);
  const flags = event.u32(at.flags);
  // Then the id is one of another namespace: the child's own event will tell.
  if ((flags & flagsThatHideChild) !== 0 || caller.tid !== caller.vtid) return;
  // The child of vfork runs first: it may be gone already.
  if (event.type.name === 'vfork' || (flags & threadFlag.vfork) !== 0) return;
  const known = threads.get(childTid);
  if (known !== undefined && (known.flags & threadFlag.inverted) !== 0) return;
  if (known !== undefined) removeThread(system, known);
  const isThread = (flags & threadFlag.cloneThread) !== 0;
  const child = isKnown ? inherit(newThread(childTid), caller) : newThread(childTid);
  child.pid = isThread ? caller.pid : childTid;
  child.ptid = isThread ? caller.ptid : caller.tid;
  child.vtid = childTid;
  child.vpid = child.pid;
  describe(child, event, flags);
  if (isKnown && !isThread) copyProcess(system, caller, child);
  if (!isKnown) describeAs(caller, child);
  threads.add(child);
  threads.settle(child);
}

function byChild(system: System, event: CaptureEvent): void {
  const { threads } = system;
  const known = threads.get(event.tid);
  if (known !== undefined && known.clonedAt !== 0n) {
    if (event.time - known.clonedAt < settled) return;
    removeThread(system, known);
  }
  const flags = event.u32(at.flags);
  const isThread = (flags & threadFlag.cloneThread) !== 0;
  const child = newThread(event.tid);
  const pid = event.i64(at.pid);
  const ptid = event.i64(at.ptid);
  const origin = threads.getOrInvalid(isThread ? pid : ptid);
  const isKnown = !origin.isInvalid;
  if (isKnown) inherit(child, origin);
  child.pid = pid;
  child.ptid = ptid;
  child.vtid = event.length(at.vpid) > 0 ? event.i64(at.vtid) : event.tid;
  child.vpid = event.length(at.vpid) > 0 ? event.i64(at.vpid) : -1;
  describe(child, event, flags | threadFlag.inverted);
  child.pidnsInitStart = namespaceStart(event, child);
  if (isKnown && !isThread) copyProcess(system, origin, child);
  if (!isKnown && isThread && origin.tid !== event.tid) learnLeader(system, origin, child);
  threads.add(child);
  threads.settle(child);
  system.thread = child;
}

/** What a child has of the thread that made it, or of the leader of its process. */
function inherit(child: Thread, from: Thread): Thread {
  child.exepath = from.exepath;
  child.exeFlags = from.exeFlags;
  child.root = from.root;
  child.sid = from.sid;
  child.vpgid = from.vpgid;
  child.pgid = from.pgid;
  child.tty = from.tty;
  child.loginuid = from.loginuid;
  child.capPermitted = from.capPermitted;
  child.capInheritable = from.capInheritable;
  child.capEffective = from.capEffective;
  child.exeInode = from.exeInode;
  child.exeCtime = from.exeCtime;
  child.exeMtime = from.exeMtime;
  child.exeCtimeToClone = from.exeCtimeToClone;
  return child;
}

/** What the event says of the child itself. */
function describe(child: Thread, event: CaptureEvent, flags: number): void {
  child.exe = event.text(at.exe) ?? '';
  child.comm = event.text(at.comm) ?? child.exe;
  child.args = decodeTexts(event.bytes, event.offset(at.args), event.length(at.args));
  child.fdLimit = event.i64(at.fdLimit);
  child.majorFaults = event.u64(at.majorFaults);
  child.minorFaults = event.u64(at.minorFaults);
  child.vmSize = event.u32(at.vmSize);
  child.vmRss = event.u32(at.vmRss);
  child.vmSwap = event.u32(at.vmSwap);
  child.flags = flags;
  child.uid = event.u32(at.uid);
  child.gid = event.u32(at.gid);
  child.cgroups = decodeTexts(event.bytes, event.offset(at.cgroups), event.length(at.cgroups));
  child.clonedAt = event.time;
  child.isInvalid = child.pid < 0 || child.ptid < 0;
}

function describeAs(thread: Thread, like: Thread): void {
  thread.exe = like.exe;
  thread.comm = like.comm;
  thread.args = like.args;
}

/** A caller that was not known tells of its ids in its event. */
function learnCaller({ threads }: System, caller: Thread, event: CaptureEvent): void {
  const hasVirtualIds = event.length(at.vpid) > 0;
  caller.vtid = hasVirtualIds ? event.i64(at.vtid) : caller.tid;
  caller.vpid = hasVirtualIds ? event.i64(at.vpid) : -1;
  learn(threads, caller, event.i64(at.pid), event.i64(at.ptid));
}

/** The leader of a process that is known by one of its threads alone. */
function learnLeader({ threads }: System, leader: Thread, child: Thread): void {
  leader.vpid = child.vpid;
  leader.vtid = child.vpid;
  describeAs(leader, child);
  learn(threads, leader, child.pid, child.ptid);
}

function learn(threads: System['threads'], thread: Thread, pid: number, ptid: number): void {
  threads.refile(thread, pid, ptid);
  thread.isInvalid = pid < 0 || ptid < 0;
  if (!thread.isInvalid) threads.settle(thread);
}

/**
 * Nanoseconds after the machine started, as upstream has it when it replays a capture; only within a namespace of
 * its own.
 */
function namespaceStart(event: CaptureEvent, child: Thread): bigint {
  const isWithin = (child.flags & threadFlag.newPid) !== 0 || isInPidNamespace(child);
  return isWithin ? event.big(at.pidnsInitStart) : 0n;
}

/** A process has descriptors, a working directory and an environment of its own. */
function copyProcess({ threads }: System, from: Thread, child: Thread): void {
  const main = threads.mainOf(from);
  child.cwd = main?.cwd ?? './';
  child.env = from.env;
  if (main === undefined) return;
  for (const [fd, descriptor] of main.fds) child.fds.set(fd, { ...descriptor, isCloned: true });
}

export const cloneParsers: ParserTable = { exit: { clone, clone3: clone, fork: clone, vfork: clone } };
