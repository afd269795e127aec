import { describe, expect, test } from 'vitest';
import { address4, type Scenario, type Step, tuple4, tuple6, valuesAfter } from './testdata/scenario.ts';

const file: Step = { event: 'openat', with: { fd: 3, dirfd: -100, name: '/srv', flags: 1024, mode: 0 } };
const unix = Uint8Array.of(1, ...Buffer.from('/run/x\0'));
const scenario: Scenario = {
  processes: [{ tid: 10 }, { tid: 20, comm: 'nginx' }],
  users: [{ uid: 33, gid: 33, name: 'www', home: '/', shell: '/' }],
  groups: [{ gid: 34, name: 'web' }],
};

describe('arguments as text', () => {
  test.each<[string, Step, string, string]>([
    [
      'flags',
      {
        event: 'openat',
        with: { fd: 4, dirfd: -100, name: '/a', flags: 1 | 4 | 4096, mode: 0o644, dev: 0xab, ino: 7 },
      },
      'flags',
      'O_CREAT|O_RDONLY|O_CLOEXEC',
    ],
    [
      'flags: a name of several bits comes first',
      { event: 'openat', with: { fd: 4, dirfd: -100, name: '/a', flags: 3 } },
      'flags',
      'O_RDWR',
    ],
    [
      'flags: none',
      { event: 'openat', with: { fd: 4, dirfd: -100, name: '/a', flags: 0 } },
      'flags',
      'O_NONE',
    ],
    [
      'octal numbers',
      { event: 'openat', with: { fd: 4, dirfd: -100, name: '/a', flags: 1, mode: 0o644 } },
      'mode',
      '0644',
    ],
    [
      'hexadecimal numbers',
      { event: 'openat', with: { fd: 4, dirfd: -100, name: '/a', flags: 1, dev: 0xab } },
      'dev',
      'AB',
    ],
    [
      'a number',
      { event: 'openat', with: { fd: 4, dirfd: -100, name: '/a', flags: 1, ino: 18446744073709551615n } },
      'ino',
      '-1',
    ],
    [
      'modes',
      { event: 'chmod', with: { res: 0, filename: 'x', mode: 0o4755 } },
      'mode',
      'S_IXOTH|S_IROTH|S_IXGRP|S_IRGRP|S_IXUSR|S_IWUSR|S_IRUSR|S_ISUID',
    ],
    ['a relative path', { event: 'chmod', with: { res: 0, filename: 'x', mode: 0 } }, 'filename', '/root/x'],
    [
      'an absolute path is as it was given',
      { event: 'chmod', with: { res: 0, filename: '/a/../b', mode: 0 } },
      'filename',
      '/a/../b',
    ],
    [
      'a path below a descriptor',
      { event: 'unlinkat', with: { res: 0, dirfd: 3, name: 'x', flags: 0 } },
      'name',
      '/srv/x',
    ],
    ['a path that is not there', { event: 'chmod', with: { res: -14, mode: 0 } }, 'filename', '<NA>'],
    [
      'a descriptor',
      { event: 'unlinkat', with: { res: 0, dirfd: 3, name: 'x', flags: 0 } },
      'dirfd',
      '<d>/srv',
    ],
    [
      'AT_FDCWD',
      { event: 'unlinkat', with: { res: 0, dirfd: -100, name: 'x', flags: 0 } },
      'dirfd',
      'AT_FDCWD',
    ],
    [
      'an error as a descriptor',
      { event: 'openat', with: { fd: -2, dirfd: -100, name: 'x', flags: 1 } },
      'fd',
      'ENOENT',
    ],
    ['an error', { event: 'chmod', with: { res: -13, filename: '/x', mode: 0 } }, 'res', 'EACCES'],
    ['a result', { event: 'chmod', with: { res: 0, filename: '/x', mode: 0 } }, 'res', '0'],
    [
      'a value of a list',
      { event: 'socket', with: { fd: 4, domain: 1, type: 1, proto: 0, flags: 0 } },
      'domain',
      'AF_LOCAL|AF_UNIX',
    ],
    [
      'a value beyond the list',
      { event: 'socket', with: { fd: 4, domain: 999, type: 1, proto: 0, flags: 0 } },
      'domain',
      '999',
    ],
    ['a process', { event: 'kill', with: { res: 0, pid: 20, sig: 9 } }, 'pid', 'nginx'],
    ['a process that is not known', { event: 'kill', with: { res: 0, pid: 99, sig: 9 } }, 'pid', '99'],
    ['a signal', { event: 'kill', with: { res: 0, pid: 20, sig: 9 } }, 'sig', 'SIGKILL'],
    ['a user', { event: 'setuid', with: { res: 0, uid: 33 } }, 'uid', 'www'],
    ['a user that is not known', { event: 'setuid', with: { res: 0, uid: 44 } }, 'uid', '<NA>'],
    [
      'no user',
      { event: 'setresuid', with: { res: 0, ruid: 0xffff_ffff, euid: 33, suid: 33 } },
      'ruid',
      '<NONE>',
    ],
    ['a group', { event: 'setgid', with: { res: 0, gid: 34 } }, 'gid', 'web'],
    [
      'an address',
      { event: 'bind', with: { res: 0, fd: 9, addr: address4('1.2.3.4', 8080) } },
      'addr',
      '1.2.3.4:8080',
    ],
    ['a path as an address', { event: 'bind', with: { res: 0, fd: 9, addr: unix } }, 'addr', '/run/x'],
    [
      'a tuple',
      { event: 'accept4', with: { fd: 9, tuple: tuple4('1.1.1.1', 1, '2.2.2.2', 2) } },
      'tuple',
      '1.1.1.1:1->2.2.2.2:2',
    ],
    [
      'a tuple of IPv6',
      {
        event: 'accept4',
        with: { fd: 9, tuple: tuple6(new Uint8Array(16).fill(1), 1, new Uint8Array(16), 2) },
      },
      'tuple',
      '101:101:101:101:101:101:101:101:1->:::2',
    ],
    ['bytes', { event: 'read', with: { res: 3, data: 'a\n\u0001b', fd: 3, size: 3 } }, 'data', 'a..b'],
    [
      'texts',
      { event: 'execve', with: { res: 0, exe: 'x', comm: 'x', args: ['-c', 'id'] } },
      'args',
      '-c.id.',
    ],
    ['by place', { event: 'setuid', with: { res: 0, uid: 33 } }, '1', 'www'],
    [
      'a list of descriptors',
      {
        event: 'poll',
        with: {
          res: 1,
          fds: Uint8Array.of(2, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0x1f, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 0),
          timeout: 5,
        },
      },
      'fds',
      '3:d1f 9:?1',
    ],
    [
      'a list that says too much',
      { event: 'poll', with: { res: 1, fds: Uint8Array.of(255, 255, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0) } },
      'fds',
      '3:d1',
    ],
    [
      'one of several types',
      {
        event: 'getsockopt',
        with: { res: 0, fd: 3, level: 1, optname: 4, val: Uint8Array.of(2, 7, 0, 0, 0), optlen: 4 },
      },
      'val',
      '7',
    ],
    [
      'of a type that is none',
      {
        event: 'getsockopt',
        with: { res: 0, fd: 3, level: 1, optname: 4, val: Uint8Array.of(99, 7), optlen: 4 },
      },
      'val',
      '',
    ],
  ])('%s', (_, step, name, expected) => {
    expect(valuesAfter([file, step], [`evt.arg.${name}`], scenario)).toEqual({
      [`evt.arg.${name}`]: expected,
    });
  });

  test.each<[Step, string]>([
    [
      { event: 'chmod', with: { res: -13, filename: 'x', mode: 0o755 } },
      'res=-13(EACCES) filename=x(/root/x) mode=0755(S_IXOTH|S_IROTH|S_IXGRP|S_IRGRP|S_IXUSR|S_IWUSR|S_IRUSR)',
    ],
    [{ event: 'close', with: { res: 0, fd: 3 } }, 'res=0 fd=3(<d>/srv)'],
    [
      { event: 'setresuid', with: { res: 0, ruid: 0xffff_ffff, euid: 33, suid: 44 } },
      'res=0 ruid=-1(<NONE>) euid=33(www) suid=44(<NA>)',
    ],
    [{ event: 'syscall', with: { ID: 40, nativeID: 165 } }, ''],
  ])('all of them: %o', (step, expected) => {
    expect(valuesAfter([file, step], ['evt.args'], scenario)).toEqual({ 'evt.args': expected });
  });
});

