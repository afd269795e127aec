import type { CaptureEvent } from '../../capture-event.ts';
import { decodeTexts } from '../../text.ts';
import { containerOfCgroups } from '../containers.ts';
import type { Parser, ParserTable } from '../parser.ts';
import type { System } from '../system.ts';
import { directoryOf, newThread, type Thread, threadFlag } from '../thread.ts';

/** Places of the parameters that clone, clone3, fork and vfork share. */
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
  if (result > 0) byCaller(system, event, result);
  else if (result === 0) byChild(system, event);
};

function byCaller(system: System, event: CaptureEvent, childTid: number): void {
  const { threads, thread: caller } = system;
  if (caller === undefined) return;
  learn(system, caller, event);
  const flags = event.u32(at.flags);
  // Then the id is one of another namespace: the child's own event will tell.
  if ((flags & flagsThatHideChild) !== 0 || (caller.vtid !== -1 && caller.tid !== caller.vtid)) return;
  if (event.type.name === 'vfork' || (flags & threadFlag.vfork) !== 0) return;
  const known = threads.get(childTid);
  if (known !== undefined && (known.flags & threadFlag.inverted) !== 0) {
    known.flags &= ~threadFlag.inverted;
    return;
  }
  const isThread = (flags & threadFlag.cloneThread) !== 0;
  const child = inherit(newThread(childTid), caller);
  child.pid = isThread ? caller.pid : childTid;
  child.ptid = isThread ? caller.ptid : caller.tid;
  child.vtid = caller.vtid === -1 ? -1 : childTid;
  child.vpid = isThread ? caller.vpid : child.vtid;
  describe(child, event, flags);
  if (!isThread) copyDescriptors(system, caller, child);
  threads.add(child);
}

function byChild(system: System, event: CaptureEvent): void {
  const { threads } = system;
  const known = threads.get(event.tid);
  if (known !== undefined && !known.isInvalid && event.time - known.clonedAt < settled) return;
  const flags = event.u32(at.flags);
  const isThread = (flags & threadFlag.cloneThread) !== 0;
  const pid = event.i64(at.pid);
  const ptid = event.i64(at.ptid);
  const origin = threads.get(isThread ? pid : ptid);
  const child = newThread(event.tid);
  if (origin !== undefined && !origin.isInvalid) inherit(child, origin);
  child.pid = pid;
  child.ptid = ptid;
  child.vtid = event.count > at.vtid ? event.i64(at.vtid) : event.tid;
  child.vpid = event.count > at.vpid ? event.i64(at.vpid) : pid;
  describe(child, event, flags | threadFlag.inverted);
  if (origin !== undefined && !isThread) copyDescriptors(system, origin, child);
  threads.add(child);
  system.thread = child;
}

/** What a child has of the thread that made it. */
function inherit(child: Thread, from: Thread): Thread {
  const { tid, fds } = child;
  return Object.assign(child, from, {
    tid,
    fds,
    flags: 0,
    execAt: 0n,
    isReaper: false,
    isDead: false,
    enter: undefined,
  });
}

/** What the event says of the child itself. */
function describe(child: Thread, event: CaptureEvent, flags: number): void {
  describeProgram(child, event);
  child.flags = flags;
  child.uid = event.u32(at.uid);
  child.gid = event.u32(at.gid);
  child.clonedAt = event.time;
  if (event.length(at.pidnsInitStart) >= 8) child.pidnsInitStart = event.big(at.pidnsInitStart);
  child.isInvalid = false;
  if (child.cwd === '') child.cwd = directoryOf(event.text(at.cwd) ?? '/');
  const cgroups = decodeTexts(event.bytes, event.offset(at.cgroups), event.length(at.cgroups));
  if (cgroups.length > 0) {
    child.cgroups = cgroups;
    child.container = containerOfCgroups(cgroups)?.id ?? '';
  }
}

function describeProgram(child: Thread, event: CaptureEvent): void {
  child.exe = event.text(at.exe) ?? child.exe;
  child.comm = event.text(at.comm) ?? child.comm;
  child.args = decodeTexts(event.bytes, event.offset(at.args), event.length(at.args));
  child.fdLimit = event.i64(at.fdLimit);
  child.majorFaults = event.u64(at.majorFaults);
  child.minorFaults = event.u64(at.minorFaults);
  child.vmSize = event.u32(at.vmSize);
  child.vmRss = event.u32(at.vmRss);
  child.vmSwap = event.u32(at.vmSwap);
}

/** A caller that was not known tells of itself in its event. */
function learn(system: System, caller: Thread, event: CaptureEvent): void {
  if (!caller.isInvalid) return;
  describeProgram(caller, event);
  system.threads.refile(caller, event.i64(at.pid), event.i64(at.ptid));
  caller.uid = event.u32(at.uid);
  caller.gid = event.u32(at.gid);
  if (event.count > at.vpid) {
    caller.vtid = event.i64(at.vtid);
    caller.vpid = event.i64(at.vpid);
  }
  caller.isInvalid = false;
  if (caller.cwd === '') caller.cwd = directoryOf(event.text(at.cwd) ?? '/');
}

function copyDescriptors({ threads }: System, from: Thread, child: Thread): void {
  for (const [fd, descriptor] of threads.leaderOf(from).fds) {
    child.fds.set(fd, { ...descriptor, isCloned: true });
  }
}

export const cloneParsers: ParserTable = { exit: { clone, clone3: clone, fork: clone, vfork: clone } };
