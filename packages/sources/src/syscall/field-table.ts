import type { FieldArgument, FieldType } from '@breakwater/model';

/** `name type flags description`; flags: argument kind, `list`, `no-rhs`, `no-transformer`. */
export interface FieldRow {
  readonly name: string;
  readonly type: FieldType;
  readonly description: string;
  readonly argument?: FieldArgument;
  readonly isList?: boolean;
  readonly noRightSide?: boolean;
  readonly noTransformer?: boolean;
}

function rows(type: FieldType, fields: Readonly<Record<string, string>>): readonly FieldRow[] {
  return Object.entries(fields).map(([name, description]) => ({ name, type, description }));
}

/** Fields over the chain of ancestors: without an index, any ancestor may match. */
function ancestors(fields: Readonly<Record<string, string>>): readonly FieldRow[] {
  return Object.entries(fields).map(([name, description]) => ({
    name,
    type: name === 'proc.apid' ? 'int64' : 'string',
    description,
    argument: name === 'proc.aenv' ? 'optional-key' : 'optional-index',
    noRightSide: true,
    noTransformer: true,
  }));
}

/** Fields that stand for both ends of a connection. */
function bothEnds(type: FieldType, fields: Readonly<Record<string, string>>): readonly FieldRow[] {
  return rows(type, fields).map((row) => ({ ...row, noRightSide: true, noTransformer: true }));
}

const evt: readonly FieldRow[] = [
  ...rows('string', {
    'evt.type': 'Name of the event or system call',
    'syscall.type': 'Name of the system call',
    'evt.category': 'Category of the event: file, net, process …',
    'evt.args': 'All parameters as name=value',
    'evt.info': 'Parameters or message of the event',
    'evt.res': 'SUCCESS or the name of the error',
    'evt.dir': 'Deprecated: always <',
    'evt.deltatime': 'Time since the previous event',
    'evt.abspath': 'Absolute path of the event',
    'evt.latency.human': 'Deprecated: duration of the call in words',
  }),
  ...rows('uint64', {
    'evt.cpu': 'Processor of the event',
    'evt.count': 'Always 1',
    'evt.count.error': '1 when the call failed',
    'evt.count.error.file': '1 when a file call failed',
    'evt.count.error.net': '1 when a network call failed',
    'evt.count.error.memory': '1 when a memory call failed',
    'evt.count.error.other': '1 when another call failed',
    'evt.count.exit': '1 for a finished call',
    'evt.count.procinfo': '1 for a process information event',
    'evt.count.threadinfo': '1 for a thread information event',
    'evt.buflen': 'Length of the buffer',
    'evt.buflen.in': 'Bytes read',
    'evt.buflen.out': 'Bytes written',
    'evt.buflen.file': 'Bytes moved on files',
    'evt.buflen.file.in': 'Bytes read from files',
    'evt.buflen.file.out': 'Bytes written to files',
    'evt.buflen.net': 'Bytes moved on the network',
    'evt.buflen.net.in': 'Bytes received',
    'evt.buflen.net.out': 'Bytes sent',
    'evt.latency': 'Deprecated: duration of the call',
    'evt.latency.s': 'Deprecated: whole seconds of the duration',
    'evt.latency.ns': 'Deprecated: nanoseconds of the duration',
    'evt.wait_latency': 'Deprecated: time spent waiting',
  }),
  ...rows('int64', { 'evt.rawres': 'Return value of the call' }),
  ...rows('bool', {
    'evt.failed': 'Whether the call failed',
    'evt.is_io': 'Whether the event reads or writes',
    'evt.is_io_read': 'Whether the event reads',
    'evt.is_io_write': 'Whether the event writes',
    'evt.is_wait': 'Whether the event makes the thread wait',
    'evt.is_syslog': 'Whether the event writes to syslog',
    'evt.is_open_read': 'Opened for reading',
    'evt.is_open_write': 'Opened for writing',
    'evt.is_open_exec': 'Created with an execute mode bit',
    'evt.is_open_create': 'Opened and created',
  }),
  { name: 'evt.io_dir', type: 'string', description: 'r or w for events that read or write' },
  { name: 'evt.arg', type: 'string', argument: 'key', description: 'A parameter as text' },
  {
    name: 'evt.rawarg',
    type: 'string',
    argument: 'key',
    noRightSide: true,
    description: 'A parameter as it came',
  },
  {
    name: 'evt.around',
    type: 'uint64',
    argument: 'key',
    noRightSide: true,
    noTransformer: true,
    description: 'Near a time',
  },
  { name: 'evt.buffer', type: 'bytes', description: 'First bytes that were read or written' },
];

