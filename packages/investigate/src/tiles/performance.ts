import type { Seen } from '../seen.ts';
import { isConnected } from './network.ts';
import { isTransfer, type Tile, whenDone, whenFailed } from './tile.ts';

const cloneThread = 8192;
const crashes = new Set([4, 6, 7, 8, 11]);
const signalAt = 2;
/** The call would have had to wait: no mistake. */
const wouldWait = new Set([-11, -115]);
const request = /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT) [/*\w]/;
const failedAnswer = /^HTTP\/1\.[01] [45]\d\d/;
const headBytes = 128;
const requestLetters = lettersOf('GPDHOC');
const answerLetters = lettersOf('H');

function lettersOf(text: string): ReadonlySet<number> {
  return new Set(Array.from(text, (letter) => letter.charCodeAt(0)));
}

/** The first letter tells most of what is no HTTP. */
function isHttp(seen: Seen, letters: ReadonlySet<number>): boolean {
  return letters.has(seen.firstByte) && seen.isInternet;
}

export const performanceTiles: readonly Tile[] = [
  {
    id: 'failed-calls',
    title: 'Failed calls',
    unit: 'count',
    on: () => true,
    amount: ({ isFailed, result }) => (isFailed && !wouldWait.has(result ?? 0) ? 1 : 0),
    noteworthy: { when: 'share', of: 'events', above: 0.3 },
  },
  {
    id: 'failed-opens',
    title: 'Failed opens',
    unit: 'count',
    on: ({ isOpen }) => isOpen,
    amount: whenFailed,
    noteworthy: { when: 'share', of: 'files-opened', above: 0.5 },
  },
  {
    id: 'failed-connections',
    title: 'Failed connections',
    unit: 'count',
    on: ['connect'],
    amount: (seen) => (seen.isFailed && !isConnected(seen) ? 1 : 0),
    noteworthy: { when: 'share', of: 'connections-out', above: 0.2 },
  },
  {
    id: 'failed-commands',
    title: 'Commands that could not start',
    unit: 'count',
    on: ({ isExec }) => isExec,
    amount: whenFailed,
  },
  {
    id: 'forks',
    title: 'Processes started',
    unit: 'count',
    on: ({ isClone }) => isClone,
    amount: (seen) => ((seen.result ?? 0) > 0 && (seen.flags & cloneThread) === 0 ? 1 : 0),
    noteworthy: { when: 'peak' },
  },
  {
    id: 'exits',
    title: 'Processes ended',
    unit: 'count',
    on: ['procexit'],
    amount: ({ thread }) => (thread !== undefined && thread.tid === thread.pid ? 1 : 0),
  },
  {
    id: 'signals',
    title: 'Signals sent',
    unit: 'count',
    on: ['kill', 'tkill', 'tgkill'],
    amount: whenDone,
  },
  {
    id: 'crashes',
    title: 'Crashes',
    unit: 'count',
    on: ['procexit'],
    amount: ({ event }) => (crashes.has(event.u8(signalAt) & 0x7f) ? 1 : 0),
    noteworthy: { when: 'any' },
    reason: 'A process was ended by an error of its own',
  },
  {
    id: 'http-requests',
    title: 'HTTP requests',
    unit: 'count',
    on: isTransfer,
    amount: (seen) => (isHttp(seen, requestLetters) && request.test(seen.data(headBytes)) ? 1 : 0),
  },
  {
    id: 'http-errors',
    title: 'HTTP errors',
    unit: 'count',
    on: isTransfer,
    amount: (seen) => (isHttp(seen, answerLetters) && failedAnswer.test(seen.data(16)) ? 1 : 0),
    noteworthy: { when: 'share', of: 'http-requests', above: 0.05 },
  },
];
