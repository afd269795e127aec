import { describe, expect, it } from 'vitest';
import { omissionsOf } from './capture-index.ts';
import { eventViews, selectEvents } from './select-events.ts';
import { rowsIn, spanFactsOf } from './span-facts.ts';
import type { StreamRow } from './stream-rows.ts';
import { captureOf, indexOf, indexOfPart, type Scenario, type Step, start } from './testing/capture-of.ts';
import { reasonText, type TileFacts, tilesOf } from './tile-facts.ts';

const exec = (at: number, tid: number, exe: string, args: readonly string[] = [], more = {}): Step => ({
  event: 'execve',
  at,
  tid,
  with: {
    ...{ res: 0, exe, args, tid, pid: tid, ptid: 10, cwd: '/srv', comm: exe.split('/').at(-1), uid: 0 },
    ...more,
  },
});
const fork = (at: number, child: number): Step => ({
  event: 'clone',
  at,
  with: { res: child, exe: '/bin/sh', comm: 'sh', tid: 10, pid: 10, ptid: 1, cwd: '/root', uid: 0 },
});
const exit = (at: number, tid: number, ret: number, sig = 0): Step => ({
  event: 'procexit',
  at,
  tid,
  with: { status: ret << 8, ret, sig, core: 0, reaper_tid: 0 },
});
const open = (at: number, name: string, fd: number, flags = 1): Step => ({
  event: 'openat',
  at,
  with: { fd, dirfd: -100, name, flags, mode: 0 },
});

function totals(index: Awaited<ReturnType<typeof indexOf>>): Record<string, number> {
  const found = tilesOf(index).filter(({ total }) => total !== 0);
  return Object.fromEntries(found.map(({ id, total }) => [id, total]));
}

describe('CaptureIndexer', () => {
  it('follows processes from their start to their end', async () => {
    const steps = [
      fork(1000, 11),
      exec(2000, 11, '/usr/bin/id', ['-u']),
      exit(5000, 11, 3),
      fork(6000, 12),
      exit(7000, 12, 0, 11),
    ];
    const index = await indexOf(captureOf(steps));
    const [shell, id, crashed] = index.processes.values();
    expect(shell).toMatchObject({ pid: 10, name: 'sh', startedAt: undefined, endedAt: undefined });
    // The first event is the begin of time.
    expect(id).toMatchObject({
      pid: 11,
      name: 'id',
      commandLine: '/usr/bin/id -u',
      startedAt: 0,
      endedAt: 4000,
    });
    expect(id).toMatchObject({ exitCode: 3, signal: 0, parent: shell?.number });
    expect(crashed).toMatchObject({ pid: 12, signal: 11, exitCode: undefined, endedAt: 6000 });
    expect(totals(index)).toMatchObject({ events: 5, forks: 2, exits: 2, commands: 1, crashes: 1 });
    expect(index.startedAt).toBe(start + 1000n);
    expect(index.span).toEqual({ from: 0, to: 6001 });
  });

  it('a process id that is used again is another process', async () => {
    const steps = [fork(0, 11), exit(1000, 11, 0), fork(2000, 11), exec(3000, 11, '/bin/true')];
    const index = await indexOf(captureOf(steps));
    expect(index.processes.values().map(({ pid, name }) => `${pid} ${name}`)).toEqual([
      '10 sh',
      '11 sh',
      '11 true',
    ]);
  });

  it('makes one row of what a process does with a file, and finds its events again', async () => {
    const steps: Step[] = [
      open(0, '/etc/passwd', 3),
      { event: 'read', at: 10, with: { res: 5, data: 'root:', fd: 3, size: 5 } },
      { event: 'read', at: 20, with: { res: 3, data: 'x:0', fd: 3, size: 5 } },
      open(30, '/tmp/out', 4, 3),
      { event: 'write', at: 40, with: { res: 2, data: 'hi', fd: 4, size: 2 } },
      open(50, '/none', -2),
    ];
    const index = await indexOf(captureOf(steps));
    const files = index.streams.find(({ stream }) => stream.id === 'files')?.rows ?? [];
    expect(files.map(({ what, figures, events }) => [what, figures, events])).toEqual([
      ['/etc/passwd', [1, 0, 8, 0, 0], 3],
      ['/tmp/out', [1, 1, 0, 2, 0], 2],
      ['/none', [0, 0, 0, 0, 1], 1],
    ]);
    const selected = selectEvents(index, { row: { stream: 'files', number: 0 } });
    expect(eventViews(index, selected, 0, 10).map(({ number, type }) => [number, type])).toEqual([
      [1, 'openat'],
      [2, 'read'],
      [3, 'read'],
    ]);
    expect(totals(index)).toMatchObject({ 'file-bytes-read': 8, 'file-bytes-written': 2, 'failed-opens': 1 });
  });

  it('shows what was typed at a terminal, and what was executed', async () => {
    const scenario: Scenario = {
      processes: [{ tid: 10, comm: 'bash', tty: 34_819 }],
      descriptors: [[10, { fd: 0, type: 'file', name: '/dev/pts/3' }]],
      users: [{ uid: 0, gid: 0, name: 'root', home: '/root', shell: '/bin/bash' }],
    };
    const key = (at: number, data: string): Step => ({
      event: 'read',
      at,
      with: { res: data.length, data, fd: 0, size: 1 },
    });
    const steps = [
      key(0, 'i'),
      key(5, 'd'),
      key(9, '\r'),
      fork(10, 11),
      exec(12, 11, '/usr/bin/id', [], { tty: 34_819, sid: 10 }),
    ];
    const index = await indexOf(captureOf(steps, scenario));
    const [session] = index.sessions.values();
    expect(session).toMatchObject({ shell: 'bash', user: 'root', terminal: 'pts/3', hasTyped: true });
    expect(session?.lines.map(({ kind, text, at }) => [kind, text, at])).toEqual([
      ['typed', 'id', 0],
      ['command', '/usr/bin/id', 12],
    ]);
    expect(tilesOf(index).find(({ id }) => id === 'interactive-commands')?.reason).toEqual({ why: 'any' });
  });

  it('marks detections', async () => {
    const fired = { rule: 'R', priority: 'Error', output: 'o', tags: [] } as const;
    const index = await indexOf(captureOf([open(0, '/a', 3), open(9, '/b', 4)]), {}, (number) =>
      number === 2 ? [fired] : [],
    );
    expect(index.detections).toEqual([{ ...fired, at: 9, event: 2, process: 1, container: 0 }]);
    expect(totals(index).detections).toBe(1);
  });

  it('keeps its bounds and says what found no room', async () => {
    const steps = Array.from({ length: 50 }, (_, at) => open(at, `/f${at}`, 3));
    const limits = { events: 20, texts: 10, processes: 1, rows: 5, detections: 0 };
    const index = await indexOf(captureOf(steps), limits);
    expect(index.events.length).toBe(20);
    expect(index.count).toBe(50);
    expect(totals(index)['files-opened']).toBe(50);
    expect(omissionsOf(index).map(({ what }) => what)).toEqual(['events', 'texts', 'rows']);
  });

  it('reads what is whole of a capture that is cut off', async () => {
    const bytes = captureOf([open(0, '/a', 3), open(1, '/b', 4)]);
    const index = await indexOf(bytes.subarray(0, bytes.length - 8));
    expect(index.count).toBe(1);
    expect(index.summary.problem?.message).toMatch(/^block \d+ at byte \d+: /);
  });

  it('says why a tile deserves a look', async () => {
    const steps = Array.from({ length: 10 }, (_, at) => open(at, `/none${at}`, at < 8 ? -2 : 3));
    const tiles = tilesOf(await indexOf(captureOf(steps)));
    const failed = tiles.find(({ id }) => id === 'failed-opens');
    expect(failed?.reason).toEqual({ why: 'share', share: 0.8, of: 'files-opened' });
    expect(failed && reasonText(failed)).toBe('80 % of them and files opened together');
  });
});

