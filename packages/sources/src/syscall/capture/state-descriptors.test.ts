import type { FieldValue } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { address4, ip4, type Scenario, type Step, tuple4, tuple6, valuesAfter } from './testdata/scenario.ts';

type Values = Record<string, FieldValue | undefined>;

const open = (fd: number, name: string, flags = 1, dirfd = -100): Step => ({
  event: 'openat',
  with: { fd, dirfd, name, flags, mode: 0o644, dev: 5, ino: 6 },
});
const close = (fd: number, res = 0): Step => ({ event: 'close', with: { res, fd } });
const dup = (res: number, oldfd: number): Step => ({ event: 'dup', with: { res, oldfd } });
const exec: Step = { event: 'execve', with: { res: 0, exe: 'x', comm: 'x', pid: 10 } };

function check(rows: readonly [string, readonly Step[], Values, Scenario?][]): void {
  test.each(rows)('%s', (_, steps, expected, scenario) => {
    expect(valuesAfter(steps, Object.keys(expected), scenario)).toEqual(expected);
  });
}

describe('files', () => {
  check([
    [
      'an absolute path',
      [open(3, '/etc//x/../passwd')],
      {
        'fd.name': '/etc/passwd',
        'fd.nameraw': '/etc/x/../passwd',
        'fd.typechar': 'f',
        'fd.type': 'file',
        'fd.num': 3,
        'fd.directory': '/etc',
        'fd.filename': 'passwd',
        'fd.name_changed': true,
      },
    ],
    ['a relative path', [open(3, 'a')], { 'fd.name': '/root/a', 'fd.directory': '/root' }],
    [
      'a path below a descriptor',
      [open(3, '/srv', 1024), open(4, 'a/../b', 1, 3)],
      { 'fd.name': '/srv/b', 'evt.arg.name': '/srv/b' },
    ],
    [
      'a path below what is not known',
      [open(4, 'a', 1, 9)],
      { 'fd.name': '<UNKNOWN>a', 'evt.arg.name': 'a' },
    ],
    [
      'a directory',
      [open(3, '/srv', 1024)],
      { 'fd.typechar': 'd', 'fd.directory': '/srv', 'fd.filename': undefined },
    ],
    ['a directory of the root', [open(3, '/a')], { 'fd.directory': '/' }],
    [
      'open',
      [{ event: 'open', with: { fd: 3, name: 'a', flags: 2, mode: 0 } }],
      { 'fd.name': '/root/a', 'evt.is_open_write': true, 'evt.is_open_read': false },
    ],
    [
      'openat2',
      [{ event: 'openat2', with: { fd: 3, dirfd: -100, name: 'a', flags: 3, mode: 0, resolve: 0 } }],
      { 'fd.name': '/root/a', 'evt.is_open_write': true, 'evt.is_open_read': true },
    ],
    [
      'creat',
      [{ event: 'creat', with: { fd: 3, name: 'a', mode: 0o755 } }],
      { 'fd.name': '/root/a', 'evt.is_open_create': false, 'evt.is_open_exec': true },
    ],
    [
      'open_by_handle_at',
      [{ event: 'open_by_handle_at', with: { fd: 3, mountfd: 1, flags: 1, path: '/a' } }],
      { 'fd.name': '/a' },
    ],
    [
      'an open that failed',
      [open(-13, '/etc/shadow')],
      {
        'fd.name': '/etc/shadow',
        'fd.directory': '/etc',
        'fd.filename': undefined,
        'fd.typechar': 'f',
        'fd.type': undefined,
        'fd.nameraw': '/etc/shadow',
        'evt.res': 'EACCES',
        'fd.num': -1,
        'evt.failed': true,
      },
    ],
    [
      'a failed open tells an absolute path as it was given',
      [{ event: 'open', with: { fd: -2, name: '/etc//x/../shadow', flags: 1, mode: 0 } }],
      { 'fd.name': '/etc//x/../shadow', 'fd.nameraw': '/etc/x/../shadow', 'fd.directory': '/etc//x/..' },
    ],
    [
      'and a relative one as the absolute one',
      [{ event: 'open', with: { fd: -2, name: '../etc/shadow', flags: 1, mode: 0 } }],
      { 'fd.name': '/etc/shadow', 'fd.nameraw': '/etc/shadow', 'fd.directory': '/etc' },
    ],
    [
      'a failed openat tells the absolute path, and the one that was given',
      [open(-2, '../etc//shadow')],
      { 'fd.name': '/etc/shadow', 'fd.nameraw': '../etc/shadow' },
    ],
    [
      'a path that is too long',
      [open(3, `/${'a'.repeat(2000)}`)],
      { 'fd.name': '/DIR_TOO_LONG/FILENAME_TOO_LONG' },
    ],
    [
      'the path that the call began with',
      [
        { event: '>openat', with: { dirfd: -100, name: '/etc/shadow', flags: 1, mode: 0 } },
        open(3, '/tmp/x'),
      ],
      { 'fd.name': '/etc/shadow' },
    ],
    [
      'one that another call began with',
      [{ event: '>open', with: { name: '/etc/shadow', flags: 1, mode: 0 } }, open(3, '/tmp/x')],
      { 'fd.name': '/tmp/x' },
    ],
    [
      'and it counts once',
      [
        { event: '>openat', with: { dirfd: -100, name: '/etc/shadow', flags: 1, mode: 0 } },
        open(3, '/a'),
        open(4, '/b'),
      ],
      { 'fd.name': '/b' },
    ],
  ]);
});