const process: readonly FieldRow[] = [
  ...rows('string', {
    'proc.exe': 'First argument of the process',
    'proc.pexe': 'First argument of the parent',
    'proc.exepath': 'Full path of the executable',
    'proc.pexepath': 'Full path of the executable of the parent',
    'proc.name': 'Name of the process',
    'proc.pname': 'Name of the parent',
    'proc.cmdline': 'Name and arguments',
    'proc.pcmdline': 'Name and arguments of the parent',
    'proc.exeline': 'First argument and arguments',
    'proc.cwd': 'Working directory',
    'proc.sname': 'Name of the session leader',
    'proc.sid.exe': 'First argument of the session leader',
    'proc.sid.exepath': 'Path of the session leader',
    'proc.vpgid.name': 'Name of the process group leader',
    'proc.vpgid.exe': 'First argument of the process group leader',
    'proc.vpgid.exepath': 'Path of the process group leader',
    'proc.pgid.name': 'Name of the process group leader in the host',
    'proc.pgid.exe': 'First argument of that leader',
    'proc.pgid.exepath': 'Path of that leader',
    'proc.fdlimit': 'Most descriptors that may be open',
    'thread.cap_permitted': 'Permitted capabilities',
    'thread.cap_inheritable': 'Inheritable capabilities',
    'thread.cap_effective': 'Effective capabilities',
    'thread.cgroups': 'All control groups',
    'thread.ismain': 'Whether it is the main thread',
    'thread.exectime': 'Time on the processor since the last switch',
    'thread.totexectime': 'Time on the processor',
    'proc.pvpid': 'Parent id in its namespace',
  }),
  ...['proc.args', 'proc.env'].map(
    (name): FieldRow => ({
      name,
      type: 'string',
      argument: name === 'proc.env' ? 'optional-key' : 'optional-index',
      description: name === 'proc.env' ? 'Environment, or one variable of it' : 'Arguments, or one of them',
    }),
  ),
  { name: 'thread.cgroup', type: 'string', argument: 'key', description: 'Control group of one subsystem' },
  ...ancestors({
    'proc.aname': 'Name of an ancestor',
    'proc.aexe': 'First argument of an ancestor',
    'proc.aexepath': 'Path of an ancestor',
    'proc.acmdline': 'Command line of an ancestor',
    'proc.apid': 'Id of an ancestor',
    'proc.aenv': 'Environment of an ancestor',
  }),
  ...rows('int64', {
    'proc.pid': 'Process id',
    'proc.ppid': 'Id of the parent',
    'proc.vpid': 'Process id in its namespace',
    'proc.sid': 'Session id',
    'proc.vpgid': 'Process group in its namespace',
    'proc.pgid': 'Process group',
    'thread.tid': 'Thread id',
    'thread.vtid': 'Thread id in its namespace',
    'proc.loginshellid': 'Id of the login shell among the ancestors',
  }),
  ...rows('uint64', {
    'proc.tty': 'Controlling terminal, 0 for none',
    'proc.nchilds': 'Number of child threads',
    'proc.nthreads': 'Number of threads',
    'proc.fdopencount': 'Open descriptors',
    'proc.fdusage': 'Share of descriptors used',
    'proc.vmsize': 'Virtual memory in kB',
    'proc.vmrss': 'Resident memory in kB',
    'proc.vmswap': 'Swapped memory in kB',
    'thread.pfmajor': 'Major page faults',
    'thread.pfminor': 'Minor page faults',
    'thread.vmsize': 'Virtual memory of the process in kB',
    'thread.vmrss': 'Resident memory of the process in kB',
    'proc.exe_ino': 'Inode of the executable',
  }),
  ...rows('time', {
    'proc.duration': 'Time since the process started',
    'proc.ppid.duration': 'Time since the parent started',
    'proc.pid.ts': 'When the process started',
    'proc.ppid.ts': 'When the parent started',
    'proc.exe_ino.ctime': 'When the inode of the executable changed',
    'proc.exe_ino.mtime': 'When the executable was written',
    'proc.exe_ino.ctime_duration_proc_start': 'Time from the change of the inode to the start',
    'proc.exe_ino.ctime_duration_pidns_start':
      'Time from the start of the namespace to the change of the inode',
    'proc.pidns_init_start_ts': 'When the first process of the namespace started',
    'container.start_ts': 'When the container started',
    'container.duration': 'Time since the container started',
  }),
  ...rows('double', {
    'thread.cpu': 'Use of the processor',
    'thread.cpu.user': 'Use in user mode',
    'thread.cpu.system': 'Use in the kernel',
  }),
  ...rows('bool', {
    'proc.is_exe_writable': 'The executable may be written by the process',
    'proc.is_exe_upper_layer': 'The executable was added to the container while it ran',
    'proc.is_exe_lower_layer': 'The executable comes from the image',
    'proc.is_exe_from_memfd': 'The executable lies in memory only',
    'proc.is_sid_leader': 'The process leads its session',
    'proc.is_vpgid_leader': 'The process leads its process group',
    'proc.is_pgid_leader': 'The process leads its process group in the host',
    'proc.is_container_healthcheck': 'Started by a container health check',
    'proc.is_container_liveness_probe': 'Started by a liveness probe',
    'proc.is_container_readiness_probe': 'Started by a readiness probe',
    'proc.stdin.is_pipe': 'Standard input is a pipe',
  }),
  ...['proc.stdin', 'proc.stdout', 'proc.stderr'].flatMap((stream) =>
    rows('string', { [`${stream}.type`]: `Type of ${stream}`, [`${stream}.name`]: `Name of ${stream}` }),
  ),
];

