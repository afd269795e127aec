import { type FieldRow, leftSideOnly, rows } from './field-row.ts';

const program: readonly FieldRow[] = [
  ...rows('string', {
    'proc.name': 'Name of the process, cut at 15 bytes',
    'proc.pname': 'Name of the parent',
    'proc.exe': 'First argument of the process: argv[0]',
    'proc.pexe': 'First argument of the parent',
    'proc.exepath': 'Full path of the executable, links resolved',
    'proc.pexepath': 'Full path of the executable of the parent',
    'proc.cmdline': 'Name and arguments',
    'proc.pcmdline': 'Name and arguments of the parent',
    'proc.exeline': 'First argument and arguments',
    'proc.cwd': 'Working directory, with a slash at its end',
  }),
  ...rows(
    'string',
    { 'proc.args': 'Arguments without the first, joined by blanks; or one of them' },
    { argument: 'optional-index' },
  ),
  ...rows(
    'string',
    { 'proc.env': 'Environment as NAME=value, joined by blanks; or the value of one variable' },
    { argument: 'optional-key' },
  ),
  ...rows('uint64', {
    'proc.cmdnargs': 'Number of arguments without the first',
    'proc.cmdlenargs': 'Bytes of these arguments without the blanks between',
  }),
  ...rows('uint64', { 'proc.tty': 'Number of the controlling terminal, 0 for none' }, { bits: 32 }),
];

/** Over the chain of ancestors: without an argument, any ancestor may match. */
const ancestors: readonly FieldRow[] = [
  ...rows(
    'string',
    {
      'proc.aname': 'Name of an ancestor: [1] is the parent; without a number any of them',
      'proc.aexe': 'First argument of an ancestor',
      'proc.aexepath': 'Full path of the executable of an ancestor',
      'proc.aargs': 'Arguments of an ancestor',
      'proc.acmdline': 'Name and arguments of an ancestor',
    },
    { argument: 'optional-index', ...leftSideOnly },
  ),
  ...rows('int64', { 'proc.apid': 'Id of an ancestor' }, { argument: 'optional-index', ...leftSideOnly }),
  ...rows(
    'string',
    { 'proc.aenv': 'Environment of an ancestor by number, or a variable of the nearest one that has it' },
    { argument: 'optional-key', ...leftSideOnly },
  ),
];

const ids: readonly FieldRow[] = rows('int64', {
  'proc.pid': 'Process id',
  'proc.ppid': 'Process id of the parent',
  'proc.vpid': 'Process id in its own namespace',
  'proc.pvpid': 'Process id of the parent in its own namespace',
  'proc.sid': 'Session id',
  'proc.pgid': 'Process group',
  'proc.vpgid': 'Process group in its own namespace',
  'proc.loginshellid': 'Id of the oldest shell among the ancestors',
  'thread.tid': 'Thread id',
  'thread.vtid': 'Thread id in its own namespace',
});

const leaders: readonly FieldRow[] = [
  ...rows('string', {
    'proc.sname': 'Name of the session leader',
    'proc.sid.exe': 'First argument of the session leader',
    'proc.sid.exepath': 'Full path of the executable of the session leader',
    'proc.vpgid.name': 'Name of the leader of the process group',
    'proc.vpgid.exe': 'First argument of that leader',
    'proc.vpgid.exepath': 'Full path of the executable of that leader',
    'proc.pgid.name': 'Name of the leader of the process group, by the ids of the host',
    'proc.pgid.exe': 'First argument of that leader',
    'proc.pgid.exepath': 'Full path of the executable of that leader',
  }),
  ...rows('bool', {
    'proc.is_sid_leader': 'The process leads its session',
    'proc.is_vpgid_leader': 'The process leads its process group',
    'proc.is_pgid_leader': 'The process leads its process group, by the ids of the host',
  }),
];