describe('ends and copies', () => {
  check([
    ['close: the rules still see it', [open(3, '/a'), close(3)], { 'fd.name': '/a' }],
    ['close: then it is gone', [open(3, '/a'), close(3), close(3)], { 'fd.name': '', 'fd.typechar': 'o' }],
    ['a close that failed', [open(3, '/a'), close(3, -9), close(3)], { 'fd.name': '/a' }],
    [
      'close_range',
      [
        open(3, '/a'),
        open(9, '/b'),
        { event: 'close_range', with: { res: 0, first: 2, last: 5, flags: 0 } },
        close(9),
      ],
      { 'fd.name': '/b', 'proc.fdopencount': 1 },
    ],
    [
      'close_range that only marks',
      [
        open(3, '/a'),
        open(9, '/b'),
        { event: 'close_range', with: { res: 0, first: 2, last: 5, flags: 4 } },
        exec,
        close(9),
      ],
      { 'fd.name': '/b', 'proc.fdopencount': 1 },
    ],
    ['dup', [open(3, '/a'), dup(5, 3), close(5)], { 'fd.name': '/a', 'fd.num': 5 }],
    [
      'dup to the input',
      [open(3, '/a'), dup(0, 3)],
      { 'fd.name': '/a', 'fd.num': 0, 'proc.stdin.name': '/a', 'proc.stdin.type': 'file' },
    ],
    [
      'dup2',
      [open(3, '/a'), { event: 'dup2', with: { res: 1, oldfd: 3, newfd: 1 } }],
      { 'proc.stdout.name': '/a', 'fd.num': 1 },
    ],
    [
      'dup3 that closes on exec',
      [open(3, '/a'), { event: 'dup3', with: { res: 7, oldfd: 3, newfd: 7, flags: 4096 } }, exec, close(7)],
      { 'fd.name': '' },
    ],
    [
      'dup does not close on exec',
      [open(3, '/a', 1 | 4096), dup(5, 3), exec, close(5)],
      { 'fd.name': '/a', 'proc.fdopencount': 1 },
    ],
    ['a dup that failed', [open(3, '/a'), dup(-9, 3)], { 'proc.fdopencount': 1 }],
    [
      'F_DUPFD',
      [open(3, '/a'), { event: 'fcntl', with: { res: 12, fd: 3, cmd: 1, arg: 10 } }, close(12)],
      { 'fd.name': '/a' },
    ],
    [
      'F_DUPFD_CLOEXEC',
      [open(3, '/a'), { event: 'fcntl', with: { res: 12, fd: 3, cmd: 26, arg: 10 } }, exec, close(12)],
      { 'fd.name': '' },
    ],
    [
      'F_SETFD',
      [open(3, '/a'), { event: 'fcntl', with: { res: 0, fd: 3, cmd: 3, arg: 1 } }, exec, close(3)],
      { 'fd.name': '' },
    ],
    [
      'pidfd_getfd',
      [
        { event: 'openat', tid: 20, with: { fd: 3, dirfd: -100, name: '/b', flags: 1 } },
        { event: 'pidfd_open', with: { fd: 4, pid: 20, flags: 0 } },
        { event: 'pidfd_getfd', with: { fd: 5, pid_fd: 4, target_fd: 3, flags: 0 } },
        close(5),
      ],
      { 'fd.name': '/b' },
      { processes: [{ tid: 10 }, { tid: 20 }] },
    ],
  ]);
});

