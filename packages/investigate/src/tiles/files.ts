import type { Seen } from '../seen.ts';
import { isTransfer, type Tile, whenDone } from './tile.ts';

/** Bits of the flags of opens, as captures write them. */
const openFlag = { read: 1, write: 2, create: 4, created: 16_384 } as const;

function openedFor(flag: number): (seen: Seen) => number {
  return (seen) => (seen.isDone && (seen.flags & flag) !== 0 ? 1 : 0);
}

export const fileTiles: readonly Tile[] = [
  {
    id: 'file-bytes-read',
    title: 'File bytes read',
    unit: 'bytes',
    on: ({ isRead }) => isRead,
    amount: ({ isFile, bytes }) => (isFile ? bytes : 0),
  },
  {
    id: 'file-bytes-written',
    title: 'File bytes written',
    unit: 'bytes',
    on: ({ isWrite }) => isWrite,
    amount: ({ isFile, bytes }) => (isFile ? bytes : 0),
    noteworthy: { when: 'peak' },
  },
  { id: 'files-opened', title: 'Files opened', unit: 'count', on: ({ isOpen }) => isOpen, amount: whenDone },
  {
    id: 'files-opened-to-write',
    title: 'Files opened to write',
    unit: 'count',
    on: ({ isOpen }) => isOpen,
    amount: openedFor(openFlag.write),
    noteworthy: { when: 'peak' },
  },
  {
    id: 'files-created',
    title: 'Files created',
    unit: 'count',
    on: ({ isOpen }) => isOpen,
    amount: (seen) =>
      seen.isDone && (seen.name === 'creat' || openedFor(openFlag.created)(seen) === 1) ? 1 : 0,
  },
  {
    id: 'files-renamed',
    title: 'Files renamed',
    unit: 'count',
    on: ['rename', 'renameat', 'renameat2'],
    amount: whenDone,
  },
  {
    id: 'directories-made',
    title: 'Directories made',
    unit: 'count',
    on: ['mkdir', 'mkdirat'],
    amount: whenDone,
  },
  {
    id: 'modes-changed',
    title: 'Modes and owners changed',
    unit: 'count',
    on: ['chmod', 'fchmod', 'fchmodat', 'chown', 'lchown', 'fchown', 'fchownat'],
    amount: whenDone,
  },
  {
    id: 'file-io',
    title: 'Reads and writes of files',
    unit: 'count',
    on: isTransfer,
    amount: ({ isFile, isDone }) => (isFile && isDone ? 1 : 0),
  },
];