const identity: readonly FieldRow[] = [
  ...rows('uint64', { 'user.uid': 'User id', 'group.gid': 'Group id' }),
  ...rows('int64', { 'user.loginuid': 'User id of the login, -1 when there was none' }),
  ...rows('string', {
    'user.name': 'User name',
    'user.homedir': 'Home directory',
    'user.shell': 'Shell of the user',
    'user.loginname': 'Name of the user who logged in',
    'group.name': 'Group name',
  }),
];

const ends = ['c', 's', 'l', 'r'] as const;
const endWords = { c: 'client', s: 'server', l: 'local', r: 'remote' } as const;

const fd: readonly FieldRow[] = [
  ...rows('int64', {
    'fd.num': 'Descriptor number',
    'fd.dev': 'Device number',
    'fd.dev.major': 'Major number',
    'fd.dev.minor': 'Minor number',
    'fd.ino': 'Inode',
  }),
  ...rows('string', {
    'fd.type': 'file, directory, ipv4, ipv6, unix, pipe …',
    'fd.typechar': 'Type as one character',
    'fd.filename': 'Name of the file without its directory',
    'fd.cproto': 'Service of the client port',
    'fd.sproto': 'Service of the server port',
    'fd.lproto': 'Service of the local port',
    'fd.rproto': 'Service of the remote port',
    'fd.l4proto': 'tcp, udp, icmp or raw',
    'fd.sockfamily': 'ip or unix',
    'fd.uid': 'Number and thread of the descriptor',
    'fd.containername': 'Container and name',
    'fd.containerdirectory': 'Container and directory',
    'fd.proto': 'Service of the connection',
  }),
  ...rows('path', {
    'fd.name': 'Path, or both ends of a connection',
    'fd.directory': 'Directory of the file',
    'fd.nameraw': 'Path as the call gave it',
  }),
  {
    name: 'fd.types',
    type: 'string',
    isList: true,
    argument: 'optional-index',
    noRightSide: true,
    description: 'Types of all descriptors',
  },
  ...rows('bool', {
    'fd.is_server': 'The process is the server of the connection',
    'fd.is_upper_layer': 'The file was changed in the container',
    'fd.is_lower_layer': 'The file comes from the image',
    'fd.connected': 'The socket is connected',
    'fd.name_changed': 'This event changed the name',
  }),
  ...bothEnds('ip', { 'fd.ip': 'Address of either end' }),
  ...bothEnds('port', { 'fd.port': 'Port of either end' }),
  ...bothEnds('net', { 'fd.net': 'Network of either end' }),
  ...ends.flatMap((end): readonly FieldRow[] => [
    { name: `fd.${end}ip`, type: 'ip', description: `Address of the ${endWords[end]}` },
    { name: `fd.${end}port`, type: 'port', description: `Port of the ${endWords[end]}` },
    {
      name: `fd.${end}net`,
      type: 'net',
      noRightSide: true,
      noTransformer: true,
      description: `Network of the ${endWords[end]}`,
    },
    {
      name: `fd.${end}ip.name`,
      type: 'string',
      noRightSide: true,
      description: `Domain name of the ${endWords[end]}`,
    },
  ]),
];