describe('other kinds', () => {
  check([
    [
      'pipe',
      [{ event: 'pipe', with: { res: 0, fd1: 3, fd2: 4, ino: 9 } }, close(3)],
      { 'fd.typechar': 'p', 'fd.type': 'pipe' },
    ],
    [
      'pipe2',
      [{ event: 'pipe2', with: { res: 0, fd1: 3, fd2: 4, ino: 9, flags: 0 } }, close(4)],
      { 'fd.typechar': 'p' },
    ],
    [
      'socketpair',
      [{ event: 'socketpair', with: { res: 0, fd1: 3, fd2: 4, source: 0xabc, peer: 0xdef } }, close(4)],
      { 'fd.typechar': 'u', 'fd.type': 'unix' },
    ],
    [
      'eventfd2',
      [{ event: 'eventfd2', with: { res: 3 } }, close(3)],
      { 'fd.typechar': 'e', 'fd.type': 'event' },
    ],
    ['signalfd4', [{ event: 'signalfd4', with: { res: 3 } }, close(3)], { 'fd.typechar': 's' }],
    ['timerfd_create', [{ event: 'timerfd_create', with: { res: 3 } }, close(3)], { 'fd.typechar': 't' }],
    [
      'epoll_create1',
      [{ event: 'epoll_create1', with: { res: 3 } }, close(3)],
      { 'fd.typechar': 'l', 'fd.type': 'eventpoll' },
    ],
    ['inotify_init', [{ event: 'inotify_init', with: { res: 3 } }, close(3)], { 'fd.typechar': 'i' }],
    ['userfaultfd', [{ event: 'userfaultfd', with: { res: 3 } }, close(3)], { 'fd.typechar': 'u' }],
    ['io_uring_setup', [{ event: 'io_uring_setup', with: { res: 3 } }, close(3)], { 'fd.typechar': 'r' }],
    [
      'memfd_create',
      [{ event: 'memfd_create', with: { fd: 3, name: 'x', flags: 1 } }, close(3)],
      { 'fd.typechar': 'm', 'fd.name': 'x' },
    ],
    ['bpf map', [{ event: 'bpf', with: { fd: 3, cmd: 0 } }, close(3)], { 'fd.typechar': 'b' }],
    ['bpf that makes nothing', [{ event: 'bpf', with: { fd: 3, cmd: 1 } }, close(3)], { 'fd.typechar': 'o' }],
  ]);
});

const socket = (domain: number, type: number, proto: number, fd = 3): Step => ({
  event: 'socket',
  with: { fd, domain, type, proto, flags: 0 },
});
const connect = (tuple: Uint8Array | undefined, addr?: Uint8Array, res = 0): Step => ({
  event: 'connect',
  with: { res, tuple, fd: 3, addr },
});
const tcp = socket(2, 1, 0);
const udp = socket(2, 2 | 0o2000000, 0);
const toWeb = tuple4('10.0.0.5', 4000, '93.184.216.34', 443);
const send = (tuple?: Uint8Array, fd = 3): Step => ({
  event: 'sendto',
  with: { res: 4, data: 'abcd', fd, size: 4, tuple },
});
const receive = (tuple?: Uint8Array): Step => ({
  event: 'recvfrom',
  with: { res: 4, data: 'abcd', tuple, fd: 3, size: 4 },
});
const bind = (addr: Uint8Array): Step => ({ event: 'bind', with: { res: 0, addr, fd: 3 } });
const mapped = (text: string): Uint8Array => Uint8Array.of(...new Uint8Array(10), 0xff, 0xff, ...ip4(text));
const ip6 = Uint8Array.of(0x20, 1, 0xd, 0xb8, ...new Uint8Array(11), 1);
const network = [
  {
    family: 4 as const,
    name: 'eth0',
    address: Uint8Array.of(10, 0, 0, 5),
    netmask: Uint8Array.of(255, 0, 0, 0),
  },
];

