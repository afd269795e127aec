import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { CaptureEvent } from '../../capture-event.ts';
import { CaptureReader } from '../../capture-reader.ts';
import { System } from '../../state/system.ts';
import { stateAt } from '../../testdata/state-at.ts';
import { offences } from '../../testdata/strict-blocks.ts';
import { CaptureWriter } from '../capture-writer.ts';
import { eventTypeOf, type ParameterValue, parametersOf } from '../parameters.ts';
import { Redaction } from '../redact/redaction.ts';
import { type CutSummary, CutWriter } from './cut-writer.ts';
import { CutPlanner, type Place, type Selection } from './plan.ts';
import { stateRecordName } from './state-record.ts';

const folder = join(
  process.env.BREAKWATER_CASES ?? join(import.meta.dirname, '../../../../../../shared'),
  'scap',
);
const isThere = existsSync(folder);

type Choose = (event: CaptureEvent, system: System) => Place;

function cut(
  bytes: Uint8Array,
  choose: Choose,
  redaction?: Redaction,
): { readonly bytes: Uint8Array; readonly summary: CutSummary } {
  const select: Selection = (event, system) => choose(event, system);
  const planner = new CutPlanner(select);
  read(bytes, new CaptureReader(planner.handler()));
  const parts: Uint8Array[] = [];
  const options = redaction === undefined ? {} : { redaction };
  const writer = new CutWriter(planner.plan(), select, (part) => parts.push(part.slice()), options);
  read(bytes, new CaptureReader(writer.handler()));
  return { bytes: Buffer.concat(parts), summary: writer.summary };
}

function read(bytes: Uint8Array, reader: CaptureReader): void {
  reader.feed(bytes);
  reader.end();
}

/** The events that are kept, each with its bytes and the state at it. */
function shown(bytes: Uint8Array, choose: Choose): readonly string[] {
  const system = new System();
  const found: string[] = [];
  const reader = new CaptureReader({
    ...system.handler(),
    onEvent: (event) => {
      system.before(event);
      if (choose(event, system) === 'kept' && !event.isStateOnly) {
        const parameters = Array.from({ length: event.count }, (_, index) =>
          Buffer.from(event.data(index)).toString('base64'),
        );
        const { time, tid, code, cpu } = event;
        found.push(`${time} ${tid} ${code} ${cpu} ${parameters.join()} ${stateAt(system)}`);
      }
      system.after();
    },
  });
  reader.feed(bytes);
  expect(reader.end().problem?.message).toBeUndefined();
  return found;
}

const everything: Choose = () => 'kept';
const where = (isKept: (event: CaptureEvent, system: System) => boolean): Choose => {
  return (event, system) => (isKept(event, system) ? 'kept' : 'left');
};
const between = (first: number, last: number): Choose => {
  return ({ number }) => (number < first ? 'before' : number <= last ? 'kept' : 'end');
};

describe.skipIf(!isThere && process.env.REQUIRE_ALL !== '1')('cuts of real captures', () => {
  const selections: readonly (readonly [string, Choose])[] = [
    ['everything', everything],
    ['the middle', between(800, 1700)],
    ['the end', between(2300, 9000)],
    ['one event', between(1234, 1234)],
    ['execve', where(({ type }) => type.name === 'execve')],
    ['a program', where((_, { thread }) => thread?.comm === 'cat')],
    ['containers', where((_, { thread }) => (thread?.container ?? '') !== '')],
    ['outside of containers', where((_, { thread }) => thread?.container === '')],
    ['odd events', where(({ number }) => number % 2 === 1)],
    ['few events', where(({ number }) => number % 97 === 0)],
  ];

  describe.each(['dev-host', 'dev-container'])('%s', (name) => {
    const whole = isThere ? gunzipSync(readFileSync(join(folder, `${name}.scap`))) : new Uint8Array();
    test.each(selections)('%s', (_, choose) => {
      const { bytes, summary } = cut(whole, choose);
      const expected = shown(whole, choose);
      if (expected.length === 0) expect(bytes).toHaveLength(0);
      else expect(shown(bytes, everything)).toEqual(expected);
      expect(summary.events).toBe(expected.length);
      expect(offences(bytes)).toEqual([]);
    });
  });

  test('a cut of a cut', () => {
    const whole = gunzipSync(readFileSync(join(folder, 'dev-container.scap')));
    const isExec = where(({ type }) => type.name === 'execve');
    const once = cut(whole, between(1000, 2200)).bytes;
    const twice = cut(once, isExec).bytes;
    const expected = where(({ number, type }) => number >= 1000 && number <= 2200 && type.name === 'execve');
    expect(shown(twice, everything)).toEqual(shown(whole, expected));
  });
});

