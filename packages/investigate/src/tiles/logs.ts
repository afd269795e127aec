import type { Seen } from '../seen.ts';
import type { Tile } from './tile.ts';

const logFile = /\/logs?\/|\.log(?:\.\d+)?$|\/syslog$/;
const syslogSocket = /\/dev\/log$|\/run\/systemd\/journal\//;
const warning = /\bwarn(?:ing)?\b/i;
const failure = /\b(?:error|fatal|panic|critical|exception)\b/i;
const lineBytes = 256;

function isLog({ facts, isDone, descriptor }: Seen): boolean {
  if (!facts.isWrite || !isDone || descriptor === undefined) return false;
  if (descriptor.type === 'file') return logFile.test(descriptor.name);
  return descriptor.type === 'unix' && syslogSocket.test(descriptor.name);
}

function logWith(pattern: RegExp): (seen: Seen) => number {
  return (seen) => (isLog(seen) && pattern.test(seen.data(lineBytes)) ? 1 : 0);
}

const writes = ({ isWrite }: { readonly isWrite: boolean }): boolean => isWrite;

export const logTiles: readonly Tile[] = [
  {
    id: 'log-writes',
    title: 'Writes to logs',
    unit: 'count',
    on: writes,
    amount: (seen) => (isLog(seen) && seen.isFile ? 1 : 0),
  },
  {
    id: 'syslog-messages',
    title: 'Messages to syslog',
    unit: 'count',
    on: writes,
    amount: (seen) => (isLog(seen) && !seen.isFile ? 1 : 0),
  },
  { id: 'log-warnings', title: 'Warnings in logs', unit: 'count', on: writes, amount: logWith(warning) },
  {
    id: 'log-errors',
    title: 'Errors in logs',
    unit: 'count',
    on: writes,
    amount: logWith(failure),
    noteworthy: { when: 'any' },
    reason: 'A program wrote of an error',
  },
];
