import type { Stream } from './stream.ts';

const calls = new Set([
  ...['setuid', 'setgid', 'setreuid', 'setregid', 'setresuid', 'setresgid'],
  ...['capset', 'setns', 'unshare', 'chroot', 'ptrace', 'mount', 'bpf'],
  ...['init_module', 'finit_module', 'delete_module'],
]);

export const privileges: Stream = {
  id: 'privileges',
  title: 'Privileges',
  figures: [],
  on: ({ type: { name } }) => calls.has(name),
  isRow: ({ isDone }) => isDone,
  what: ({ name }) => name,
  detail: (seen) => seen.field('evt.args'),
  count: () => undefined,
};
