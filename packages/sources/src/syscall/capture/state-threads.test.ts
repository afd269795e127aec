import type { FieldValue } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { replayed, type Scenario, type Step, valuesAfter } from './testdata/scenario.ts';

type Values = Record<string, FieldValue | undefined>;

const thread = 8192;
const inPidns = 536_870_912;
const vforked = 134_217_728;
const second = 1_000_000_000n;
const program = { exe: 'sh', args: ['-i'], comm: 'sh', cwd: '/', fdlimit: 99, uid: 5, gid: 6 } as const;

function clone(res: number, more: Step['with'] = {}, tid = 10, event = 'clone', at?: bigint): Step {
  const ids = { tid, pid: tid, ptid: 1, vtid: tid, vpid: tid };
  return {
    event,
    tid,
    ...(at === undefined ? {} : { at }),
    with: { ...program, ...ids, flags: 0, res, ...more },
  };
}

function exec(more: Step['with'] = {}, tid = 10, event = 'execve'): Step {
  const ids = { tid, pid: tid, ptid: 1, exe: 'curl', args: ['-s', 'x'], comm: 'curl' };
  return { event, tid, with: { res: 0, ...ids, ...more } };
}

const look = (tid = 10): Step => ({ event: 'getcwd', tid, with: { res: -2 } });
const opened = (fd: number, name: string, flags = 1, tid = 10): Step => ({
  event: 'openat',
  tid,
  with: { fd, dirfd: -100, name, flags, mode: 0 },
});
const closed = (fd: number, tid = 10): Step => ({ event: 'close', tid, with: { res: 0, fd } });
const child = clone(0, { pid: 20, ptid: 10, tid: 20, vtid: 20, vpid: 20 }, 20);
const exited = (tid: number, reaper = 0): Step => ({
  event: 'procexit',
  tid,
  with: { status: 0, ret: 0, sig: 0, core: 0, reaper_tid: reaper },
});

/** The enter code of procexit is the only one it has. */
const procexit = (tid: number, reaper = 0): Step => ({ ...exited(tid, reaper), event: '>procexit' });

