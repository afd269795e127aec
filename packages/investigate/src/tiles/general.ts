import { everything, one, type Tile } from './tile.ts';

const unknownUser = 0xffff_ffff;
const userIds = 0x1_0000_0000;

export const generalTiles: readonly Tile[] = [
  { id: 'events', title: 'Events', unit: 'count', on: everything, amount: one, noteworthy: { when: 'peak' } },
  {
    id: 'processes',
    title: 'Active processes',
    unit: 'count',
    on: everything,
    thing: ({ process }) => process?.number ?? 0,
  },
  {
    id: 'containers',
    title: 'Active containers',
    unit: 'count',
    on: everything,
    thing: ({ container }) => container,
  },
  {
    id: 'users',
    title: 'Active users',
    unit: 'count',
    on: everything,
    // Users of different containers are different, whatever their ids.
    thing: (seen) => {
      const uid = seen.thread?.uid ?? unknownUser;
      return uid === unknownUser ? 0 : seen.numberOf('user', seen.container * userIds + uid);
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
