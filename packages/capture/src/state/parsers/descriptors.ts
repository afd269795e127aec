import type { DescriptorType } from '../../lists/descriptors.ts';
import { newDescriptor } from '../descriptor.ts';
import type { Parser, ParserTable } from '../parser.ts';
import type { System } from '../system.ts';
import { threadFlag } from '../thread.ts';

const closeOnExec = { dup3: 4096, fcntlDupCloexec: 26, fcntlDup: 1, fcntlSetFd: 3 } as const;
const closeRangeCloexec = 4;
const bpfCreates = new Map([
  [0, 'map'],
  [5, 'prog'],
]);

const close: Parser = (system, event) => {
  if (event.i64(0) >= 0 && system.fd !== undefined) system.removedFds.push(system.fd);
};

const closeRange: Parser = ({ thread, threads, removedFds }, event) => {
  if (thread === undefined || event.i64(0) < 0) return;
  const [first, last] = [event.u32(1), event.u32(2)];
  const isMarkOnly = (event.u32(3) & closeRangeCloexec) !== 0;
  for (const [fd, descriptor] of threads.leaderOf(thread).fds) {
    if (fd < first || fd > last) continue;
    if (isMarkOnly) descriptor.closesOnExec = true;
    else removedFds.push(fd);
  }
};

/** The new number stands for the same file. */
function copy(system: System, from: number, to: number, closesOnExec: boolean): void {
  const { thread, threads } = system;
  if (thread === undefined || to < 0) return;
  const descriptor = threads.leaderOf(thread).fds.get(from);
  system.fd = to;
  if (to === 0) thread.flags |= threadFlag.pipeDestination;
  if (to === 1) thread.flags |= threadFlag.pipeSource;
  if (descriptor === undefined) return;
  const copied = { ...descriptor, closesOnExec, isCloned: false };
  threads.setDescriptor(thread, to, copied);
  system.descriptor = copied;
}

/** dup(2): result and old descriptor; dup2 and dup3 name the new one too. */
const dup: Parser = (system, event) => copy(system, event.fd(1), event.i64(0), false);
const dup3: Parser = (system, event) =>
  copy(system, event.fd(1), event.i64(0), (event.u32(3) & closeOnExec.dup3) !== 0);

const fcntl: Parser = (system, event) => {
  const command = event.u8(2);
  const result = event.i64(0);
  if (result < 0) return;
  if (command === closeOnExec.fcntlDup || command === closeOnExec.fcntlDupCloexec) {
    copy(system, event.fd(1), result, command === closeOnExec.fcntlDupCloexec);
  } else if (command === closeOnExec.fcntlSetFd && system.descriptor !== undefined) {
    system.descriptor.closesOnExec = (event.u64(3) & 1) !== 0;
  }
};

const pidfdGetfd: Parser = (system, event) => {
  const { thread, threads } = system;
  const fd = event.i64(0);
  if (thread === undefined || fd < 0) return;
  const owner = threads.leaderOf(thread).fds.get(event.fd(1));
  const target = owner?.type === 'pidfd' ? threads.get(owner.inode) : undefined;
  const descriptor = target === undefined ? undefined : threads.leaderOf(target).fds.get(event.fd(2));
  if (descriptor !== undefined) create(system, fd, { ...descriptor, closesOnExec: true });
};

function create(system: System, fd: number, descriptor: ReturnType<typeof newDescriptor>): void {
  const { thread, threads } = system;
  if (thread === undefined || fd < 0) return;
  threads.setDescriptor(thread, fd, descriptor);
  system.fd = fd;
  system.descriptor = descriptor;
}

/** Calls whose result is a new descriptor of one kind. */
function making(type: DescriptorType, name = ''): Parser {
  return (system, event) => create(system, event.i64(0), newDescriptor(type, name));
}

const pipe: Parser = (system, event) => {
  if (event.i64(0) < 0) return;
  for (const index of [1, 2]) {
    const descriptor = newDescriptor('fifo');
    descriptor.inode = event.u64(3);
    create(system, event.fd(index), descriptor);
  }
};

const socketpair: Parser = (system, event) => {
  if (event.i64(0) < 0) return;
  const name = `${event.big(3).toString(16)}->${event.big(4).toString(16)}`;
  for (const index of [1, 2]) {
    const descriptor = newDescriptor('unix', name);
    descriptor.isConnected = true;
    create(system, event.fd(index), descriptor);
  }
};

const memfd: Parser = (system, event) =>
  create(system, event.i64(0), newDescriptor('memfd', event.text(1) ?? ''));

const pidfdOpen: Parser = (system, event) => {
  const descriptor = newDescriptor('pidfd', '');
  descriptor.inode = event.i64(1);
  create(system, event.i64(0), descriptor);
};

const bpf: Parser = (system, event) => {
  if (bpfCreates.has(event.u32(1))) create(system, event.i64(0), newDescriptor('bpf'));
};

export const descriptorParsers: ParserTable = {
  exit: {
    close,
    close_range: closeRange,
    dup,
    dup2: dup,
    dup3,
    fcntl,
    pidfd_getfd: pidfdGetfd,
    pipe,
    pipe2: pipe,
    socketpair,
    eventfd: making('event'),
    eventfd2: making('event'),
    signalfd: making('signalfd'),
    signalfd4: making('signalfd'),
    timerfd_create: making('timerfd'),
    epoll_create: making('eventpoll'),
    epoll_create1: making('eventpoll'),
    inotify_init: making('inotify'),
    inotify_init1: making('inotify'),
    userfaultfd: making('userfaultfd'),
    io_uring_setup: making('io_uring'),
    memfd_create: memfd,
    pidfd_open: pidfdOpen,
    bpf,
  },
};
