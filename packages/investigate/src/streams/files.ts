import { add, processAndThing, type Stream } from './stream.ts';

const writeFlag = 2;

export const files: Stream = {
  id: 'files',
  title: 'Files',
  figures: [
    { id: 'opened', title: 'Opened', unit: 'count' },
    { id: 'opened-to-write', title: 'To write', unit: 'count' },
    { id: 'read', title: 'Read', unit: 'bytes' },
    { id: 'written', title: 'Written', unit: 'bytes' },
    { id: 'failed', title: 'Failed', unit: 'count' },
  ],
  on: ({ isOpen, isRead, isWrite }) => isOpen || isRead || isWrite,
  key: (seen) => (seen.facts.isOpen || seen.isFile ? processAndThing(seen) : undefined),
  what: ({ descriptor, system }) => descriptor?.name ?? system.path ?? '',
  detail: () => '',
  count: (seen, figures) => {
    const { facts, bytes, isDone, isFailed } = seen;
    if (facts.isOpen && isDone) {
      add(figures, 0, 1);
      if ((seen.flags & writeFlag) !== 0) add(figures, 1, 1);
    }
    if (facts.isRead) add(figures, 2, bytes);
    if (facts.isWrite) add(figures, 3, bytes);
    if (isFailed) add(figures, 4, 1);
  },
};
