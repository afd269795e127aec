import { everything, one, type Tile } from './tile.ts';

export const generalTiles: readonly Tile[] = [
  { id: 'events', title: 'Events', unit: 'count', on: everything, amount: one, noteworthy: { when: 'peak' } },
  {
    id: 'processes',
    title: 'Active processes',
    unit: 'count',
    on: everything,
    amount: ({ process }) => (process?.events === 1 ? 1 : 0),
  },
  {
    id: 'containers',
    title: 'Active containers',
    unit: 'count',
    on: everything,
    amount: (seen) => (seen.container > 0 && seen.isFirst('container', String(seen.container)) ? 1 : 0),
  },
  {
    id: 'users',
    title: 'Active users',
    unit: 'count',
    on: everything,
    amount: (seen) => {
      // A process has another user when it is new, or runs another program.
      if (seen.process?.events !== 1 && !seen.facts.isExec) return 0;
      const user = seen.process?.user ?? '';
      return user !== '' && seen.isFirst('user', `${seen.container} ${user}`) ? 1 : 0;
    },
  },
  {
    id: 'drops',
    title: 'Dropped events',
    unit: 'count',
    on: ['drop'],
    amount: one,
    noteworthy: { when: 'any' },
    reason: 'Events were lost while the capture was made',
  },
];
