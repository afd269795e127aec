import { basename, dirname } from 'node:path';

/** A record of the source `syscall`. */
export interface SyscallRecord {
  readonly type: string;
  /** Nanoseconds; a text, for it does not fit a number. */
  readonly time: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Container {
  readonly id: string;
  readonly name: string;
  readonly repository: string;
}

export interface Process {
  readonly container: Container;
  readonly pid: number;
  readonly exepath: string;
  readonly name: string;
  readonly args: string;
  readonly user: string;
  readonly cwd: string;
  readonly parent?: Process;
  /** The executable was made in this container. */
  readonly isBuilt: boolean;
}

export interface Start {
  readonly exepath: string;
  readonly args?: string;
  /** Default: the base name of the executable, as the kernel cuts it. */
  readonly name?: string;
  readonly user?: string;
  readonly cwd?: string;
  readonly isBuilt?: boolean;
}

export interface Connection {
  readonly address: string;
  readonly port: number;
  readonly protocol?: 'tcp' | 'udp';
}

/** Records what processes do, one call after the other, as the sensor would report it. */
export interface Recorder {
  readonly records: readonly SyscallRecord[];
  readonly first: (container: Container, start: Start) => Process;
  readonly start: (parent: Process, start: Start) => Process;
  readonly call: (process: Process, type: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly read: (process: Process, ...paths: readonly string[]) => void;
  /** Looked for and not there. */
  readonly miss: (process: Process, ...paths: readonly string[]) => void;
  readonly write: (process: Process, path: string, flags?: string) => void;
  readonly connect: (process: Process, connection: Connection) => void;
  readonly send: (process: Process, connection: Connection, data: string) => void;
  readonly listen: (process: Process, port: number) => void;
  readonly rename: (process: Process, from: string, to: string) => void;
  readonly remove: (process: Process, ...paths: readonly string[]) => void;
  readonly makeDirectory: (process: Process, ...paths: readonly string[]) => void;
  readonly changeMode: (process: Process, path: string, mode: string) => void;
  readonly sleep: (seconds: number) => void;
}

const uids: Readonly<Record<string, number>> = {
  root: 0,
  nginx: 101,
  node: 1000,
  app: 1000,
  postgres: 999,
  'www-data': 33,
  redis: 999,
};
const fargateCapabilities =
  'CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_FSETID CAP_KILL CAP_SETGID CAP_SETUID CAP_SETPCAP CAP_NET_BIND_SERVICE CAP_NET_RAW CAP_SYS_CHROOT CAP_MKNOD CAP_AUDIT_WRITE CAP_SETFCAP';

export function createRecorder(startedAt: bigint): Recorder {
  const records: SyscallRecord[] = [];
  let time = startedAt;
  let pid = 0;
  let port = 32_768;

  function first(container: Container, start: Start): Process {
    pid += 1;
    return begin({ container, user: 'root', cwd: '/', pid, ...processOf(start) });
  }

  function startBelow(parent: Process, start: Start): Process {
    pid += 1;
    call(parent, 'clone', { 'evt.rawres': pid });
    const { container, user, cwd } = parent;
    return begin({ container, user, cwd, pid, parent, ...processOf(start) });
  }

  function begin(process: Process): Process {
    call(process, 'execve', { 'evt.arg.exe': process.exepath });
    call(process, 'openat', opened('/etc/ld.so.cache', 'O_RDONLY|O_CLOEXEC'));
    call(process, 'openat', opened('/lib/x86_64-linux-gnu/libc.so.6', 'O_RDONLY|O_CLOEXEC'));
    return process;
  }

  function call(process: Process, type: string, fields: Readonly<Record<string, unknown>> = {}): void {
    time += 50_000n;
    const own = { 'evt.rawres': 0, 'evt.res': 'SUCCESS', ...fields };
    records.push({ type, time: String(time), fields: { ...fieldsOf(process), ...own } });
  }

  function connect(process: Process, connection: Connection): void {
    call(process, 'socket', { 'evt.rawres': 20, 'evt.arg.domain': 'AF_INET' });
    port = port === 60_999 ? 32_768 : port + 1;
    call(process, 'connect', {
      'evt.rawres': -115,
      'evt.res': 'EINPROGRESS',
      ...connected(connection, port),
    });
  }

  function send(process: Process, connection: Connection, data: string): void {
    call(process, 'sendto', {
      'evt.rawres': data.length,
      'evt.buffer': data,
      ...connected(connection, port),
    });
  }

  function read(process: Process, ...paths: readonly string[]): void {
    for (const path of paths) call(process, 'openat', opened(path, 'O_RDONLY|O_CLOEXEC'));
  }

  function miss(process: Process, ...paths: readonly string[]): void {
    for (const path of paths) {
      const failed = { 'evt.rawres': -2, 'evt.res': 'ENOENT' };
      call(process, 'openat', { ...opened(path, 'O_RDONLY|O_CLOEXEC'), ...failed });
    }
  }

  function listen(process: Process, listened: number): void {
    const server = {
      'fd.type': 'ipv4',
      'fd.sport': listened,
      'fd.lport': listened,
      'fd.l4proto': 'tcp',
      'fd.name': `0.0.0.0:${listened}`,
    };
    call(process, 'bind', server);
    call(process, 'listen', server);
  }

  return {
    records,
    first,
    start: startBelow,
    call,
    read,
    miss,
    write: (process, path, flags = 'O_TRUNC|O_CREAT|O_WRONLY') => {
      call(process, 'openat', opened(path, flags));
      call(process, 'write', { 'evt.rawres': 80, 'fd.type': 'file', 'fd.name': path });
    },
    connect,
    send,
    listen,
    rename: (process, from, to) => {
      const paths = { 'fs.path.name': from, 'fs.path.source': from, 'fs.path.target': to };
      call(process, 'renameat2', { ...paths, 'evt.arg.oldpath': from, 'evt.arg.newpath': to });
    },
    remove: (process, ...paths) => {
      for (const path of paths) call(process, 'unlinkat', { 'fs.path.name': path, 'evt.arg.name': path });
    },
    makeDirectory: (process, ...paths) => {
      for (const path of paths) call(process, 'mkdirat', { 'fs.path.name': path, 'evt.arg.path': path });
    },
    changeMode: (process, path, mode) => {
      call(process, 'fchmodat', { 'fs.path.name': path, 'evt.arg.filename': path, 'evt.arg.mode': mode });
    },
    sleep: (seconds) => {
      time += BigInt(seconds) * 1_000_000_000n;
    },
  };
}

function processOf({ exepath, args = '', name, user, cwd, isBuilt = false }: Start) {
  return {
    exepath,
    args,
    name: (name ?? basename(exepath)).slice(0, 15),
    isBuilt,
    ...(user === undefined ? {} : { user }),
    ...(cwd === undefined ? {} : { cwd }),
  };
}

function fieldsOf(process: Process): Record<string, unknown> {
  const { container, parent, name, args, exepath, user } = process;
  const ancestors = ancestorsOf(process);
  return {
    'container.id': container.id,
    'container.name': container.name,
    'container.image.repository': container.repository,
    'proc.pid': process.pid,
    'proc.vpid': process.pid,
    'proc.name': name,
    'proc.exe': exepath,
    'proc.exepath': exepath,
    'proc.args': args,
    'proc.cmdline': commandOf(process),
    'proc.cwd': process.cwd,
    'proc.tty': 0,
    'proc.is_exe_upper_layer': process.isBuilt,
    'proc.is_exe_from_memfd': false,
    'user.name': user,
    'user.uid': uids[user] ?? 1000,
    'thread.cap_effective': user === 'root' ? fargateCapabilities : '',
    ...(parent === undefined
      ? {}
      : { 'proc.pname': parent.name, 'proc.pexepath': parent.exepath, 'proc.pcmdline': commandOf(parent) }),
    'proc.aname': ancestors.map((one) => one.name),
    'proc.aexepath': ancestors.map((one) => one.exepath),
    ...Object.fromEntries(ancestors.map((one, index) => [`proc.aname[${index + 1}]`, one.name])),
  };
}

function ancestorsOf(process: Process): readonly Process[] {
  const ancestors: Process[] = [];
  for (let one = process.parent; one !== undefined; one = one.parent) ancestors.push(one);
  return ancestors;
}

function commandOf({ name, args }: Process): string {
  return args === '' ? name : `${name} ${args}`;
}

function opened(path: string, flags: string): Record<string, unknown> {
  return {
    'evt.rawres': 5,
    'evt.arg.flags': flags,
    'evt.is_open_read': /O_RDONLY|O_RDWR/.test(flags),
    'evt.is_open_write': /O_WRONLY|O_RDWR/.test(flags),
    'evt.is_open_create': flags.includes('O_CREAT'),
    'evt.is_open_exec': flags.endsWith('|X'),
    'fd.type': 'file',
    'fd.typechar': 'f',
    'fd.name': path,
    'fd.nameraw': path,
    'fd.directory': dirname(path),
    'fd.filename': basename(path),
    'fs.path.name': path,
  };
}

function connected({ address, port, protocol = 'tcp' }: Connection, from: number): Record<string, unknown> {
  return {
    'fd.type': 'ipv4',
    'fd.typechar': '4',
    'fd.l4proto': protocol,
    'fd.sip': address,
    'fd.snet': address,
    'fd.sport': port,
    'fd.rip': address,
    'fd.rnet': address,
    'fd.rport': port,
    'fd.cip': '10.0.1.20',
    'fd.cport': from,
    'fd.lport': from,
    'fd.name': `10.0.1.20:${from}->${address}:${port}`,
  };
}
