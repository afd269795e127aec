import { add, type Stream } from './stream.ts';

/** The call would have had to wait, or goes on by itself: no mistake. */
const wouldWait = new Set([-11, -115]);

export const errors: Stream = {
  id: 'errors',
  title: 'Errors',
  figures: [{ id: 'times', title: 'Times', unit: 'count' }],
  on: ({ resultAt }) => resultAt >= 0,
  key: ({ isFailed, result, process, about, event }) =>
    isFailed && !wouldWait.has(result ?? 0)
      ? `${process?.number ?? 0} ${event.code} ${result} ${about}`
      : undefined,
  what: (seen) => `${seen.name}: ${seen.field('evt.res')}`,
  detail: (seen) => seen.descriptor?.name ?? seen.system.path ?? seen.field('fs.path.name'),
  count: (_seen, figures) => add(figures, 0, 1),
};
