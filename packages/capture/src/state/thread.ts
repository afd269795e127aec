import type { SocketAddress } from './address.ts';
import { DescriptorTable } from './descriptor-table.ts';

/** Bits of `Thread.flags`: those of clone, and those that the state engine adds. */
export const threadFlag = {
  newPid: 64,
  cloneParent: 256,
  cloneThread: 8192,
  /** The child's own event made the entry. */
  inverted: 65_536,
  pipeSource: 524_288,
  newUser: 1_048_576,
  pipeDestination: 2_097_152,
  vfork: 134_217_728,
  childInPidNamespace: 536_870_912,
} as const;

/** Bits that tell of the file that a process runs. */
export const exeFlag = { writable: 1, upperLayer: 2, fromMemfd: 4, lowerLayer: 8 } as const;

const noId = 0xffff_ffff;

/** The last enter event of a thread that was stored because its arguments could change until the exit. */
export interface EnterEvent {
  readonly code: number;
  readonly path?: string;
  /** Descriptor of the directory that a path is relative to. */
  readonly directory?: number;
  readonly flags?: number;
  /** Where a connection was asked for. */
  readonly address?: SocketAddress;
}

/** A thread of the system that a capture tells of. Ids are -1 where they are not known. */
export interface Thread {
  tid: number;
  pid: number;
  ptid: number;
  sid: number;
  vpgid: number;
  pgid: number;
  vtid: number;
  vpid: number;
  comm: string;
  exe: string;
  exepath: string;
  args: readonly string[];
  env: readonly string[];
  cwd: string;
  root: string;
  cgroups: readonly string[];
  /** Id of the container that the cgroups name; empty: none. */
  container: string;
  flags: number;
  uid: number;
  gid: number;
  loginuid: number;
  tty: number;
  exeFlags: number;
  exeInode: number;
  exeCtime: bigint;
  exeMtime: bigint;
  /** Nanoseconds from that change of the inode to the start of the process, and to it from that of the namespace. */
  exeCtimeToClone: bigint;
  exeCtimeSincePidns: bigint;
  capInheritable: bigint;
  capPermitted: bigint;
  capEffective: bigint;
  vmSize: number;
  vmRss: number;
  vmSwap: number;
  majorFaults: number;
  minorFaults: number;
  fdLimit: number;
  /** When the first process of the namespace started, as the capture tells it; 0: not known. */
  pidnsInitStart: bigint;
  /** Nanoseconds since the epoch; 0: before the capture began. */
  clonedAt: bigint;
  execAt: bigint;
  isReaper: boolean;
  isDead: boolean;
  /** Its process or parent is not known: it has no descriptors and no working directory. */
  isInvalid: boolean;
  /** Descriptors; only the leader's are used. */
  fds: DescriptorTable;
  enter: EnterEvent | undefined;
}

const unknown = '<NA>';

/** A thread of which nothing but its id is known. */
export function newThread(tid: number): Thread {
  return {
    tid,
    pid: -1,
    ptid: -1,
    sid: -1,
    vpgid: -1,
    pgid: -1,
    vtid: -1,
    vpid: -1,
    comm: unknown,
    exe: unknown,
    exepath: '',
    args: [],
    env: [],
    cwd: '',
    root: '',
    cgroups: [],
    container: '',
    flags: 0,
    uid: noId,
    gid: noId,
    loginuid: noId,
    tty: 0,
    exeFlags: 0,
    exeInode: 0,
    exeCtime: 0n,
    exeMtime: 0n,
    exeCtimeToClone: 0n,
    exeCtimeSincePidns: 0n,
    capInheritable: 0n,
    capPermitted: 0n,
    capEffective: 0n,
    vmSize: 0,
    vmRss: 0,
    vmSwap: 0,
    majorFaults: 0,
    minorFaults: 0,
    fdLimit: -1,
    pidnsInitStart: 0n,
    clonedAt: 0n,
    execAt: 0n,
    isReaper: false,
    isDead: false,
    isInvalid: true,
    fds: new DescriptorTable(),
    enter: undefined,
  };
}

/** Whether the ids that the thread has for itself are not those of the machine. */
export function isInPidNamespace({ tid, vtid, flags }: Thread): boolean {
  return tid !== vtid || (flags & threadFlag.childInPidNamespace) !== 0;
}