const files: readonly FieldRow[] = [
  ...rows('path', {
    'fs.path.name': 'Path that the event works on',
    'fs.path.nameraw': 'That path as the call gave it',
    'fs.path.source': 'Path that is moved, linked or copied',
    'fs.path.sourceraw': 'That path as the call gave it',
    'fs.path.target': 'Path that is made',
    'fs.path.targetraw': 'That path as the call gave it',
  }),
  ...rows('string', {
    'fdlist.nums': 'Numbers of polled descriptors',
    'fdlist.names': 'Names of polled descriptors',
    'fdlist.cips': 'Their client addresses',
    'fdlist.sips': 'Their server addresses',
    'fdlist.cports': 'Their client ports',
    'fdlist.sports': 'Their server ports',
  }),
  ...rows('uint64', { 'util.cnt': 'Counts evaluations' }),
];

const container: readonly FieldRow[] = [
  ...rows('string', {
    'container.id': 'Short id, or host',
    'container.full_id': 'Full id',
    'container.name': 'Name of the container',
    'container.image': 'Image with tag',
    'container.image.id': 'Id of the image',
    'container.image.repository': 'Image without tag',
    'container.image.tag': 'Tag of the image',
    'container.image.digest': 'Digest of the image',
    'container.type': 'Runtime, or host',
    'container.ip': 'Address of the container',
    'container.cni.json': 'Result of the network plugin',
    'container.healthcheck': 'Health check of the container',
    'container.liveness_probe': 'Liveness probe',
    'container.readiness_probe': 'Readiness probe',
    'container.host_pid': 'Whether the process namespace of the host is shared',
    'container.host_network': 'Whether the network namespace of the host is shared',
    'container.host_ipc': 'Whether the IPC namespace of the host is shared',
    'container.labels': 'All labels',
    'k8s.ns.name': 'Namespace of the pod',
    'k8s.pod.name': 'Name of the pod',
    'k8s.pod.id': 'Id of the pod',
    'k8s.pod.uid': 'Unique id of the pod',
    'k8s.pod.sandbox_id': 'Id of the sandbox',
    'k8s.pod.full_sandbox_id': 'Full id of the sandbox',
    'k8s.pod.ip': 'Address of the pod',
    'k8s.pod.labels': 'Labels of the pod',
  }),
  ...rows('bool', { 'container.privileged': 'Whether the container is privileged' }),
  ...['', '.source', '.dest', '.mode', '.rdwr', '.propagation'].map(
    (part): FieldRow => ({
      name: `container.mount${part}`,
      type: 'string',
      argument: 'key',
      description: `Mount${part} by index or path`,
    }),
  ),
  { name: 'container.mounts', type: 'string', description: 'All mounts' },
  { name: 'container.label', type: 'string', argument: 'key', description: 'One label of the container' },
  { name: 'k8s.pod.label', type: 'string', argument: 'key', description: 'One label of the pod' },
  { name: 'k8s.pod.cni.json', type: 'string', description: 'Result of the network plugin for the pod' },
];

/** Fields of system call events, by the groups of Falco's reference. */
export const syscallRows: readonly FieldRow[] = [
  ...evt,
  ...process,
  ...identity,
  ...fd,
  ...files,
  ...container,
];