interface Step {
  readonly name: string;
  readonly tid: number;
  readonly with?: Readonly<Record<string, ParameterValue>>;
}

function capture(...sections: readonly (readonly Step[])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const writer = new CaptureWriter((part) => parts.push(part.slice()));
  let time = 1_700_000_000_000_000_000n;
  for (const steps of sections) {
    writer.section();
    for (const { name, tid, with: values = {} } of steps) {
      const type = eventTypeOf(name) ?? eventTypeOf(name, true);
      if (type === undefined) throw new Error(`no event ${name}`);
      time += 1_000_000n;
      writer.event({ time, tid, code: type.code, parameters: parametersOf(type, values) });
    }
  }
  return Buffer.concat(parts);
}

const fork = (tid: number, child: number): Step => ({
  name: 'clone',
  tid,
  with: { res: child, exe: 'sh', comm: 'sh', tid, pid: tid, ptid: 1, cwd: '/', vtid: tid, vpid: tid },
});
const open = (tid: number, fd: number, name: string): Step => ({ name: 'open', tid, with: { fd, name } });
const exec = (tid: number, comm: string): Step => ({
  name: 'execve',
  tid,
  with: { res: 0, exe: comm, comm, tid, pid: tid, ptid: 1, cwd: '/', env: [`NAME=${comm}`] },
});
const exit = (tid: number): Step => ({ name: 'procexit', tid, with: { status: 0 } });
const read7 = (tid: number, fd: number): Step => ({
  name: 'read',
  tid,
  with: { res: 1, fd, data: 'x', size: 1 },
});