describe('new threads', () => {
  test.each<[string, Step[], Values, Scenario?]>([
    [
      'the caller tells of its child',
      [clone(20), look(20)],
      {
        'proc.name': 'sh',
        'proc.pid': 20,
        'proc.ppid': 10,
        'proc.pname': 'sh',
        'proc.cwd': '/root/',
        'proc.exepath': '/usr/bin/dash',
        'user.uid': 5,
        'group.gid': 6,
        'proc.duration': 1n,
        'proc.env[HOME]': '/root',
        'proc.sid': 10,
        'proc.fdlimit': 99,
      },
    ],
    [
      'the child tells of itself',
      [child, look(20)],
      { 'proc.pid': 20, 'proc.ppid': 10, 'proc.cwd': '/root/', 'proc.vpid': 20 },
    ],
    [
      'both tell of it, the child first',
      [child, clone(20), look(20)],
      { 'proc.pid': 20, 'proc.duration': 2n },
    ],
    ['both tell of it, the child soon after', [clone(20), child, look(20)], { 'proc.duration': 2n }],
    [
      'an old entry of the same id is replaced',
      [clone(20, {}, 10, 'clone', 0n), { ...child, at: 5n * second }, { ...look(20), at: 6n * second }],
      { 'proc.duration': second },
    ],
    ['fork', [clone(20, {}, 10, 'fork'), look(20)], { 'proc.ppid': 10 }],
    ['clone3', [clone(20, {}, 10, 'clone3'), look(20)], { 'proc.ppid': 10 }],
    [
      'a vforking caller leaves it to the child',
      [clone(20, {}, 10, 'vfork'), look(20)],
      { 'proc.name': '<NA>' },
    ],
    ['CLONE_VFORK too', [clone(20, { flags: vforked }), look(20)], { 'proc.name': '<NA>' }],
    [
      'a child in another namespace tells of itself',
      [clone(2, { flags: inPidns }), look(2)],
      { 'proc.name': '<NA>' },
    ],
    [
      'so do those of a caller in another namespace',
      [clone(20, { vtid: 3 }), look(20)],
      { 'proc.name': '<NA>' },
      { processes: [{ tid: 10, vtid: 3 }] },
    ],
    [
      'and it has its ids there',
      [{ ...child, with: { ...child.with, vtid: 2, vpid: 2 } }, look(20)],
      { 'proc.vpid': 2, 'thread.vtid': 2, 'proc.pid': 20, 'thread.tid': 20 },
    ],
    [
      'a thread shares what its process has',
      [
        opened(3, '/a'),
        clone(11, { flags: thread }),
        { event: 'chdir', tid: 11, with: { res: 0, path: '/tmp' } },
        closed(3, 11),
      ],
      {
        'fd.name': '/a',
        'proc.pid': 10,
        'thread.tid': 11,
        'proc.cwd': '/tmp/',
        'proc.nthreads': 2,
        'thread.ismain': false,
      },
    ],
    [
      'a child has copies of descriptors',
      [opened(3, '/a'), clone(20), closed(3), closed(3, 20)],
      { 'fd.name': '/a', 'thread.tid': 20 },
    ],
    [
      'an unknown caller tells of itself',
      [clone(20, { ptid: 4 }, 77), look(77)],
      { 'proc.name': 'sh', 'proc.pid': 77 },
    ],
    ['a failed clone makes nothing', [clone(-11), look(20)], { 'proc.name': '<NA>' }],
    [
      'an unknown thread is known by its id',
      [look(99)],
      {
        'proc.name': '<NA>',
        'proc.exe': '<NA>',
        'proc.pid': -1,
        'thread.tid': 99,
        'proc.vpid': undefined,
        'proc.pname': undefined,
      },
    ],
  ])('%s', (_, steps, expected, scenario) => {
    expect(valuesAfter(steps, Object.keys(expected), scenario)).toEqual(expected);
  });
});

