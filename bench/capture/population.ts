import type { DescriptorEntry, DescriptorType, ProcessEntry } from '../../packages/capture/src/index.ts';
import type { Random } from '../rules/random.ts';

/** What a program does all day: names of events by how often they come. */
export interface Habit {
  readonly comm: string;
  readonly exe: string;
  readonly args: readonly string[];
  readonly threads: number;
  readonly uid: number;
  readonly calls: Readonly<Record<string, number>>;
}

const memory = { mmap: 4, munmap: 3, brk: 2, mprotect: 2, futex: 14 };
const files = { openat: 9, close: 10, read: 18, write: 6, fstat: 8, newfstatat: 7, lseek: 4, getdents64: 2 };

const habits: readonly Habit[] = [
  {
    comm: 'nginx',
    exe: '/usr/sbin/nginx',
    args: ['-g', 'daemon off;'],
    threads: 1,
    uid: 33,
    calls: {
      accept4: 6,
      recvfrom: 12,
      writev: 10,
      epoll_wait: 16,
      close: 7,
      openat: 3,
      fstat: 3,
      sendfile: 3,
      write: 4,
    },
  },
  {
    comm: 'postgres',
    exe: '/usr/lib/postgresql/16/bin/postgres',
    args: ['-D', '/var/lib/postgresql/data'],
    threads: 1,
    uid: 999,
    calls: {
      pread: 22,
      pwrite: 12,
      recvfrom: 8,
      sendto: 8,
      epoll_wait: 8,
      lseek: 6,
      openat: 1,
      close: 1,
      kill: 1,
    },
  },
  {
    comm: 'java',
    exe: '/opt/java/bin/java',
    args: ['-Xmx512m', '-jar', '/srv/app.jar'],
    threads: 24,
    uid: 1000,
    calls: {
      ...memory,
      futex: 60,
      read: 10,
      write: 10,
      poll: 6,
      sendto: 4,
      recvfrom: 4,
      connect: 1,
      socket: 1,
      close: 2,
    },
  },
  {
    comm: 'node',
    exe: '/usr/local/bin/node',
    args: ['/srv/server.js'],
    threads: 8,
    uid: 1000,
    calls: {
      ...files,
      futex: 12,
      epoll_wait: 20,
      write: 12,
      recvmsg: 3,
      sendmsg: 3,
      socket: 1,
      connect: 1,
      close: 10,
    },
  },
  {
    comm: 'dockerd',
    exe: '/usr/bin/dockerd',
    args: ['-H', 'fd://'],
    threads: 12,
    uid: 0,
    calls: {
      ...files,
      futex: 40,
      nanosleep: 14,
      epoll_wait: 10,
      unlinkat: 1,
      mkdirat: 1,
      renameat: 1,
      ioctl: 2,
    },
  },
  {
    comm: 'sh',
    exe: '/bin/sh',
    args: ['-c', 'make -j4'],
    threads: 1,
    uid: 0,
    calls: { ...files, ...memory, fork: 4, dup2: 3, fcntl: 3, pipe2: 1, getcwd: 1, access: 3 },
  },
];

/** A thread of the population. What it holds open is its process's. */
export interface Member {
  readonly habit: Habit;
  readonly tid: number;
  readonly pid: number;
  readonly ptid: number;
  readonly cgroups: readonly string[];
  /** Numbers that are open. */
  readonly open: number[];
  nextFd: number;
}

const perHabit = 12;

/** Processes of every habit, some in containers, with all their threads. */
export function createPopulation(random: Random): Member[] {
  const members: Member[] = [];
  let pid = 100;
  for (const habit of habits) {
    for (let index = 0; index < perHabit; index += 1) {
      pid += 40;
      const cgroups = index % 2 === 0 ? ['cpuset=/', 'memory=/'] : [`memory=/docker/${random.hex(64)}`];
      const open = [0, 1, 2, 3, 4, 5];
      for (let thread = 0; thread < habit.threads; thread += 1) {
        members.push({ habit, tid: pid + thread, pid, ptid: 1, cgroups, open, nextFd: 6 });
      }
    }
  }
  return members;
}

export function processOf({ habit, tid, pid, ptid, cgroups }: Member): ProcessEntry {
  return {
    ...{ tid, pid, ptid, sid: pid, vpgid: pid, pgid: pid, vtid: tid, vpid: pid },
    ...{ comm: habit.comm, exe: habit.exe, exepath: habit.exe, args: habit.args },
    ...{ cwd: '/', root: '/', fdLimit: 1024, flags: 0, uid: habit.uid, gid: habit.uid },
    ...{ vmSize: 90_000, vmRss: 20_000, vmSwap: 0, majorFaults: 0, minorFaults: 900 },
    env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/root', 'LANG=C.UTF-8'],
    ...{ cgroups, pidnsInitStart: 0n, tty: 0, loginuid: 0xffff_ffff, exeFlags: 0 },
    ...{ capInheritable: 0n, capPermitted: 0x1ff_ffff_ffffn, capEffective: 0x1ff_ffff_ffffn },
    ...{ exeInode: 4242n, exeCtime: 1n, exeMtime: 1n },
  };
}

/** What a process had open when the capture began. */
export function descriptorsOf({ pid }: Member): DescriptorEntry[] {
  const none = { openFlags: 0, device: 0, addresses: [], ports: [], l4: 0, source: 0n, destination: 0n };
  const entry = (fd: number, type: DescriptorType, name: string): DescriptorEntry => ({
    ...none,
    ...{ fd, inode: BigInt(pid * 100 + fd), type, name },
  });
  return [
    entry(0, 'file', '/dev/null'),
    entry(1, 'fifo', 'pipe:[4711]'),
    entry(2, 'file', '/var/log/app.log'),
    entry(3, 'eventpoll', 'eventpoll'),
    { ...entry(4, 'ipv4-server', ''), addresses: [new Uint8Array(4)], ports: [8000 + (pid % 1000)], l4: 2 },
    entry(5, 'unix', '/run/log.sock'),
  ];
}
