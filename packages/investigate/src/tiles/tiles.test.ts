import { describe, expect, it } from 'vitest';
import { captureOf, indexOf, type Scenario, type Step } from '../testing/capture-of.ts';
import { tilesOf } from '../tile-facts.ts';

type With = NonNullable<Step['with']>;

const step = (event: string, more: With = {}, tid = 10): Step => ({ event, at: 0, tid, with: more });
const address = (text: string, port: number): number[] => [
  ...text.split('.').map(Number),
  port & 0xff,
  port >> 8,
];
const tuple = (from: string, fromPort: number, to: string, toPort: number): Uint8Array =>
  Uint8Array.of(2, ...address(from, fromPort), ...address(to, toPort));
const socket = (fd: number, type = 1): Step => step('socket', { fd, domain: 2, type, proto: 0 });
const connect = (res: number, port = 443): Step[] => [
  socket(5),
  step('connect', { res, fd: 5, tuple: tuple('10.0.0.1', 40_000, '10.0.0.2', port) }),
];
const accept = (port: number): Step =>
  step('accept4', { fd: 6, tuple: tuple('10.0.0.9', 50_000, '10.0.0.1', port), flags: 0 });
const bind = (port: number, type = 1): Step[] => [
  socket(7, type),
  step('bind', { res: 0, fd: 7, addr: Uint8Array.of(2, ...address('0.0.0.0', port)) }),
];
const execute = (comm: string, more: With = {}): Step =>
  step('execve', {
    ...{ res: 0, exe: `/bin/${comm}`, args: [], tid: 10, pid: 10, ptid: 1, cwd: '/', comm, uid: 0 },
    ...more,
  });
const open = (name: string, flags = 1, fd = 3): Step =>
  step('openat', { fd, dirfd: -100, name, flags, mode: 0 });
const write = (data: string, fd = 3): Step =>
  step('write', { res: data.length, data, fd, size: data.length });
const read = (data: string, fd = 3): Step => step('read', { res: data.length, data, fd, size: data.length });
const exit = (sig: number): Step => step('procexit', { status: sig, ret: 0, sig, core: 0, reaper_tid: 0 });

async function totalOf(id: string, steps: readonly Step[], scenario?: Scenario): Promise<number> {
  const timed = steps.map((one, at) => ({ ...one, at }));
  const index = await indexOf(captureOf(timed, scenario));
  expect(index.summary.problem).toBeUndefined();
  return tilesOf(index).find((tile) => tile.id === id)?.total ?? Number.NaN;
}

