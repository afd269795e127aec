import { type FieldRow, filterOnly, leftSideOnly, rows } from './field-row.ts';

const results: readonly FieldRow[] = [
  ...rows('string', {
    'evt.type': 'Name of the event or system call: execve',
    'syscall.type': 'Name of the system call; missing for events that are none',
    'evt.category': 'What the event is about: file, net, process, memory, ipc …',
    'evt.res': 'SUCCESS or the name of the error: ENOENT',
    'evt.dir': 'Deprecated: always <, as only finished calls are kept',
  }),
  ...rows('int64', { 'evt.rawres': 'Return value of the call; below zero when it failed' }),
  ...rows('int64', { 'evt.cpu': 'Processor that the event happened on' }, { bits: 16 }),
  ...rows('bool', {
    'evt.failed': 'The call failed',
    'evt.is_wait': 'The event makes the thread wait: sleep, select, poll',
    'evt.is_syslog': 'The event writes to /dev/log',
  }),
  ...rows(
    'uint64',
    { 'evt.type.is': '1 when the event is of the type, else 0' },
    { argument: 'key', bits: 32 },
  ),
  ...rows(
    'uint64',
    {
      'evt.around':
        'The event lies within so many milliseconds of the time in the argument. Not of captures: it is a way to compare, not a value',
    },
    { argument: 'key', ...filterOnly },
  ),
];

const parameters: readonly FieldRow[] = [
  ...rows('string', {
    'evt.args': 'All parameters as name=value, joined by blanks',
    'evt.info': 'The same as evt.args',
  }),
  ...rows(
    'string',
    {
      'evt.arg':
        'A parameter by name or number as text, with names for flags, errors and addresses: evt.arg.flags, evt.arg[0]',
    },
    { argument: 'key' },
  ),
  ...rows(
    'string',
    { 'evt.rawarg': 'A parameter by name with the type it has: evt.rawarg.fd' },
    { argument: 'key', ...leftSideOnly },
  ),
];

const opens: readonly FieldRow[] = [
  ...rows('bool', {
    'evt.is_open_read': 'A file was opened for reading',
    'evt.is_open_write': 'A file was opened for writing',
    'evt.is_open_exec': 'A file was created that may be executed',
    'evt.is_open_create': 'A file was created by opening it',
  }),
  ...rows('string', {
    'evt.abspath': 'Absolute path that a call relative to a directory works on',
    'evt.abspath.src': 'Absolute path of the source of such a call: renameat, linkat, symlinkat',
    'evt.abspath.dst': 'Absolute path of the destination of such a call',
  }),
];

const buffers: readonly FieldRow[] = [
  ...rows('bytes', { 'evt.buffer': 'First bytes that were read or written' }),
  ...rows('bool', {
    'evt.is_io': 'The event reads or writes',
    'evt.is_io_read': 'The event reads',
    'evt.is_io_write': 'The event writes',
  }),
  ...rows('string', { 'evt.io_dir': 'r for events that read, w for events that write' }),
  ...rows('uint64', {
    'evt.buflen': 'Bytes read or written',
    'evt.buflen.in': 'Bytes read',
    'evt.buflen.out': 'Bytes written',
    'evt.buflen.file': 'Bytes read from or written to files',
    'evt.buflen.file.in': 'Bytes read from files',
    'evt.buflen.file.out': 'Bytes written to files',
    'evt.buflen.net': 'Bytes received or sent',
    'evt.buflen.net.in': 'Bytes received',
    'evt.buflen.net.out': 'Bytes sent',
  }),
];

const counts: readonly FieldRow[] = rows(
  'uint64',
  {
    'evt.count': 'Always 1, to be summed up',
    'evt.count.error': '1 when the call failed',
    'evt.count.error.file': '1 when a call on files failed',
    'evt.count.error.net': '1 when a call on the network failed',
    'evt.count.error.memory': '1 when a call on memory failed',
    'evt.count.error.other': '1 when another call failed',
    'evt.count.exit': '1 for a finished call',
    'evt.count.procinfo': '1 for information on a process, of its main thread',
    'evt.count.threadinfo': '1 for information on a thread',
  },
  { bits: 32 },
);

const times: readonly FieldRow[] = [
  ...rows('time', {
    'evt.deltatime': 'Nanoseconds since the previous event',
    'evt.deltatime.s': 'Whole seconds since the previous event',
    'evt.deltatime.ns': 'Nanoseconds within the second since the previous event',
    'evt.latency': 'Deprecated: nanoseconds that the call took',
    'evt.latency.s': 'Deprecated: whole seconds that the call took',
    'evt.latency.ns': 'Deprecated: nanoseconds within the second that the call took',
    'evt.wait_latency': 'Deprecated: nanoseconds that the call waited',
  }),
  ...rows('uint64', { 'evt.latency.quantized': 'Deprecated: decimal logarithm of what the call took' }),
  ...rows('string', {
    'evt.latency.human': 'Deprecated: what the call took, with its unit',
    'evt.outputtime': 'Time as the output shows it',
  }),
];

const docker: readonly FieldRow[] = rows('string', {
  'evt.infra.docker.name': 'Name of an event of the Docker engine',
  'evt.infra.docker.container.id': 'Id of the container of such an event',
  'evt.infra.docker.container.name': 'Name of the container of such an event',
  'evt.infra.docker.container.image': 'Image of the container of such an event',
});

/** Fields of the system call itself. */
export const eventRows: readonly FieldRow[] = [
  ...results,
  ...parameters,
  ...opens,
  ...buffers,
  ...counts,
  ...times,
  ...docker,
];