describe('sockets', () => {
  check([
    ['socket of a protocol', [socket(2, 3, 1), close(3)], { 'fd.typechar': '4', 'fd.l4proto': 'raw' }],
    [
      'a socket whose end is not known',
      [udp, close(3)],
      {
        'fd.l4proto': '<NA>',
        'fd.sockfamily': 'ip',
        'fd.ip': ['0.0.0.0', '0.0.0.0'],
        'fd.cip': undefined,
        'evt.arg.fd': '<4>',
        'fd.connected': false,
        'fd.is_server': false,
      },
    ],
    ['socket of unix', [socket(1, 1, 0), close(3)], { 'fd.typechar': 'u', 'fd.sockfamily': 'unix' }],
    ['socket of netlink', [socket(16, 3, 0), close(3)], { 'fd.typechar': 'n' }],
    ['socket of another family', [socket(17, 3, 3), close(3)], { 'fd.typechar': 'o' }],
    [
      'connect',
      [tcp, connect(toWeb)],
      {
        'fd.name': '10.0.0.5:4000->93.184.216.34:443',
        'fd.cip': '10.0.0.5',
        'fd.cport': 4000,
        'fd.sip': '93.184.216.34',
        'fd.sport': 443,
        'fd.lip': '10.0.0.5',
        'fd.lport': 4000,
        'fd.rip': '93.184.216.34',
        'fd.rport': 443,
        'fd.l4proto': 'tcp',
        'fd.is_server': false,
        'fd.connected': true,
        'fd.type': 'ipv4',
        'fd.ip': ['10.0.0.5', '93.184.216.34'],
        'evt.arg.tuple': '10.0.0.5:4000->93.184.216.34:443',
      },
      { interfaces: network },
    ],
    [
      'a connect in progress',
      [tcp, connect(toWeb, undefined, -115)],
      { 'fd.name': '10.0.0.5:4000->93.184.216.34:443', 'fd.connected': true },
    ],
    [
      'a connect that failed',
      [tcp, connect(toWeb, undefined, -111)],
      {
        'fd.name': '10.0.0.5:4000->93.184.216.34:443',
        'evt.res': 'ECONNREFUSED',
        'fd.connected': false,
        'fd.sip': undefined,
      },
    ],
    [
      'without a tuple',
      [tcp, connect(undefined, address4('1.2.3.4', 53))],
      { 'fd.name': '', 'fd.sip': undefined, 'fd.connected': true, 'evt.arg.tuple': 'NULL' },
    ],
    [
      'without a tuple, but with what the call began with',
      [tcp, { event: '>connect', with: { fd: 3, addr: address4('1.2.3.4', 53) } }, connect(undefined)],
      { 'fd.name': '', 'fd.ip': ['0.0.0.0', '1.2.3.4'] },
    ],
    [
      'the address that the call began with',
      [
        tcp,
        { event: '>connect', with: { fd: 3, addr: address4('6.6.6.6', 66) } },
        connect(toWeb, address4('93.184.216.34', 443)),
      ],
      { 'fd.sip': '6.6.6.6', 'fd.sport': 66 },
    ],
    [
      'unless the kernel knows better',
      [
        tcp,
        { event: '>connect', with: { fd: 3, addr: address4('6.6.6.6', 66) } },
        connect(toWeb, address4('7.7.7.7', 77)),
      ],
      { 'fd.sip': '93.184.216.34' },
    ],
    [
      'mapped addresses: the protocol is lost, and the name with it',
      [socket(10, 1, 0), connect(tuple6(mapped('10.0.0.5'), 1, mapped('1.1.1.1'), 2))],
      { 'fd.name': '<unknown>', 'fd.l4proto': '<NA>', 'fd.sip': '1.1.1.1', 'fd.sport': 2, 'fd.type': 'ipv4' },
    ],
    [
      'IPv6',
      [socket(10, 1, 0), connect(tuple6(ip6, 1, ip6, 2))],
      { 'fd.name': '2001:db8::1:1->2001:db8::1:2', 'fd.typechar': '6', 'fd.sip': '2001:db8::1' },
    ],
    [
      'unix',
      [
        socket(1, 1, 0),
        connect(
          Uint8Array.of(
            1,
            ...new Uint8Array(8).fill(1),
            2,
            ...new Uint8Array(7),
            ...Buffer.from('/run/docker.sock\0'),
          ),
        ),
      ],
      { 'fd.name': '101010101010101->2 /run/docker.sock', 'fd.typechar': 'u' },
    ],
    [
      'icmp',
      [socket(2, 2, 1), connect(tuple4('10.0.0.5', 0, '1.1.1.1', 0))],
      { 'fd.name': '10.0.0.5->1.1.1.1' },
    ],
    [
      'bind',
      [tcp, bind(address4('0.0.0.0', 80))],
      {
        'fd.name': '0.0.0.0:80',
        'fd.sport': 80,
        'fd.sip': '0.0.0.0',
        'fd.is_server': true,
        'fd.cip': undefined,
        'fd.type': 'ipv4',
      },
    ],
    [
      'bind to no port',
      [tcp, bind(address4('0.0.0.0', 0))],
      { 'fd.name': '0.0.0.0:0', 'fd.is_server': false },
    ],
    [
      'accept',
      [{ event: 'accept4', with: { fd: 6, tuple: tuple4('1.1.1.1', 999, '10.0.0.5', 80), flags: 0 } }],
      {
        'fd.name': '1.1.1.1:999->10.0.0.5:80',
        'fd.cip': '1.1.1.1',
        'fd.sport': 80,
        'fd.is_server': false,
        'fd.num': 6,
        'fd.l4proto': 'tcp',
        'fd.connected': true,
      },
    ],
    [
      'shutdown',
      [tcp, connect(toWeb), { event: 'shutdown', with: { res: 0, fd: 3, how: 2 } }],
      { 'fd.connected': true },
    ],
    [
      'SO_ERROR',
      [
        tcp,
        connect(toWeb, undefined, -115),
        {
          event: 'getsockopt',
          with: {
            res: 0,
            fd: 3,
            level: 1,
            optname: 4,
            val: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0),
            optlen: 4,
          },
        },
      ],
      { 'fd.connected': true },
    ],
    [
      'sending first makes a client',
      [udp, send(tuple4('10.0.0.5', 5, '8.8.8.8', 53))],
      { 'fd.sip': '8.8.8.8', 'fd.sport': 53, 'fd.is_server': false, 'fd.l4proto': 'udp' },
    ],
    [
      'receiving first makes a server',
      [udp, receive(tuple4('9.9.9.9', 9, '10.0.0.5', 53))],
      { 'fd.cip': '9.9.9.9', 'fd.sport': 53, 'fd.is_server': true },
      { interfaces: network },
    ],
    [
      'what a client gets back',
      [udp, send(tuple4('10.0.0.5', 5, '8.8.8.8', 53)), receive(tuple4('8.8.8.8', 53, '10.0.0.5', 5))],
      { 'fd.sip': '8.8.8.8', 'fd.cport': 5 },
    ],
    [
      'what a server answers',
      [udp, receive(tuple4('9.9.9.9', 9, '10.0.0.5', 53)), send(tuple4('10.0.0.5', 53, '9.9.9.9', 9))],
      { 'fd.cip': '9.9.9.9', 'fd.sport': 53 },
    ],
    [
      'a server that was bound sends first',
      [udp, bind(address4('0.0.0.0', 53)), send(tuple4('10.0.0.5', 53, '9.9.9.9', 9))],
      { 'fd.cip': '9.9.9.9', 'fd.sport': 53, 'fd.is_server': true },
      { interfaces: network },
    ],
    [
      'a client of a server on the same machine',
      [
        socket(2, 2, 0, 4),
        { event: 'bind', with: { res: 0, fd: 4, addr: address4('0.0.0.0', 53) } },
        udp,
        send(tuple4('127.0.0.1', 999, '127.0.0.1', 53)),
      ],
      { 'fd.sport': 53, 'fd.is_server': false },
    ],
    [
      'a socket that sends to many has the name of the last',
      [udp, send(tuple4('10.0.0.5', 5, '8.8.8.8', 53)), send(tuple4('10.0.0.5', 5, '1.1.1.1', 54))],
      { 'fd.name': '10.0.0.5:5->1.1.1.1:54', 'fd.sip': '1.1.1.1', 'fd.name_changed': true },
    ],
    [
      'and a server the one that it heard last',
      [
        udp,
        bind(address4('0.0.0.0', 53)),
        receive(tuple4('9.9.9.9', 9, '10.0.0.5', 53)),
        receive(tuple4('7.7.7.7', 7, '10.0.0.5', 53)),
      ],
      { 'fd.name': '7.7.7.7:7->10.0.0.5:53', 'fd.cip': '7.7.7.7', 'fd.l4proto': 'udp' },
    ],
    [
      'a server of IPv6 is a socket once it hears someone',
      [socket(10, 2, 17), bind(Uint8Array.of(10, ...ip6, 53, 0)), receive(tuple6(ip6, 9, ip6, 53))],
      { 'fd.name': '2001:db8::1:9->2001:db8::1:53', 'fd.typechar': '6', 'fd.sport': 53 },
    ],
    [
      'mapped addresses: a socket of IPv6 that sends',
      [socket(10, 2, 17), send(tuple6(mapped('10.0.0.5'), 5, mapped('8.8.8.8'), 53))],
      { 'fd.name': '10.0.0.5:5->8.8.8.8:53', 'fd.sip': '8.8.8.8', 'fd.l4proto': 'udp', 'fd.typechar': '4' },
    ],
    [
      'sending names the socket',
      [udp, send(tuple4('10.0.0.5', 5, '8.8.8.8', 53))],
      { 'fd.name': '10.0.0.5:5->8.8.8.8:53', 'fd.name_changed': true, 'fd.connected': true },
    ],
    [
      'an end without an address is the machine',
      [udp, send(tuple4('0.0.0.0', 5, '10.0.0.9', 53))],
      { 'fd.lip': '10.0.0.5', 'fd.cip': '10.0.0.5', 'fd.sip': '10.0.0.9' },
      { interfaces: network },
    ],
    [
      'a socket that was there before',
      [send(tuple4('10.0.0.5', 5, '8.8.8.8', 53), 9)],
      { 'fd.l4proto': 'udp', 'fd.sip': '8.8.8.8', 'fd.num': 9 },
    ],
    [
      'a stream keeps its name',
      [tcp, connect(toWeb), send(tuple4('9.9.9.9', 9, '9.9.9.9', 9))],
      { 'fd.sip': '93.184.216.34' },
    ],
    [
      'a UDP server that connects',
      [udp, bind(address4('0.0.0.0', 53)), connect(tuple4('10.0.0.5', 53, '9.9.9.9', 9))],
      { 'fd.cip': '9.9.9.9', 'fd.sport': 53 },
    ],
    [
      'sendmsg and recvmsg',
      [
        udp,
        {
          event: 'sendmsg',
          with: { res: 1, data: 'a', fd: 3, size: 1, tuple: tuple4('10.0.0.5', 5, '8.8.8.8', 53) },
        },
        {
          event: 'recvmsg',
          with: { res: 1, size: 1, data: 'a', tuple: tuple4('8.8.8.8', 53, '10.0.0.5', 5), fd: 3 },
        },
      ],
      { 'fd.sip': '8.8.8.8' },
    ],
  ]);
});

