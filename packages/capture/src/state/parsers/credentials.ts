import type { CaptureEvent } from '../../capture-event.ts';
import type { Parser, ParserTable } from '../parser.ts';
import { joinPath } from '../paths.ts';
import type { System } from '../system.ts';
import { threadFlag } from '../thread.ts';

const everyCapability = 0x1ff_ffff_ffffn;
const setChildSubreaper = 36;
const limitOfFiles = 7;

function succeeded(event: CaptureEvent): boolean {
  return event.i64(0) >= 0;
}

/** Sets the user or group from the parameter of the effective id; all ones change nothing. */
function setId(key: 'uid' | 'gid', index: number): Parser {
  return ({ thread }, event) => {
    if (thread === undefined || !succeeded(event) || event.length(index) < 4) return;
    const id = event.u32(index);
    if (id !== 0xffff_ffff) thread[key] = id;
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

const setpgid: Parser = ({ thread, threads }, event) => {
  if (thread === undefined || !succeeded(event)) return;
  const pid = event.i64(1);
  const target = pid === 0 ? thread : threads.get(pid);
  if (target !== undefined) target.vpgid = event.i64(2) === 0 ? target.vpid : event.i64(2);
};

const chroot: Parser = ({ thread }, event) => {
  const path = event.text(1);
  if (thread !== undefined && succeeded(event) && path !== undefined)
    thread.root = joinPath(thread.cwd, path);
};

const prctl: Parser = ({ thread, threads }, event) => {
  if (thread === undefined || !succeeded(event) || event.u32(1) !== setChildSubreaper) return;
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

/** `oldAt`: what the limit was, which counts when the call did not set another. */
function limit(valueAt: number, resourceAt: number, pidAt = -1, oldAt = -1): Parser {
  return (system: System, event) => {
    const { thread, threads } = system;
    if (thread === undefined || !succeeded(event) || event.u8(resourceAt) !== limitOfFiles) return;
    const pid = pidAt < 0 ? 0 : event.i64(pidAt);
    const target = pid === 0 ? threads.leaderOf(thread) : threads.get(pid);
    const asked = event.i64(valueAt);
    const value = asked === -1 && oldAt >= 0 ? event.i64(oldAt) : asked;
    if (target !== undefined && value !== -1) target.fdLimit = value;
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
    setpgid,
    chroot,
    prctl,
    unshare: namespaced(1),
    setns: namespaced(2),
    prlimit: limit(1, 6, 5, 3),
    setrlimit: limit(1, 3),
    getrlimit: limit(1, 3),
  },
};