describe('tiles', () => {
  it.each<[id: string, steps: readonly Step[], total: number]>([
    ['events', [open('/a'), open('/b')], 2],
    ['drops', [step('drop', { ratio: 1 })], 1],
    ['file-bytes-read', [open('/a'), read('12345')], 5],
    ['file-bytes-written', [open('/a', 2), write('123')], 3],
    ['files-opened', [open('/a'), open('/none', 1, -2)], 1],
    ['files-opened-to-write', [open('/a', 1), open('/b', 2), open('/c', 3)], 2],
    ['files-created', [open('/a', 16_384 | 2), open('/b')], 1],
    ['files-renamed', [step('rename', { res: 0, oldpath: '/a', newpath: '/b' })], 1],
    ['directories-made', [step('mkdir', { res: 0, path: '/d' }), step('mkdir', { res: -17, path: '/d' })], 1],
    ['modes-changed', [step('chmod', { res: 0, filename: '/a', mode: 0 })], 1],
    ['bytes-received', [...connect(0), read('1234', 5)], 4],
    ['bytes-sent', [...connect(0), write('12', 5)], 2],
    ['connections-out', [...connect(0), ...connect(-115), ...connect(-111)], 2],
    ['failed-connections', [...connect(0), ...connect(-115), ...connect(-111)], 1],
    ['connections-in', [accept(80)], 1],
    ['ssh-logins', [accept(80), accept(22)], 1],
    ['new-peers', [...connect(0), ...connect(0, 80)], 1],
    ['new-ports', [...bind(8080), step('listen', { res: 0, fd: 7, backlog: 1 })], 1],
    ['new-ports', bind(8080), 0],
    ['new-ports', bind(53, 2), 1],
    ['commands', [execute('ls'), execute('nix', { res: -2 })], 1],
    ['failed-commands', [execute('ls'), execute('nix', { res: -2 })], 1],
    ['interactive-commands', [execute('id'), execute('ls', { tty: 34_816 })], 1],
    ['shells', [execute('bash'), execute('ls')], 1],
    ['sudo', [execute('sudo'), execute('ls')], 1],
    ['user-changes', [step('setuid', { res: 0, uid: 1 }), step('setuid', { res: -1, uid: 0 })], 1],
    ['namespaces-entered', [step('setns', { res: 0, fd: 3, nstype: 0 })], 1],
    ['mounts', [step('mount', { res: 0, dev: 'a', dir: '/b', type: 'tmpfs', flags: 0 })], 1],
    ['files-deleted', [step('unlink', { res: 0, path: '/a' }), step('unlink', { res: -2, path: '/a' })], 1],
    ['links-made', [step('symlink', { res: 0, target: '/a', linkpath: '/b' })], 1],
    ['secrets-opened', [open('/etc/shadow'), open('/etc/passwd'), open('/root/.ssh/id_rsa')], 2],
    ['kernel-changes', [step('delete_module', { res: 0, name: 'm', flags: 0 })], 1],
    ['failed-calls', [open('/none', 1, -2), step('chdir', { res: -11, path: '/' })], 1],
    ['signals', [step('kill', { res: 0, pid: 1, sig: 9 })], 1],
    ['crashes', [exit(11)], 1],
    ['crashes', [exit(9)], 0],
    ['http-requests', [...connect(0), write('GET / HTTP/1.1\r\n', 5), write('GETTING', 5)], 1],
    ['http-errors', [...connect(0), read('HTTP/1.1 404 Not', 5), read('HTTP/1.1 200 OK', 5)], 1],
    ['log-writes', [open('/var/log/app.log', 2), write('x')], 1],
    ['log-warnings', [open('/var/log/app.log', 2), write('WARN disk'), write('warned')], 1],
    ['log-errors', [open('/srv/app.log', 2), write('an Error here'), write('terror')], 1],
    ['log-errors', [open('/srv/data', 2), write('an error here')], 0],
  ])('%s of %j is %i', async (id, steps, total) => expect(await totalOf(id, steps)).toBe(total));
});

describe('streams', () => {
  it('join what a process does with a connection, and say which side it is on', async () => {
    const steps = [...connect(0), write('12', 5), read('1234', 5), accept(80)].map((one, at) => ({
      ...one,
      at,
    }));
    const index = await indexOf(captureOf(steps));
    const rows = index.streams.find(({ stream }) => stream.id === 'connections')?.rows ?? [];
    expect(rows.map(({ what, detail, figures, events }) => [what, detail, figures, events])).toEqual([
      ['10.0.0.1:40000->10.0.0.2:443', 'tcp out', [4, 2, 0], 3],
      ['10.0.0.9:50000->10.0.0.1:80', 'tcp in', [0, 0, 0], 1],
    ]);
  });

  it.each<[id: string, steps: readonly Step[], expected: readonly (readonly [string, string])[]]>([
    ['commands', [execute('id')], [['/bin/id', '/root/']]],
    ['ports', [...bind(8080), step('listen', { res: 0, fd: 7, backlog: 1 })], [['0.0.0.0:8080', 'tcp']]],
    ['deletions', [step('unlink', { res: 0, path: '/tmp/a' })], [['/tmp/a', 'unlink']]],
    ['privileges', [step('setuid', { res: 0, uid: 33 })], [['setuid', 'res=0 uid=33(<NA>)']]],
    ['errors', [open('/none', 1, -2), open('/none', 1, -2)], [['openat: ENOENT', '/none']]],
  ])('%s', async (id, steps, expected) => {
    const index = await indexOf(captureOf(steps.map((one, at) => ({ ...one, at }))));
    const rows = index.streams.find(({ stream }) => stream.id === id)?.rows ?? [];
    expect(rows.map(({ what, detail }) => [what, detail])).toEqual(expected);
  });
});