describe('paths that a call works on', () => {
  test.each<[Step, Record<string, string | undefined>]>([
    [
      { event: 'rename', with: { res: 0, oldpath: 'a', newpath: '/b' } },
      {
        'fs.path.source': '/root/a',
        'fs.path.sourceraw': 'a',
        'fs.path.target': '/b',
        'fs.path.name': undefined,
      },
    ],
    [
      { event: 'symlink', with: { res: 0, target: '/etc/shadow', linkpath: 'l' } },
      { 'fs.path.source': '/root/l', 'fs.path.target': '/etc/shadow' },
    ],
    [
      { event: 'unlinkat', with: { res: 0, dirfd: 3, name: 'x', flags: 0 } },
      { 'fs.path.name': '/root/x', 'fs.path.nameraw': 'x', 'evt.abspath': '/srv/x' },
    ],
    [{ event: 'mkdirat', with: { res: 0, dirfd: 3, path: 'd', mode: 0 } }, { 'fs.path.name': '/root/d' }],
    [
      { event: 'unlinkat', with: { res: -2, dirfd: -100, name: 'x', flags: 0 } },
      { 'fs.path.name': undefined, 'evt.abspath': '/root/x' },
    ],
    [{ event: 'unlinkat', with: { res: 0, dirfd: 9, name: 'x' } }, { 'evt.abspath': '<UNKNOWN>/x' }],
    [{ event: 'fchmod', with: { res: 0, fd: 3, mode: 0 } }, { 'fs.path.name': '/srv' }],
    [
      { event: 'renameat2', with: { res: 0, olddirfd: 3, oldpath: 'a', newdirfd: -100, newpath: '../b' } },
      {
        'evt.abspath': '/srv/a',
        'evt.abspath.src': '/srv/a',
        'evt.abspath.dst': '/b',
        'fs.path.source': '/root/a',
        'fs.path.target': '/b',
      },
    ],
    [
      { event: 'open', with: { fd: -2, name: 'x', flags: 1 } },
      { 'fs.path.name': '/root/x', 'fs.path.nameraw': 'x' },
    ],
    [{ event: 'mount', with: { res: 0, dev: '/dev/sda', dir: '/mnt' } }, { 'fs.path.target': '/mnt' }],
    [{ event: 'close', with: { res: 0, fd: 3 } }, { 'fs.path.name': undefined }],
  ])('%o', (step, expected) => {
    expect(valuesAfter([file, step], Object.keys(expected), scenario)).toEqual(expected);
  });
});

