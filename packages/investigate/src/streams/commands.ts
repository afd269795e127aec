import { commandLineOf } from '../processes.ts';
import { add, type Stream } from './stream.ts';

export const commands: Stream = {
  id: 'commands',
  title: 'Commands',
  figures: [
    { id: 'interactive', title: 'At a terminal', unit: 'count' },
    { id: 'failed', title: 'Failed', unit: 'count' },
  ],
  on: ({ isExec }) => isExec,
  isRow: ({ isDone, isFailed }) => isDone || isFailed,
  what: (seen) =>
    seen.isDone && seen.thread !== undefined ? commandLineOf(seen.thread) : seen.field('evt.arg', 'filename'),
  detail: (seen) => (seen.isDone ? (seen.thread?.cwd ?? '') : seen.field('evt.res')),
  count: ({ thread, isFailed }, figures) => {
    if ((thread?.tty ?? 0) !== 0) add(figures, 0, 1);
    if (isFailed) add(figures, 1, 1);
  },
};
