import { type FieldRow, filterOnly, leftSideOnly, rows } from './field-row.ts';

const file: readonly FieldRow[] = [
  ...rows('path', {
    'fd.name': 'Path of a file, both ends of a connection, path of a socket',
    'fd.directory': 'Directory of the file',
    'fd.nameraw': 'Path as the call gave it',
  }),
  ...rows('string', {
    'fd.filename': 'Name of the file without its directory',
    'fd.type': 'file, directory, ipv4, ipv6, unix, pipe, event, memfd …',
    'fd.typechar': 'Type as one character: f, d, 4, 6, u, p, e, m …',
    'fd.uid': 'Number and thread of the descriptor, together',
    'fd.containername': 'Container id and name, together',
    'fd.containerdirectory': 'Container id and directory, together',
  }),
  ...rows('int64', {
    'fd.num': 'Number of the descriptor',
    'fd.ino': 'Inode of the file',
  }),
  ...rows(
    'int64',
    {
      'fd.dev': 'Device of the file',
      'fd.dev.major': 'Major number of the device',
      'fd.dev.minor': 'Minor number of the device',
    },
    { bits: 32 },
  ),
  ...rows('bool', {
    'fd.is_upper_layer': 'The file was added or changed while the container ran',
    'fd.is_lower_layer': 'The file comes from the image',
    'fd.name_changed': 'This event changed the name of the descriptor',
  }),
  ...rows(
    'string',
    { 'fd.types': 'Types of all open descriptors, or of one' },
    { isList: true, argument: 'optional-index', noRightSide: true },
  ),
];

const connection: readonly FieldRow[] = [
  ...rows('string', {
    'fd.l4proto': 'tcp, udp, icmp or raw',
    'fd.sockfamily': 'ip or unix',
  }),
  ...rows('bool', {
    'fd.is_server': 'The process is the server of the connection',
    'fd.connected': 'The socket is connected',
  }),
  ...rows('ip', { 'fd.ip': 'Address of either end' }, filterOnly),
  ...rows('port', { 'fd.port': 'Port of either end', 'fd.proto': 'Service of either end' }, filterOnly),
  ...rows('net', { 'fd.net': 'Network of either end' }, filterOnly),
];

const ends = [
  ['c', 'client'],
  ['s', 'server'],
  ['l', 'local end'],
  ['r', 'remote end'],
] as const;

const eachEnd: readonly FieldRow[] = ends.flatMap(([end, words]) => [
  ...rows('ip', { [`fd.${end}ip`]: `Address of the ${words}` }),
  ...rows('port', { [`fd.${end}port`]: `Port of the ${words}` }),
  ...rows('string', { [`fd.${end}proto`]: `Service of the port of the ${words}: https` }),
  ...rows('net', { [`fd.${end}net`]: `Network of the ${words}` }, filterOnly),
  ...rows(
    'string',
    { [`fd.${end}ip.name`]: `Domain name of the ${words}. Not of captures: they hold addresses alone` },
    leftSideOnly,
  ),
]);

const paths: readonly FieldRow[] = [
  ...rows('path', {
    'fs.path.name': 'Path that the call works on, made absolute',
    'fs.path.nameraw': 'That path as the call gave it',
    'fs.path.source': 'Path that is moved, linked or copied, made absolute',
    'fs.path.sourceraw': 'That path as the call gave it',
    'fs.path.target': 'Path that comes into being, made absolute',
    'fs.path.targetraw': 'That path as the call gave it',
  }),
];

const polled: readonly FieldRow[] = rows('string', {
  'fdlist.nums': 'Numbers of the polled descriptors, joined by commas',
  'fdlist.names': 'Their names',
  'fdlist.cips': 'Their client addresses',
  'fdlist.sips': 'Their server addresses',
  'fdlist.cports': 'Their client ports',
  'fdlist.sports': 'Their server ports',
});

/** Fields of the descriptor, connection and paths that the call works on. */
export const descriptorRows: readonly FieldRow[] = [
  ...file,
  ...connection,
  ...eachEnd,
  ...paths,
  ...polled,
  ...rows('uint64', {
    'util.cnt': 'Counts how often it is read. Not of captures: it tells nothing of an event',
  }),
];