describe('new programs', () => {
  test.each<[string, Step[], Values, Scenario?]>([
    [
      'what the event tells',
      [
        exec({
          pid: 10,
          env: ['B= 2 '],
          tty: 34_816,
          vpgid: 5,
          pgid: 6,
          loginuid: 1000,
          uid: 33,
          gid: 34,
          flags: 1 | 2 | 4,
          cap_effective: 1n,
          exe_ino: 7,
          exe_ino_ctime: 5n,
          exe_ino_mtime: 6n,
          trusted_exepath: '/usr/bin/curl',
          fdlimit: 5,
          cgroups: ['cpu=/x'],
        }),
      ],
      {
        'proc.name': 'curl',
        'proc.exe': 'curl',
        'proc.args': '-s x',
        'proc.cmdline': 'curl -s x',
        'proc.exeline': 'curl -s x',
        'proc.exepath': '/usr/bin/curl',
        'proc.env[B]': '2',
        'proc.env[HOME]': '',
        'proc.tty': 34_816,
        'proc.vpgid': 5,
        'proc.pgid': 6,
        'user.loginuid': 1000,
        'user.uid': 33,
        'group.gid': 34,
        'proc.is_exe_writable': true,
        'proc.is_exe_upper_layer': true,
        'proc.is_exe_from_memfd': true,
        'proc.is_exe_lower_layer': false,
        'thread.cap_effective': 'CAP_CHOWN',
        'proc.exe_ino': 7,
        'proc.cwd': '/root/',
        'thread.cgroups': 'cpu=/x',
        'proc.fdlimit': 5,
      },
    ],
    [
      'one that failed changes nothing',
      [exec({ res: -2 })],
      { 'proc.name': 'sh', 'proc.exepath': '/usr/bin/dash', 'evt.res': 'ENOENT' },
    ],
    ['the name is argv0 when there is no other', [exec({ comm: undefined })], { 'proc.name': 'curl' }],
    [
      'old drivers tell the path at the begin',
      [{ event: '>execve', with: { filename: '../bin/x' } }, exec()],
      { 'proc.exepath': '/bin/x' },
    ],
    ['nothing tells the path: it stays', [exec({ filename: './x' })], { 'proc.exepath': '/usr/bin/dash' }],
    [
      'an execveat that ends as execve',
      [{ event: '>execveat', with: { dirfd: -100, pathname: 'x', flags: 0 } }, exec()],
      { 'proc.exepath': '/root/x' },
    ],
    [
      'an execveat of a descriptor',
      [
        opened(7, '/opt/tool'),
        { event: '>execveat', with: { dirfd: 7, pathname: '', flags: 4096 | 1 } },
        exec({}, 10, 'execveat'),
      ],
      { 'proc.exepath': '/opt/tool' },
    ],
    [
      'descriptors that close on exec',
      [opened(3, '/a', 1 | 4096), opened(4, '/b'), exec(), closed(4)],
      { 'fd.name': '/b', 'proc.fdopencount': 1 },
    ],
    [
      'other threads of the process end',
      [clone(11, { flags: thread }), exec({ pid: 10 })],
      { 'proc.nthreads': 1 },
    ],
    [
      'their entries too',
      [clone(11, { flags: thread }), exec({ pid: 10 }), look(11)],
      { 'proc.name': '<NA>' },
    ],
    [
      'an unknown thread',
      [exec({ pid: 50, ptid: 10 }, 50)],
      { 'proc.name': 'curl', 'proc.pid': 50, 'proc.pname': 'sh', 'proc.cwd': '', 'proc.vpid': 50 },
    ],
    ['execveat', [exec({ trusted_exepath: '/opt/t' }, 10, 'execveat')], { 'proc.exepath': '/opt/t' }],
  ])('%s', (_, steps, expected, scenario) => {
    expect(valuesAfter(steps, Object.keys(expected), scenario)).toEqual(expected);
  });
});

describe('ends and orphans', () => {
  const subreaper: Step = { event: 'prctl', with: { res: 0, option: 36, arg2_int: 1 } };
  const family: Scenario = {
    processes: [
      { tid: 10, comm: 'init' },
      { tid: 20, ptid: 10, comm: 'mid' },
      { tid: 30, ptid: 20, comm: 'leaf' },
    ],
  };
  test.each<[string, Step[], Values, Scenario?]>([
    ['it is there while the rules look', [procexit(10)], { 'proc.name': 'sh' }],
    ['and then gone', [procexit(10), look()], { 'proc.name': '<NA>' }],
    [
      'its children go to who the event names',
      [procexit(20, 10), look(30)],
      { 'proc.pname': 'init', 'proc.ppid': 10 },
      family,
    ],
    [
      'or to the nearest that takes orphans in',
      [subreaper, procexit(20), look(30)],
      { 'proc.pname': 'init' },
      family,
    ],
    ['or to nobody', [procexit(20), look(30)], { 'proc.pname': undefined, 'proc.ppid': 0 }, family],
    [
      'or to another thread of the process',
      [clone(21, { flags: thread }, 20), clone(40, {}, 21), procexit(21), look(40)],
      { 'proc.pname': 'mid' },
      family,
    ],
    [
      'the leader stays while threads live',
      [clone(11, { flags: thread }), opened(3, '/a'), procexit(10), closed(3, 11)],
      { 'fd.name': '/a', 'proc.name': 'sh' },
    ],
    [
      'and goes with the last of them',
      [clone(11, { flags: thread }), procexit(10), procexit(11), look()],
      { 'proc.name': '<NA>' },
    ],
  ])('%s', (_, steps, expected, scenario) => {
    expect(valuesAfter(steps, Object.keys(expected), scenario)).toEqual(expected);
  });
});

