import type { Event } from '@breakwater/model';
import { createRandom, type Random, weighted } from './random.ts';

type Values = Readonly<Record<string, string | number | boolean | readonly string[]>>;

interface Kind {
  readonly weight: number;
  readonly type: string;
  readonly values: (random: Random) => Values;
}

const files = [
  '/usr/lib/libc.so.6',
  '/etc/resolv.conf',
  '/app/node_modules/x/index.js',
  '/tmp/cache/7',
  '/proc/self/stat',
  '/etc/ssl/certs/ca.pem',
  '/var/lib/data/00.db',
];
const names = ['node', 'nginx', 'java', 'python3', 'sh', 'postgres', 'containerd-shim'];

const fileOf = (random: Random, isWrite: boolean): Values => {
  const name = random.pick(files);
  return {
    'fd.name': name,
    'fd.nameraw': name,
    'fd.directory': name.slice(0, name.lastIndexOf('/')),
    'fd.filename': name.slice(name.lastIndexOf('/') + 1),
    'fd.typechar': 'f',
    'fd.type': 'file',
    'fd.num': 3 + random.below(60),
    'evt.is_open_read': !isWrite,
    'evt.is_open_write': isWrite,
    'evt.is_open_exec': false,
    'evt.arg[flags]': isWrite ? 'O_WRONLY|O_CREAT' : 'O_RDONLY',
  };
};
const socketOf = (random: Random): Values => {
  const [client, server] = [
    `10.0.${random.below(4)}.${random.below(250)}`,
    `10.0.${random.below(4)}.${random.below(250)}`,
  ];
  return {
    'fd.name': `${client}:${40_000 + random.below(9000)}->${server}:443`,
    'fd.typechar': '4',
    'fd.type': 'ipv4',
    'fd.cip': client,
    'fd.sip': server,
    'fd.rip': server,
    'fd.ip': [client, server],
    'fd.sport': 443,
    'fd.rport': 443,
    'fd.lport': 40_000,
    'fd.port': 443,
    'fd.l4proto': 'tcp',
    'fd.sockfamily': 'ip',
    'fd.connected': true,
    'fd.snet': server,
    'fd.net': [client, server],
    'fd.rnet': server,
    'fd.num': 3 + random.below(60),
  };
};

const kinds: readonly Kind[] = [
  { weight: 400, type: 'openat', values: (random) => fileOf(random, false) },
  { weight: 100, type: 'openat', values: (random) => fileOf(random, true) },
  { weight: 40, type: 'open', values: (random) => fileOf(random, false) },
  { weight: 120, type: 'connect', values: socketOf },
  { weight: 90, type: 'accept4', values: socketOf },
  { weight: 60, type: 'sendto', values: socketOf },
  { weight: 60, type: 'recvfrom', values: socketOf },
  {
    weight: 50,
    type: 'execve',
    values: (random) => ({
      'proc.is_exe_upper_layer': false,
      'evt.arg[filename]': `/usr/bin/${random.pick(names)}`,
    }),
  },
  {
    weight: 30,
    type: 'unlinkat',
    values: (random) => ({
      'evt.arg[name]': `/tmp/cache/${random.below(99)}`,
      'evt.arg[path]': '/tmp/cache/7',
    }),
  },
  {
    weight: 20,
    type: 'renameat',
    values: () => ({ 'evt.arg[oldpath]': '/tmp/a', 'evt.arg[newpath]': '/tmp/b' }),
  },
  {
    weight: 20,
    type: 'dup2',
    values: (random) => ({ 'fd.num': random.below(3), 'fd.typechar': 'f', 'fd.name': '/dev/null' }),
  },
  { weight: 10, type: 'setuid', values: () => ({ 'evt.arg[uid]': '1000' }) },
  { weight: 5, type: 'ptrace', values: () => ({ 'evt.arg[request]': 'PTRACE_PEEKTEXT' }) },
];
const pick = weighted(kinds);

/** System calls of containers at their ordinary work, as maps of field values; the same on every run. */
export function syscallEvents(count: number): readonly Event[] {
  const random = createRandom(20_260_304);
  return Array.from({ length: count }, (_, index) => {
    const { type, values } = pick(random);
    const time = 1_772_409_600_000_000_000n + BigInt(index) * 10_000n;
    const record = { ...processOf(random), 'evt.type': type, ...values(random) };
    return { source: 'syscall', type, time, id: String(index), record, number: index + 1 };
  });
}

function processOf(random: Random): Values {
  const name = random.pick(names);
  const parent = random.pick(names);
  return {
    'proc.name': name,
    'proc.exe': `/usr/bin/${name}`,
    'proc.exepath': `/usr/bin/${name}`,
    'proc.args': `--port ${random.below(9000)}`,
    'proc.cmdline': `${name} --port ${random.below(9000)}`,
    'proc.pname': parent,
    'proc.pcmdline': `${parent} --serve`,
    'proc.pexe': `/usr/bin/${parent}`,
    'proc.pexepath': `/usr/bin/${parent}`,
    'proc.aname': [parent, 'containerd-shim'],
    'proc.aname[2]': 'containerd-shim',
    'proc.cwd': '/app/',
    'proc.tty': 0,
    'proc.vpid': 1 + random.below(30),
    'proc.env': ['PATH=/usr/bin', 'STAGE=prod'],
    'proc.is_exe_from_memfd': false,
    'proc.is_vpgid_leader': random.below(2) === 0,
    'user.name': 'app',
    'user.uid': 1000,
    'user.loginuid': -1,
    'group.gid': 1000,
    'thread.cap_effective': '',
    'thread.cap_permitted': '',
    'container.id': random.hex(12),
    'container.name': 'web',
    'container.image.repository': 'shop/web',
    'container.privileged': false,
    'k8s.ns.name': 'shop',
    'k8s.pod.name': 'web-1',
    'evt.rawres': 3,
    'evt.res': 'SUCCESS',
    'evt.num': random.below(1_000_000),
  };
}