describe('a part of a capture', () => {
  const second = 1_000_000;
  const steps = Array.from({ length: 1000 }, (_, number): Step[] => [
    open(number * second, `/f${number % 7}`, 3),
    {
      event: 'read',
      at: number * second + 10,
      with: { res: number, data: 'x', fd: 3, size: 9 },
    },
  ]).flat();

  it.each([
    { from: 0, to: 500 * second },
    { from: 333 * second, to: 333 * second + 10 },
    { from: 100 * second + 1, to: 990 * second },
    { from: 2000 * second, to: 3000 * second },
  ])('has figures of its own events, not about so many: %j', async (span) => {
    const bytes = captureOf(steps);
    const whole = await indexOf(bytes);
    const part = await indexOfPart(bytes, span);
    const total = ({ id, total }: TileFacts) => [id, total];
    expect(tilesOf(whole, span).map(total)).toEqual(tilesOf(part).map(total));
    expect(tilesOf(whole, span)[1]?.samples).toHaveLength(400);
    expect(facts(rowsIn(whole, 'files', span))).toEqual(facts(rowsIn(part, 'files', part.span)));
    const found = spanFactsOf(whole, span);
    expect(found.events).toBe(part.count);
    expect(found.rows.files).toBe(rowsIn(part, 'files', part.span).length);
    expect(found.processEvents[1]).toBe(part.count);
  });

  it('counts what is there once, wherever the part begins', async () => {
    const tids = [10, 11, 10, 12, 11, 10, 12, 12];
    const scenario: Scenario = { processes: [10, 11, 12].map((tid) => ({ tid, uid: tid === 12 ? 5 : 0 })) };
    const some = tids.map((tid, at): Step => ({ ...open(at, '/a', 3), tid }));
    const index = await indexOf(captureOf(some, scenario));
    const things = (from: number, to: number) =>
      tilesOf(index, { from, to })
        .filter(({ id }) => id === 'processes' || id === 'users')
        .map(({ total }) => total);
    expect([things(0, 8), things(0, 1), things(2, 4), things(3, 6), things(6, 8)]).toEqual([
      [3, 2],
      [1, 1],
      [2, 2],
      [3, 2],
      [1, 1],
    ]);
  });

  it('does not take times for the order of events', async () => {
    const index = await indexOf(captureOf([open(100, '/a', 3), open(50, '/b', 4), open(120, '/c', 5)]));
    // Times count from the first event; one before it has a negative time.
    const opened = tilesOf(index, { from: -60, to: 1 }).find(({ id }) => id === 'files-opened');
    expect(opened?.total).toBe(2);
  });

  it('says that a figure is an estimate where events found no room', async () => {
    const index = await indexOf(captureOf(steps), { events: 1000 });
    const opened = (to: number) => tilesOf(index, { from: 0, to }).find(({ id }) => id === 'files-opened');
    expect(opened(400 * second)).toMatchObject({ total: 400 });
    expect(opened(400 * second)?.isEstimate).toBeUndefined();
    expect(opened(900 * second)?.isEstimate).toBe(true);
    expect(Math.abs((opened(900 * second)?.total ?? 0) - 900)).toBeLessThan(3);
    expect(rowsIn(index, 'files', { from: 0, to: 900 * second })).toHaveLength(7);
  });
});

function facts(rows: readonly StreamRow[]): unknown {
  return rows.map(({ what, firstAt, lastAt, event, events, figures }) => [
    what,
    firstAt,
    lastAt,
    event,
    events,
    figures,
  ]);
}