const executable: readonly FieldRow[] = [
  ...rows('bool', {
    'proc.is_exe_writable': 'The user of the process may write its executable',
    'proc.is_exe_upper_layer': 'The executable was added or changed while the container ran',
    'proc.is_exe_lower_layer': 'The executable comes from the image',
    'proc.is_exe_from_memfd': 'The executable lies in memory only',
  }),
  ...rows('int64', { 'proc.exe_ino': 'Inode of the executable' }),
  ...rows('time', {
    'proc.exe_ino.ctime': 'When the inode of the executable was changed last',
    'proc.exe_ino.mtime': 'When the executable was written last',
    'proc.exe_ino.ctime_duration_proc_start': 'From that change of the inode to the start of the process',
    'proc.exe_ino.ctime_duration_pidns_start':
      'From the start of the process namespace to that change of the inode',
  }),
];

const times: readonly FieldRow[] = [
  ...rows('time', {
    'proc.duration': 'Nanoseconds since the process started',
    'proc.ppid.duration': 'Nanoseconds since the parent started',
    'proc.pid.ts': 'When the process started',
    'proc.ppid.ts': 'When the parent started',
    'thread.exectime': 'Nanoseconds that the thread ran last',
    'thread.totexectime': 'Nanoseconds that the thread ran in all',
  }),
  ...rows('uint64', { 'proc.pidns_init_start_ts': 'When the first process of the namespace started' }),
];

const streams: readonly FieldRow[] = rows('string', {
  'proc.stdin.type': 'What the standard input is: file, pipe, ipv4 …',
  'proc.stdout.type': 'What the standard output is',
  'proc.stderr.type': 'What the standard error is',
  'proc.stdin.name': 'Path or connection of the standard input',
  'proc.stdout.name': 'Path or connection of the standard output',
  'proc.stderr.name': 'Path or connection of the standard error',
});

const rights: readonly FieldRow[] = [
  ...rows('string', {
    'thread.cap_permitted': 'Permitted capabilities, joined by blanks',
    'thread.cap_inheritable': 'Inheritable capabilities',
    'thread.cap_effective': 'Effective capabilities',
    'thread.cgroups': 'All control groups, joined by blanks',
  }),
  ...rows('string', { 'thread.cgroup': 'Control group of one subsystem: [memory]' }, { argument: 'key' }),
];

const resources: readonly FieldRow[] = [
  ...rows('uint64', {
    'proc.nthreads': 'Threads of the process',
    'proc.nchilds': 'Threads of the process without the main one',
    'proc.fdopencount': 'Open descriptors',
    'proc.vmsize': 'Virtual memory in kB',
    'proc.vmrss': 'Resident memory in kB',
    'proc.vmswap': 'Swapped memory in kB',
    'thread.pfmajor': 'Major page faults',
    'thread.pfminor': 'Minor page faults',
    'thread.vmsize': 'Virtual memory in kB, of the main thread only',
    'thread.vmrss': 'Resident memory in kB, of the main thread only',
    'thread.vmsize.b': 'Virtual memory in bytes, of the main thread only',
    'thread.vmrss.b': 'Resident memory in bytes, of the main thread only',
  }),
  ...rows('int64', { 'proc.fdlimit': 'Most descriptors that may be open' }),
  ...rows('double', {
    'proc.fdusage': 'Open descriptors as a share of the most',
    'thread.cpu': 'Use of the processor in the last second, in percent',
    'thread.cpu.user': 'The part of it outside the kernel',
    'thread.cpu.system': 'The part of it in the kernel',
  }),
  ...rows('bool', { 'thread.ismain': 'The thread is the main one' }),
  ...rows('string', { 'thread.nametid': 'Name of the process and id of the thread' }),
];

const identity: readonly FieldRow[] = [
  ...rows('uint64', { 'user.uid': 'User id', 'group.gid': 'Group id' }, { bits: 32 }),
  ...rows('int64', { 'user.loginuid': 'User id of the login, -1 when there was none' }),
  ...rows('string', {
    'user.name': 'User name',
    'user.homedir': 'Home directory of the user',
    'user.shell': 'Shell of the user',
    'user.loginname': 'Name of the user who logged in',
    'group.name': 'Group name',
  }),
];

/** Fields of the process that made the call, its thread, user and group. */
export const processRows: readonly FieldRow[] = [
  ...program,
  ...ancestors,
  ...ids,
  ...leaders,
  ...executable,
  ...times,
  ...streams,
  ...rights,
  ...resources,
  ...identity,
];