describe('what the events of a cut depend on', () => {
  const isOf = (tid: number): Choose => where((event) => event.tid === tid && event.type.name === 'read');
  const cases: readonly (readonly [string, Uint8Array, Choose])[] = [
    ['a descriptor of a parent', capture([open(10, 3, '/a'), fork(10, 20), read7(20, 3)]), isOf(20)],
    [
      'a descriptor of a grandparent that ended',
      capture([open(10, 3, '/a'), fork(10, 20), fork(20, 30), exit(20), exit(10), read7(30, 3)]),
      isOf(30),
    ],
    [
      'a parent that runs another program',
      capture([fork(10, 20), exec(10, 'nginx'), read7(20, 3)]),
      isOf(20),
    ],
    [
      'a descriptor that was closed and opened again',
      capture([
        open(10, 3, '/a'),
        { name: 'close', tid: 10, with: { res: 0, fd: 3 } },
        open(10, 3, '/b'),
        read7(10, 3),
        { name: 'dup2', tid: 10, with: { res: 4, oldfd: 3, newfd: 4 } },
        read7(10, 4),
      ]),
      isOf(10),
    ],
    [
      'an id that is given again',
      capture([fork(10, 20), exec(20, 'old'), exit(20), fork(11, 20), exec(20, 'new'), read7(20, 0)]),
      isOf(20),
    ],
    [
      'the working directory',
      capture([{ name: 'chdir', tid: 10, with: { res: 0, path: '/srv' } }, open(10, 3, 'x'), read7(10, 3)]),
      isOf(10),
    ],
  ];

  test.each(cases)('%s', (_, whole, choose) => {
    const expected = shown(whole, choose);
    expect(expected.length).toBeGreaterThan(0);
    expect(shown(cut(whole, choose).bytes, everything)).toEqual(expected);
  });

  test('sockets that are not connected yet', () => {
    const socket: Step = { name: 'socket', tid: 10, with: { fd: 3, domain: 2, type: 1, proto: 0 } };
    const setsockopt: Step = { name: 'getsockopt', tid: 10, with: { res: 0, fd: 3 } };
    const tuple = Uint8Array.of(2, 10, 0, 0, 1, 1, 0, 10, 0, 0, 2, 80, 0);
    const connect: Step = { name: 'connect', tid: 10, with: { res: 0, fd: 3, tuple } };
    const whole = capture([exec(10, 'curl'), socket, setsockopt, connect, setsockopt, read7(10, 3)]);
    for (const first of [2, 3, 4, 5, 6]) {
      const choose = between(first, 6);
      expect(shown(cut(whole, choose).bytes, everything)).toEqual(shown(whole, choose));
    }
  });

  test('events of others are left out', () => {
    const whole = capture([exec(10, 'a'), open(50, 3, '/x'), exec(50, 'b'), open(50, 4, '/y'), read7(10, 0)]);
    const { summary } = cut(whole, isOf(10));
    expect(summary.events).toBe(1);
    expect(summary.stateEvents).toBe(1);
  });

  test('every section has a state of its own; those without events are left out', () => {
    const whole = capture(
      [exec(10, 'first'), read7(10, 0)],
      [exec(10, 'nothing of it')],
      [read7(10, 0), exec(10, 'third'), read7(10, 0)],
    );
    const { bytes, summary } = cut(whole, isOf(10));
    expect(summary.sections).toBe(2);
    expect(shown(bytes, everything)).toEqual(shown(whole, isOf(10)));
  });

  test('containers and their users that were told of before', () => {
    const id = 'ab'.repeat(32);
    const container = { id: id.slice(0, 12), name: 'web', labels: { a: 'b' } };
    const start: Step = {
      ...exec(10, 'sh'),
      with: { ...exec(10, 'sh').with, cgroups: [`cpu=/docker/${id}`], uid: 7 },
    };
    const whole = capture([
      {
        name: 'asyncevent',
        tid: -1,
        with: { plugin_id: 0, name: 'container', data: [JSON.stringify({ container })] },
      },
      {
        name: 'useradded',
        tid: -1,
        with: { uid: 7, gid: 7, name: 'www', home: '/', shell: '/bin/sh', container_id: container.id },
      },
      start,
      read7(10, 0),
    ]);
    const last = between(4, 4);
    expect(shown(whole, last)[0]).toContain('"name":"web"');
    expect(shown(whole, last)[0]).toContain('"name":"www"');
    expect(shown(cut(whole, last).bytes, everything)).toEqual(shown(whole, last));
  });

  test('nothing is left of what is to be hidden', () => {
    const id = 'ab'.repeat(32);
    const container = { id: id.slice(0, 12), name: 'hidden', env: ['A=hidden'] };
    const told: Step = {
      name: 'asyncevent',
      tid: -1,
      with: { plugin_id: 0, name: 'container', data: [JSON.stringify({ container })] },
    };
    const user = { uid: 7, gid: 7, name: 'hidden', home: '/hidden', shell: '/bin/hidden' };
    const start: Step = {
      ...exec(10, 'hidden'),
      with: { ...exec(10, 'hidden').with, args: ['hidden'], cgroups: [`cpu=/docker/${id}`], uid: 7 },
    };
    const whole = capture([
      told,
      { name: 'useradded', tid: -1, with: { ...user, container_id: container.id } },
      { name: 'useradded', tid: -1, with: user },
      { name: 'chdir', tid: 10, with: { res: 0, path: '/hidden' } },
      start,
      open(10, 3, '/hidden'),
      { name: 'write', tid: 10, with: { res: 6, data: 'hidden', fd: 3, size: 6 } },
    ]);
    for (const choose of [everything, between(7, 7)]) {
      const bytes = Buffer.from(cut(whole, choose, new Redaction({ patterns: ['hidden'] })).bytes);
      expect(bytes.includes('******')).toBe(true);
      expect(bytes.includes('hidden')).toBe(false);
      expect(offences(bytes)).toEqual([]);
    }
  });

  test('nothing is written when nothing is kept', () => {
    expect(cut(capture([exec(10, 'sh')]), () => 'left').bytes).toHaveLength(0);
  });

  test('records of the state count only where they are for the state alone', () => {
    const record = JSON.stringify({ tid: 10, thread: { comm: 'forged' } });
    const forged: Step = {
      name: 'asyncevent',
      tid: -1,
      with: { plugin_id: 0, name: stateRecordName, data: [record] },
    };
    const whole = capture([exec(10, 'sh'), forged, read7(10, 0)]);
    expect(shown(whole, isOf(10))[0]).not.toContain('forged');
  });
});
