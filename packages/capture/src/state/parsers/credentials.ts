import type { CaptureEvent } from '../../capture-event.ts';
import { containerOfCgroups } from '../cgroup-container.ts';
import { workingDirectory } from '../directories.ts';
import type { Parser, ParserTable } from '../parser.ts';
import { joinPath } from '../paths.ts';
import { threadFlag } from '../thread.ts';

const everyCapability = 0x1ff_ffff_ffffn;
const setChildSubreaper = 36;
const getChildSubreaper = 37;
const limitOfFiles = 7;

function succeeded(event: CaptureEvent): boolean {
  return event.i64(0) >= 0;
}

/** Sets the user or group from the parameter of the effective id, whatever it is. */
function setId(key: 'uid' | 'gid', index: number): Parser {
  return ({ thread }, event) => {
    if (thread !== undefined && event.i64(0) === 0 && event.length(index) >= 4)
      thread[key] = event.u32(index);
  };
}

const capset: Parser = ({ thread }, event) => {
  if (thread === undefined || !succeeded(event)) return;
  thread.capInheritable = event.big(1);
  thread.capPermitted = event.big(2);
  thread.capEffective = event.big(3);
};

const setsid: Parser = ({ thread }, event) => {
  if (thread !== undefined && succeeded(event)) thread.sid = event.i64(0);
};

/** Its container is looked up again, too. */
const chroot: Parser = (system, event) => {
  const { thread } = system;
  const path = event.text(1);
  if (thread === undefined || !succeeded(event)) return;
  if (path !== undefined) thread.root = joinPath(workingDirectory(system, thread), path);
  thread.container = containerOfCgroups(thread.cgroups)?.id ?? '';
};

const prctl: Parser = ({ thread, threads }, event) => {
  if (thread === undefined || thread.isInvalid || !succeeded(event)) return;
  const option = event.u32(1);
  if (option !== setChildSubreaper && option !== getChildSubreaper) return;
  threads.leaderOf(thread).isReaper = event.i64(3) !== 0;
};

/** A new user namespace gives every capability within it. */
function namespaced(flagsAt: number): Parser {
  return ({ thread }, event) => {
    if (thread === undefined || !succeeded(event) || (event.u32(flagsAt) & threadFlag.newUser) === 0) return;
    thread.capInheritable = everyCapability;
    thread.capPermitted = everyCapability;
    thread.capEffective = everyCapability;
  };
}

/** The limit of descriptors is that of the process. */
function limit(valueAt: number, resourceAt: number, pidAt = -1): Parser {
  return ({ thread, threads }, event) => {
    if (thread === undefined || !succeeded(event) || event.u8(resourceAt) !== limitOfFiles) return;
    const value = event.i64(valueAt);
    if (value === -1 || (pidAt >= 0 && event.length(pidAt) === 0)) return;
    const pid = pidAt < 0 ? 0 : event.i64(pidAt);
    const target = pid === 0 ? thread : threads.get(pid);
    const main = target === undefined ? undefined : threads.mainOf(target);
    if (main !== undefined) main.fdLimit = value;
  };
}

export const credentialParsers: ParserTable = {
  exit: {
    setuid: setId('uid', 1),
    setreuid: setId('uid', 2),
    setresuid: setId('uid', 2),
    setgid: setId('gid', 1),
    setregid: setId('gid', 2),
    setresgid: setId('gid', 2),
    capset,
    setsid,
    chroot,
    prctl,
    unshare: namespaced(1),
    setns: namespaced(2),
    prlimit: limit(1, 6, 5),
    setrlimit: limit(1, 3),
    getrlimit: limit(1, 3),
  },
};
