import type { Stream } from './stream.ts';

const calls = new Set(['unlink', 'unlinkat', 'rmdir']);

export const deletions: Stream = {
  id: 'deletions',
  title: 'Deleted files',
  figures: [],
  on: ({ type: { name } }) => calls.has(name),
  isRow: ({ isDone }) => isDone,
  what: (seen) => seen.field('fs.path.name'),
  detail: ({ name }) => name,
  count: () => undefined,
};