describe('what was polled', () => {
  const polled = (...fds: readonly number[]): Uint8Array =>
    Uint8Array.of(fds.length, 0, ...fds.flatMap((fd) => [fd, 0, 0, 0, 0, 0, 0, 0, 1, 0]));
  const connected: Scenario = {
    descriptors: [
      [10, { fd: 3, type: 'file', name: '/srv' }],
      [
        10,
        {
          fd: 4,
          type: 'ipv4',
          addresses: [Uint8Array.of(10, 0, 0, 1), Uint8Array.of(10, 0, 0, 2)],
          ports: [4000, 80],
        },
      ],
      [10, { fd: 5, type: 'ipv4-server', addresses: [Uint8Array.of(127, 0, 0, 1)], ports: [22] }],
    ],
  };
  const nothing = { 'fdlist.nums': undefined, 'fdlist.names': undefined, 'fdlist.sips': undefined };
  test.each<[Step, Record<string, unknown>]>([
    [
      { event: 'poll', with: { res: 1, fds: polled(3, 4, 5, 9), timeout: 5 } },
      {
        'fdlist.nums': '3,4,5,9',
        'fdlist.names': '/srv,10.0.0.1:4000->10.0.0.2:80,127.0.0.1:22',
        'fdlist.cips': '10.0.0.1',
        'fdlist.sips': '10.0.0.2,127.0.0.1',
        'fdlist.cports': '4000',
        'fdlist.sports': '80,22',
      },
    ],
    [
      { event: 'ppoll', with: { res: 0, fds: polled(9) } },
      { ...nothing, 'fdlist.nums': '9' },
    ],
    [{ event: 'poll', with: { res: -4, fds: polled(), timeout: 5 } }, nothing],
    [{ event: 'close', with: { res: 0, fd: 3 } }, nothing],
  ])('%o', (step, expected) => {
    expect(valuesAfter([step], Object.keys(expected), connected)).toEqual(expected);
  });
});