describe('what calls change of a thread', () => {
  const all = 'CAP_CHOWN CAP_DAC_OVERRIDE';
  test.each<[string, Step, Values]>([
    ['setsid', { event: 'setsid', with: { res: 10 } }, { 'proc.sid': 10 }],
    [
      'setpgid, which upstream does not follow',
      { event: 'setpgid', with: { res: 0, pid: 0, pgid: 3 } },
      { 'proc.vpgid': 10 },
    ],
    ['all ones', { event: 'setuid', with: { res: 0, uid: 0xffff_ffff } }, { 'user.uid': 0xffff_ffff }],
    ['setuid', { event: 'setuid', with: { res: 0, uid: 33 } }, { 'user.uid': 33 }],
    ['a failed setuid', { event: 'setuid', with: { res: -1, uid: 33 } }, { 'user.uid': 0 }],
    ['a setuid without a user', { event: 'setuid', with: { res: 0 } }, { 'user.uid': 0 }],
    ['setresuid', { event: 'setresuid', with: { res: 0, ruid: 1, euid: 2, suid: 3 } }, { 'user.uid': 2 }],
    ['setreuid', { event: 'setreuid', with: { res: 0, ruid: 1, euid: 2 } }, { 'user.uid': 2 }],
    ['setgid', { event: 'setgid', with: { res: 0, gid: 7 } }, { 'group.gid': 7 }],
    ['setresgid', { event: 'setresgid', with: { res: 0, rgid: 1, egid: 2, sgid: 3 } }, { 'group.gid': 2 }],
    ['setregid', { event: 'setregid', with: { res: 0, rgid: 1, egid: 2 } }, { 'group.gid': 2 }],
    [
      'capset',
      { event: 'capset', with: { res: 0, cap_inheritable: 0, cap_permitted: 3, cap_effective: 1 } },
      { 'thread.cap_permitted': all, 'thread.cap_effective': 'CAP_CHOWN', 'thread.cap_inheritable': '' },
    ],
    ['chdir', { event: 'chdir', with: { res: 0, path: '../tmp/./x' } }, { 'proc.cwd': '/tmp/x/' }],
    ['a failed chdir', { event: 'chdir', with: { res: -2, path: '/tmp' } }, { 'proc.cwd': '/root/' }],
    ['getcwd', { event: 'getcwd', with: { res: 5, path: '/srv' } }, { 'proc.cwd': '/srv/' }],
    [
      'prlimit',
      {
        event: 'prlimit',
        with: { res: 0, newcur: 77, newmax: 80, oldcur: 1, oldmax: 1, pid: 0, resource: 7 },
      },
      { 'proc.fdlimit': 77 },
    ],
    [
      'prlimit that only asks',
      {
        event: 'prlimit',
        with: { res: 0, newcur: -1, newmax: -1, oldcur: 55, oldmax: 60, pid: 0, resource: 7 },
      },
      { 'proc.fdlimit': 1024 },
    ],
    [
      'setrlimit',
      { event: 'setrlimit', with: { res: 0, cur: 66, max: 70, resource: 7 } },
      { 'proc.fdlimit': 66 },
    ],
    [
      'a limit of something else',
      { event: 'setrlimit', with: { res: 0, cur: 66, max: 70, resource: 3 } },
      { 'proc.fdlimit': 1024 },
    ],
  ])('%s', (_, step, expected) => {
    expect(valuesAfter([step], Object.keys(expected))).toEqual(expected);
  });

  test.each([
    ['unshare', { res: 0, flags: 1_048_576 }],
    ['setns', { res: 0, fd: 3, nstype: 1_048_576 }],
  ])('a new user namespace by %s gives every capability', (event, given) => {
    const value = valuesAfter([{ event, with: given }], ['thread.cap_effective'])['thread.cap_effective'];
    expect(String(value).split(' ').length).toBeGreaterThan(38);
  });

  test.each<[string, Step, number]>([
    ['brk', { event: 'brk', with: { res: 1n, vm_size: 9, vm_rss: 8, vm_swap: 7, addr: 1n } }, 0],
    ['munmap', { event: 'munmap', with: { res: 0, vm_size: 9, vm_rss: 8, vm_swap: 7 } }, 0],
    [
      'a thread that is taken off its processor',
      { event: '>switch', with: { next: 1, pgft_maj: 5, pgft_min: 6, vm_size: 9, vm_rss: 8, vm_swap: 7 } },
      5,
    ],
  ])('memory after %s', (_, step, faults) => {
    expect(
      valuesAfter([step, look()], ['proc.vmsize', 'proc.vmrss', 'proc.vmswap', 'thread.pfmajor']),
    ).toEqual({ 'proc.vmsize': 9, 'proc.vmrss': 8, 'proc.vmswap': 7, 'thread.pfmajor': faults });
  });

  test('fchdir', () => {
    const steps = [opened(4, '/var', 1024), { event: 'fchdir', with: { res: 0, fd: 4 } }];
    expect(valuesAfter(steps, ['proc.cwd'])).toEqual({ 'proc.cwd': '/var/' });
  });
});

