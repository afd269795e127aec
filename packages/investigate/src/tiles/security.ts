import { isShell } from '../shells.ts';
import { one, type Tile, whenDone } from './tile.ts';

const anySuch = { when: 'any' } as const;
const becomesOther = new Set(['sudo', 'su', 'doas', 'pkexec', 'runuser']);
const fromMemory = 4;
const secrets =
  /^\/etc\/(?:shadow|gshadow|sudoers)|\/\.ssh\/(?:id_|authorized_keys)|\/\.aws\/credentials|^\/proc\/\d+\/environ|\/var\/run\/secrets\//;

export const securityTiles: readonly Tile[] = [
  {
    id: 'commands',
    title: 'Executed commands',
    unit: 'count',
    on: ({ isExec }) => isExec,
    amount: whenDone,
  },
  {
    id: 'interactive-commands',
    title: 'Commands at a terminal',
    unit: 'count',
    on: ({ isExec }) => isExec,
    amount: ({ isDone, thread }) => (isDone && (thread?.tty ?? 0) !== 0 ? 1 : 0),
    noteworthy: anySuch,
    reason: 'Somebody worked at a terminal',
  },
  {
    id: 'shells',
    title: 'Shells started',
    unit: 'count',
    on: ({ isExec }) => isExec,
    amount: ({ isDone, thread }) => (isDone && isShell(thread?.comm ?? '') ? 1 : 0),
  },
  {
    id: 'sudo',
    title: 'sudo, su and the like',
    unit: 'count',
    on: ({ isExec }) => isExec,
    amount: ({ isDone, thread }) => (isDone && becomesOther.has(thread?.comm ?? '') ? 1 : 0),
    noteworthy: anySuch,
    reason: 'A program that gives other rights was started',
  },
  {
    id: 'user-changes',
    title: 'Changes of user',
    unit: 'count',
    on: ['setuid', 'setreuid', 'setresuid'],
    amount: whenDone,
  },
  {
    id: 'capability-changes',
    title: 'Changes of capabilities',
    unit: 'count',
    on: ['capset'],
    amount: whenDone,
  },
  {
    id: 'namespaces-entered',
    title: 'Namespaces entered',
    unit: 'count',
    on: ['setns'],
    amount: whenDone,
    noteworthy: anySuch,
    reason: 'A process went into the namespace of another, as into a container',
  },
  { id: 'namespaces-made', title: 'Namespaces made', unit: 'count', on: ['unshare'], amount: whenDone },
  { id: 'mounts', title: 'Mounts', unit: 'count', on: ['mount'], amount: whenDone },
  {
    id: 'files-deleted',
    title: 'Files deleted',
    unit: 'count',
    on: ['unlink', 'unlinkat', 'rmdir'],
    amount: whenDone,
    noteworthy: { when: 'peak' },
  },
  {
    id: 'links-made',
    title: 'Links made',
    unit: 'count',
    on: ['symlink', 'symlinkat', 'link', 'linkat'],
    amount: whenDone,
  },
  {
    id: 'secrets-opened',
    title: 'Files of secrets opened',
    unit: 'count',
    on: ({ isOpen }) => isOpen,
    amount: ({ isDone, descriptor }) => (isDone && secrets.test(descriptor?.name ?? '') ? 1 : 0),
    noteworthy: anySuch,
    reason: 'Passwords, keys or tokens may have been read',
  },
  {
    id: 'from-memory',
    title: 'Programs run from memory',
    unit: 'count',
    on: ({ isExec }) => isExec,
    amount: ({ isDone, thread }) => (isDone && ((thread?.exeFlags ?? 0) & fromMemory) !== 0 ? 1 : 0),
    noteworthy: anySuch,
    reason: 'A program was run that is no file on a disk',
  },
  {
    id: 'traced',
    title: 'Processes traced',
    unit: 'count',
    on: ['ptrace', 'process_vm_readv', 'process_vm_writev'],
    amount: whenDone,
    noteworthy: anySuch,
    reason: 'A process looked into another one',
  },
  {
    id: 'kernel-changes',
    title: 'Kernel modules and BPF',
    unit: 'count',
    on: ['init_module', 'finit_module', 'delete_module', 'bpf'],
    amount: whenDone,
    noteworthy: anySuch,
    reason: 'The kernel itself was changed',
  },
  {
    id: 'ssh-logins',
    title: 'SSH connections accepted',
    unit: 'count',
    on: ['accept', 'accept4'],
    amount: ({ isDone, isInternet, descriptor }) =>
      isDone && isInternet && descriptor?.destination?.port === ssh ? 1 : 0,
    noteworthy: anySuch,
    reason: 'Somebody came in by SSH',
  },
  {
    id: 'accounts-changed',
    title: 'Accounts changed',
    unit: 'count',
    on: ['userdeleted', 'groupdeleted'],
    amount: one,
  },
];

const ssh = 22;