describe('the event itself', () => {
  const beside: Step = { event: '>asyncevent', tid: 0, with: { plugin_id: 0, name: 'note', data: '' } };
  test.each<[Step[], Record<string, unknown>]>([
    [
      [file, { event: 'getcwd', at: 2_000_000_001n, with: { res: -2 } }],
      { 'evt.reltime': 2_000_000_001n, 'evt.reltime.s': 2n, 'evt.reltime.ns': 1n },
    ],
    [[beside], { 'evt.is_async': true, 'evt.asynctype': 'note', 'evt.reltime': 0n }],
    [
      [file],
      { 'evt.is_async': false, 'evt.asynctype': undefined, 'evt.pluginname': undefined, 'evt.hostname': 'h' },
    ],
  ])('%o', (steps, expected) => {
    expect(valuesAfter(steps, Object.keys(expected))).toEqual(expected);
  });

  test.each<[Step, Record<string, unknown>]>([
    [
      { event: 'read', with: { res: 3, data: 'a\u0000b', fd: 3, size: 80 } },
      {
        'evt.buffer': 'a\u0000b',
        'evt.buflen': 3,
        'evt.rawres': 3,
        'evt.res': 'SUCCESS',
        'evt.is_io_read': true,
        'evt.io_dir': 'read',
        'evt.category': 'file',
        'evt.buflen.in': 3,
        'evt.buflen.out': undefined,
        'evt.count.error': 0,
        'evt.type': 'read',
        'evt.dir': '<',
        'evt.failed': false,
      },
    ],
    [
      { event: 'write', with: { res: -9, data: '', fd: 9, size: 80 } },
      {
        'evt.res': 'EBADF',
        'evt.is_io_write': true,
        'evt.io_dir': 'write',
        'evt.category': 'unknown',
        'evt.buflen': undefined,
        'evt.failed': true,
        'evt.count.error': 1,
        'evt.count.error.other': 1,
        'evt.count.error.file': undefined,
      },
    ],
    [
      { event: 'openat', with: { fd: 5, dirfd: -100, name: '/x', flags: 2 | 4, mode: 0o755 } },
      { 'evt.is_open_exec': true, 'evt.is_open_write': true, 'evt.is_open_read': false, 'evt.rawres': 5 },
    ],
    [
      { event: 'syscall', with: { ID: 40, nativeID: 1 } },
      { 'evt.num': 2, 'evt.rawres': undefined, 'evt.res': undefined },
    ],
    [
      { event: 'openat', with: { fd: -2, dirfd: -100, name: '/x', flags: 1, mode: 0 } },
      { 'evt.count.error.file': 1, 'evt.count.error.net': undefined, 'evt.is_open_create': false },
    ],
    [
      { event: 'openat', with: { fd: 5, dirfd: -100, name: '/tmp', flags: 8192, mode: 0 } },
      { 'evt.is_open_create': true },
    ],
    [
      { event: 'mmap', with: { res: -12, fd: -1 } },
      { 'evt.count.error.memory': 1, 'evt.category': 'memory' },
    ],
    [
      { event: 'semget', with: { res: -999 } },
      { 'evt.res': '-999', 'evt.category': 'process' },
    ],
    [
      { event: 'openat', with: { fd: 5, dirfd: -100, name: '/x', flags: 1 } },
      { 'evt.type.is[openat]': 1, 'evt.type.is[open]': 0, 'evt.latency': 0, 'evt.latency.human': '0ns' },
    ],
  ])('%o', (step, expected) => {
    expect(valuesAfter([file, step], Object.keys(expected), scenario)).toEqual(expected);
  });
});