describe('families', () => {
  const processes = [
    { tid: 10, ptid: 0, comm: 'init', vpid: 1, sid: 1, vpgid: 1 },
    { tid: 20, ptid: 10, comm: 'sshd', sid: 20, vpgid: 20 },
    { tid: 30, ptid: 20, comm: 'bash', exe: '-bash', args: ['-l'], sid: 30, vpgid: 30 },
    { tid: 40, ptid: 30, comm: 'cat', sid: 30, vpgid: 40 },
  ];
  test('ancestors, session and group', () => {
    const expected = {
      'proc.pname': 'bash',
      'proc.pexe': '-bash',
      'proc.pcmdline': 'bash -l',
      'proc.ppid': 30,
      'proc.aname[0]': 'cat',
      'proc.aname[1]': 'bash',
      'proc.aname[2]': 'sshd',
      'proc.aname[3]': 'init',
      'proc.aname[4]': undefined,
      'proc.aname': ['bash', 'sshd', 'init'],
      'proc.apid[2]': 20,
      'proc.aexe[1]': '-bash',
      'proc.acmdline[1]': 'bash -l',
      'proc.sname': 'bash',
      'proc.vpgid.name': 'cat',
      'proc.is_vpgid_leader': true,
      'proc.is_sid_leader': false,
      'proc.loginshellid': 30,
    };
    expect(valuesAfter([look(40)], Object.keys(expected), { processes })).toEqual(expected);
  });

  test('a loop of parents ends', () => {
    const loop = [
      { tid: 10, ptid: 20, comm: 'a' },
      { tid: 20, ptid: 10, comm: 'b' },
    ];
    expect(valuesAfter([look()], ['proc.aname'], { processes: loop })).toEqual({ 'proc.aname': ['b', 'a'] });
  });
});

describe('limits', () => {
  test('threads and descriptors beyond them are counted', () => {
    const { system } = replayed([clone(20), clone(30), opened(3, '/a'), opened(4, '/b')], [], {
      limits: { threads: 2, descriptors: 1 },
    });
    expect([system.threads.size, system.threads.dropped]).toEqual([2, 2]);
    expect([system.threads.droppedThreads, system.threads.droppedDescriptors]).toEqual([1, 1]);
  });
});

describe('a thread that nothing was told of', () => {
  test('has no directory, no descriptors and no parent', () => {
    const stranger: Step = { event: 'openat', tid: 77, with: { fd: 3, dirfd: -100, name: 'x', flags: 1 } };
    const closed: Step = { event: 'close', tid: 77, with: { res: 0, fd: 3 } };
    const expected = {
      'thread.tid': 77,
      'proc.cwd': './',
      'proc.name': '<NA>',
      'proc.pname': undefined,
      'proc.aname[1]': undefined,
      'fd.name': '',
      'container.id': 'host',
    };
    expect(valuesAfter([stranger, closed], Object.keys(expected))).toEqual(expected);
  });
});
