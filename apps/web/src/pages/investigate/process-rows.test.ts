import type { Process } from '@breakwater/investigate';
import { describe, expect, it } from 'vitest';
import { processRows } from './process-rows.ts';

const process = (
  number: number,
  parent: number,
  name: string,
  startedAt?: number,
  endedAt?: number,
): Process => ({
  ...{ number, parent, name, startedAt, endedAt, pid: number + 100, exe: name, commandLine: `/bin/${name}` },
  ...{ user: 'root', container: 0, exitCode: undefined, signal: 0, session: 1, tty: 0, events: 1 },
});
const all = [
  process(1, 0, 'init'),
  process(2, 1, 'nginx'),
  process(3, 2, 'sh', 50, 60),
  process(4, 1, 'cron', 10, 20),
  process(5, 3, 'id', 55, 56),
];
const none = { span: undefined, text: undefined, closed: new Set<number>() };
const shown = (options: Partial<Parameters<typeof processRows>[1]>): string =>
  processRows(all, { ...none, ...options })
    .map(
      ({ process: { name }, depth, childCount, isOpen }) =>
        `${depth}${name}${isOpen ? '' : `+${childCount}`}`,
    )
    .join(' ');

describe('processRows', () => {
  it.each<[name: string, options: Parameters<typeof shown>[0], expected: string]>([
    ['the whole tree', {}, '0init 1nginx 2sh 3id 1cron'],
    ['closed', { closed: new Set([2]) }, '0init 1nginx+1 1cron'],
    ['who lived in a span, with those above', { span: { from: 30, to: 54 } }, '0init 1nginx 2sh'],
    ['what is searched for, with those above', { text: 'ID' }, '0init 1nginx 2sh 3id'],
    ['a process id', { text: '104' }, '0init 1cron'],
    ['nothing', { text: 'none of them' }, ''],
  ])('%s', (_name, options, expected) => expect(shown(options)).toBe(expected));

  it('shows a process whose parent is not known at the top', () => {
    const rows = processRows([process(1, 7, 'lost')], none);
    expect(rows.map(({ depth, process: { name } }) => [depth, name])).toEqual([[0, 'lost']]);
  });
});