describe('what was there before', () => {
  const connection = {
    fd: 3,
    type: 'ipv4' as const,
    l4: 2,
    addresses: [Uint8Array.of(10, 0, 0, 5), Uint8Array.of(9, 9, 9, 9)],
    ports: [80, 999],
  };
  const server = {
    fd: 4,
    type: 'ipv4-server' as const,
    l4: 2,
    addresses: [Uint8Array.of(0, 0, 0, 0)],
    ports: [80],
  };
  const name = { 'fd.name': '/var/log/x', 'fd.typechar': 'f' };
  check([
    [
      'a client',
      [close(3)],
      { 'fd.cip': '10.0.0.5', 'fd.is_server': false, 'fd.name': '10.0.0.5:80->9.9.9.9:999' },
      { descriptors: [[10, connection]] },
    ],
    [
      'a server, told of before',
      [close(3)],
      { 'fd.cip': '9.9.9.9', 'fd.sport': 80, 'fd.is_server': true, 'fd.name': '9.9.9.9:999->10.0.0.5:80' },
      {
        interfaces: network,
        descriptors: [
          [10, server],
          [10, connection],
        ],
      },
    ],
    [
      'a server, told of after',
      [close(3)],
      { 'fd.cip': '9.9.9.9', 'fd.is_server': true },
      {
        interfaces: network,
        descriptors: [
          [10, connection],
          [10, server],
        ],
      },
    ],
    ['a file', [close(3)], name, { descriptors: [[10, { fd: 3, type: 'file', name: '/var/log/x' }]] }],
    [
      'a unix socket',
      [close(3)],
      { 'fd.name': '/run/x', 'fd.typechar': 'u' },
      { descriptors: [[10, { fd: 3, type: 'unix', name: '/run/x', source: 10n, destination: 11n }]] },
    ],
  ]);
});
