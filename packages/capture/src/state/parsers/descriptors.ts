import type { DescriptorType } from '../../lists/descriptors.ts';
import { type Descriptor, newDescriptor } from '../descriptor.ts';
import type { Parser, ParserTable } from '../parser.ts';
import type { System } from '../system.ts';
import { threadFlag } from '../thread.ts';

const closeOnExec = { flag: 4096, fcntlDupCloexec: 26, fcntlDup: 1, fcntlSetFd: 3 } as const;
const memfdCloexec = 1;
const closeRangeCloexec = 4;
const bpfCreates = new Map([
  [0, 'map'],
  [5, 'prog'],
]);

const close: Parser = (system, event) => {
  if (event.i64(0) >= 0 && system.descriptor !== undefined && system.fd !== undefined)
    system.removedFds.push(system.fd);
};

const closeRange: Parser = ({ thread, threads, removedFds }, event) => {
  if (thread === undefined || event.i64(0) < 0) return;
  const [first, last] = [event.u32(1), event.u32(2)];
  const isMarkOnly = (event.u32(3) & closeRangeCloexec) !== 0;
  for (const [fd, descriptor] of threads.mainOf(thread)?.fds ?? []) {
    if (fd < first || fd > last) continue;
    if (isMarkOnly) descriptor.closesOnExec = true;
    else removedFds.push(fd);
  }
};

/** The new number stands for the same file. A copy of what is not known stays unknown. */
function copy(system: System, to: number, closesOnExec: boolean): void {
  const { descriptor } = system;
  if (descriptor !== undefined) create(system, to, { ...descriptor, closesOnExec, isCloned: false });
}

function duplicate(flagsAt: number): Parser {
  return (system, event) => {
    const { thread } = system;
    const to = event.i64(0);
    if (thread === undefined || to < 0) return;
    if (to === 0) thread.flags |= threadFlag.pipeDestination;
    if (to === 1) thread.flags |= threadFlag.pipeSource;
    copy(system, to, flagsAt >= 0 && (event.u32(flagsAt) & closeOnExec.flag) !== 0);
  };
}

const fcntl: Parser = (system, event) => {
  const command = event.u8(2);
  const result = event.i64(0);
  if (result < 0) return;
  if (command === closeOnExec.fcntlDup || command === closeOnExec.fcntlDupCloexec) {
    copy(system, result, command === closeOnExec.fcntlDupCloexec);
  } else if (command === closeOnExec.fcntlSetFd && system.descriptor !== undefined) {
    system.descriptor.closesOnExec = (event.u64(3) & 1) !== 0;
  }
};

/** The event stays without a descriptor: that of the other process is its own. */
const pidfdGetfd: Parser = ({ thread, threads }, event) => {
  const fd = event.i64(0);
  const own = thread === undefined ? undefined : threads.mainOf(thread);
  if (thread === undefined || own === undefined || fd < 0) return;
  const owner = own.fds.get(event.fd(1));
  const target = owner?.type === 'pidfd' ? threads.get(owner.pid) : undefined;
  const descriptor = target === undefined ? undefined : threads.mainOf(target)?.fds.get(event.fd(2));
  if (descriptor !== undefined) threads.setDescriptor(thread, fd, { ...descriptor, closesOnExec: true });
};

/** Adds a descriptor, which the event is about from here on. */
export function create(system: System, fd: number, descriptor: Descriptor): void {
  const { thread, threads } = system;
  if (thread === undefined || fd < 0 || !threads.setDescriptor(thread, fd, descriptor)) return;
  system.fd = fd;
  system.descriptor = descriptor;
}

/** Calls whose result is a new descriptor of one kind; `flagsAt`: where it may be told to close on exec. */
function making(type: DescriptorType, flagsAt = -1): Parser {
  return (system, event) => {
    const descriptor = newDescriptor(type);
    if (flagsAt >= 0) descriptor.closesOnExec = (event.u16(flagsAt) & closeOnExec.flag) !== 0;
    create(system, event.i64(0), descriptor);
  };
}

function pipe(flagsAt: number): Parser {
  return (system, event) => {
    if (event.i64(0) < 0) return;
    for (const index of [1, 2]) {
      const descriptor = newDescriptor('fifo');
      descriptor.inode = event.u64(3);
      if (flagsAt >= 0) {
        descriptor.openFlags = event.u32(flagsAt);
        descriptor.closesOnExec = (descriptor.openFlags & closeOnExec.flag) !== 0;
      }
      create(system, event.fd(index), descriptor);
    }
  };
}

/** The event is about the first of the two, but bears the number of the second. */
const socketpair: Parser = (system, event) => {
  const [first, second] = [event.fd(1), event.fd(2)];
  if (event.i64(0) < 0 || first === second) return;
  create(system, first, newDescriptor('unix'));
  const { descriptor } = system;
  create(system, second, newDescriptor('unix'));
  system.descriptor = descriptor;
};

/** Has a name of its own: its event changes it from none. */
function createNamed(system: System, fd: number, descriptor: Descriptor): void {
  create(system, fd, descriptor);
  system.isNameChanged = system.descriptor === descriptor && descriptor.name !== '';
}

const memfd: Parser = (system, event) => {
  const descriptor = newDescriptor('memfd', event.text(1) ?? '');
  descriptor.openFlags = event.u32(2);
  descriptor.closesOnExec = (descriptor.openFlags & memfdCloexec) !== 0;
  createNamed(system, event.i64(0), descriptor);
};

const pidfdOpen: Parser = (system, event) => {
  const pid = event.i64(1);
  const descriptor = newDescriptor('pidfd', `/proc/${pid}`);
  descriptor.pid = pid;
  descriptor.closesOnExec = true;
  createNamed(system, event.i64(0), descriptor);
};

/** Commands that do not create give 0, which is no descriptor of theirs. */
const bpf: Parser = (system, event) => {
  if (bpfCreates.has(event.u32(1))) create(system, event.i64(0), newDescriptor('bpf'));
};

export const descriptorParsers: ParserTable = {
  exit: {
    close,
    close_range: closeRange,
    dup: duplicate(-1),
    dup2: duplicate(-1),
    dup3: duplicate(3),
    fcntl,
    pidfd_getfd: pidfdGetfd,
    pipe: pipe(-1),
    pipe2: pipe(4),
    socketpair,
    eventfd: making('event'),
    eventfd2: making('event', 1),
    signalfd: making('signalfd'),
    signalfd4: making('signalfd', 1),
    timerfd_create: making('timerfd'),
    epoll_create: making('eventpoll'),
    epoll_create1: making('eventpoll', 1),
    inotify_init: making('inotify'),
    inotify_init1: making('inotify', 1),
    userfaultfd: making('userfaultfd', 1),
    io_uring_setup: making('io_uring'),
    memfd_create: memfd,
    pidfd_open: pidfdOpen,
    bpf,
  },
};
