import { describe, expect, test } from 'vitest';
import { falcoJson, falcoText } from '../output/falco.ts';
import { readEngineState } from './read-state.ts';
import { engineOf, eventAt, ruleText, run } from './testing/engines.ts';

const three = '  threshold: { count: 3, window: 10m, by: [door.user] }';
const open = (user: string, name = 'front') => ({
  'door.event': 'open',
  'door.user': user,
  'door.name': name,
});

function counts(fired: readonly (readonly unknown[])[]): readonly number[] {
  return fired.map((one) => one.length);
}

describe('threshold', () => {
  test('fires when reached, says on what, and starts anew', () => {
    const engine = engineOf(ruleText('door.event = open', three));
    const events = [0, 60, 120, 180, 240, 300].map((time) => eventAt(time, open('ann'), { id: `t${time}` }));
    const fired = run(engine, events);
    expect(counts(fired)).toEqual([0, 0, 1, 0, 0, 1]);
    expect(fired[2]?.[0]).toMatchObject({
      rule: 'R',
      output: 'door front by ann',
      fields: {
        'door.name': 'front',
        'threshold.count': 3,
        'threshold.first': '1970-01-01T00:00:00.000Z',
        'threshold.last': '1970-01-01T00:02:00.000Z',
      },
      correlation: {
        kind: 'threshold',
        count: 3,
        firstTime: '1970-01-01T00:00:00.000Z',
        lastTime: '1970-01-01T00:02:00.000Z',
        eventIds: ['t0', 't60', 't120'],
        group: { 'door.user': 'ann' },
      },
    });
    expect(fired[5]?.[0]?.correlation?.eventIds).toEqual(['t180', 't240', 't300']);
    const [first] = fired[2] ?? [];
    const [, , event] = events;
    if (first === undefined || event === undefined) throw new Error('nothing fired');
    expect(JSON.parse(falcoJson(first, event, 'host')).output_fields).toMatchObject({ 'threshold.count': 3 });
  });

  test.each([
    ['the window includes both its ends', [0, 300, 600], [0, 0, 1]],
    ['a microsecond more is too much', [0, 300, 600.000001], [0, 0, 0]],
    ['late events count at their own time', [300, 600, 0], [0, 0, 1]],
    ['events between others complete a window', [0, 900, 1200, 600], [0, 0, 0, 1]],
    ['events of one time count in any order', [5, 5, 5], [0, 0, 1]],
  ])('%s', (_, times, expected) => {
    const engine = engineOf(ruleText('door.event = open', three));
    expect(
      counts(
        run(
          engine,
          times.map((time) => eventAt(time, open('ann'))),
        ),
      ),
    ).toEqual(expected);
  });

  test('groups count apart, and an event without the field of its group is not counted', () => {
    const engine = engineOf(ruleText('door.event = open', three));
    const users = ['ann', 'bob', 'ann', 'bob', undefined, undefined, undefined, 'ann', 'bob'];
    const events = users.map((user, time) => eventAt(time, { 'door.event': 'open', 'door.user': user }));
    expect(counts(run(engine, events))).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1]);
    expect(engine.statistics()[0]?.state).toEqual({
      groups: 2,
      entries: 6,
      evictedGroups: 0,
      evictedEntries: 0,
      forgotten: 0,
      uncounted: 3,
    });
  });

  test('an event that is delivered again counts once, before and after the rule fired', () => {
    const engine = engineOf(ruleText('door.event = open', three));
    const events = [1, 2, 3].map((time) => eventAt(time, open('ann')));
    const [a, b, c] = events;
    if (a === undefined || b === undefined || c === undefined) throw new Error('three events');
    expect(counts(run(engine, [a, a, b, b, a, c, a, b, c, a, b, c]))).toEqual([
      0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0,
    ]);
  });

  test('distinct counts different values', () => {
    const more = '  threshold: { count: 3, window: 10m, by: [door.user], distinct: tolower(door.name) }';
    const engine = engineOf(ruleText('door.event = open', more));
    const names = ['a', 'A', 'a', 'b', undefined, 'B', 'c', 'c', 'a'];
    const fired = run(
      engine,
      names.map((name, time) => eventAt(time, { ...open('ann'), 'door.name': name }, { id: `d${time}` })),
    );
    expect(counts(fired)).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0]);
    expect(fired[6]?.[0]?.correlation).toMatchObject({
      count: 3,
      eventIds: ['d0', 'd1', 'd2', 'd3', 'd5', 'd6'],
    });
  });

  test('values that repeat are known when they are delivered again, before and after the rule fired', () => {
    const more = '  threshold: { count: 3, window: 10m, by: [door.user], distinct: door.name }';
    const engine = engineOf(ruleText('door.event = open', more));
    const names = [...'aaaabbbbcaabbc'];
    const events = names.map((name, time) => eventAt(time, open('ann', name)));
    const [before, after] = [events.slice(0, 8), events.slice(0, 9)];
    expect(counts(run(engine, [...before, ...before])).includes(1)).toBe(false);
    expect(counts(run(engine, [...after, ...after, ...after])).filter((count) => count > 0)).toEqual([1]);
    expect(counts(run(engine, events.slice(9)))).toEqual([0, 0, 0, 0, 1]);
  });

  const repeated: readonly (readonly [string, number])[] = [...'aaaaaaa'].map((name, time) => [name, time]);
  test.each<[string, readonly (readonly [string, number])[]]>([
    [
      'is counted with its last event',
      [
        ['a', 500],
        ['b', 900],
        ['c', 901],
      ],
    ],
    [
      'keeps the one before a pause longer than the window',
      [
        ['a', 603],
        ['a', 1300],
        ['b', 650],
        ['c', 651],
      ],
    ],
  ])('a value that comes again and again %s', (_, later) => {
    const more = '  threshold: { count: 3, window: 10m, by: [door.user], distinct: door.name }';
    const engine = engineOf(ruleText('door.event = open', more));
    const events = [...repeated, ...later].map(([name, time]) => eventAt(time, open('ann', name)));
    expect(counts(run(engine, events))).toEqual([...events.slice(1).map(() => 0), 1]);
  });

  test.each<[string, [string, number][]]>([
    [
      'one between them brings the next one nearer',
      [
        ['a', 0],
        ['b', 1],
        ['a', 2],
        ['b', 3],
        ['c', 1.5],
        ['d', 4],
      ],
    ],
    [
      'one before them completes an older window',
      [
        ['a', 0],
        ['b', 1],
        ['c', 2],
        ['a', 700],
        ['a', 701],
        ['a', 702],
        ['a', 703],
        ['d', 3],
      ],
    ],
  ])('when newest events were too few for different values, a late %s', (_, moments) => {
    const more = '  threshold: { count: 4, window: 10m, by: [door.user], distinct: door.name }';
    const engine = engineOf(ruleText('door.event = open', more));
    const events = moments.map(([name, time]) => eventAt(time, open('ann', name)));
    expect(counts(run(engine, events))).toEqual([...events.slice(1).map(() => 0), 1]);
  });

  test('exceptions keep events from being counted', () => {
    const more = `${three}\n  exceptions: [{ name: known, fields: door.name, values: [back] }]`;
    const engine = engineOf(ruleText('door.event = open', more));
    const names = ['back', 'back', 'back', 'front', 'front', 'front'];
    const events = names.map((name, time) => eventAt(time, open('ann', name)));
    expect(counts(run(engine, events))).toEqual([0, 0, 0, 0, 0, 1]);
  });

  test('without "by" all events are one group', () => {
    const engine = engineOf(ruleText('door.event = open', '  threshold: { count: 2, window: 1m }'));
    expect(counts(run(engine, [eventAt(0, open('ann')), eventAt(1, open('bob'))]))).toEqual([0, 1]);
  });

  test('first match only: counting rules neither silence others nor are silenced', () => {
    const text = [
      ruleText('door.event = open', '  threshold: { count: 2, window: 1m }', 'counts first'),
      ruleText('door.event = open', '', 'plain'),
      ruleText('door.event exists', '', 'plain too'),
      ruleText('door.event = open', '  threshold: { count: 2, window: 1m }', 'counts last'),
    ].join('\n');
    const engine = engineOf(text, { ruleMatching: 'first' });
    const fired = run(engine, [eventAt(0, open('ann')), eventAt(1, open('ann'))]);
    expect(fired.map((one) => one.map(({ rule }) => rule))).toEqual([
      ['plain'],
      ['counts first', 'plain', 'counts last'],
    ]);
  });

  test('no more than 100 ids are told', () => {
    const engine = engineOf(ruleText('door.event = open', '  threshold: { count: 250, window: 1h }'));
    const events = Array.from({ length: 250 }, (_, time) => eventAt(time, open('ann'), { id: `m${time}` }));
    const correlation = run(engine, events).at(-1)?.[0]?.correlation;
    expect(correlation?.count).toBe(250);
    expect(correlation?.eventIds).toHaveLength(100);
    expect(correlation?.eventIds.at(-1)).toBe('m249');
  });
});

const seen = (event: string, user = 'ann') => ({
  'door.event': event,
  'door.user': user,
  'door.name': 'front',
});

describe('sequence', () => {
  const steps = `  sequence:
    window: 15m
    by: [door.user]
    steps:
      - condition: is_knock
      - condition: door.event = ring`;
  const macro =
    '- list: knocks\n  items: [knock, bang]\n- macro: is_knock\n  condition: door.event in (knocks)\n';
  const text = macro + ruleText('door.event = open', steps);

  test('fires on the last event after all steps in order, says on what, and starts anew', () => {
    const engine = engineOf(text);
    const names = ['open', 'ring', 'bang', 'open', 'ring', 'open', 'open', 'ring', 'open'];
    const fired = run(
      engine,
      names.map((name, time) => eventAt(time * 10, seen(name), { id: `s${time}` })),
    );
    expect(counts(fired)).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0]);
    expect(fired[5]?.[0]).toMatchObject({
      output: 'door front by ann',
      correlation: {
        kind: 'sequence',
        count: 3,
        eventIds: ['s2', 's4', 's5'],
        group: { 'door.user': 'ann' },
      },
    });
  });

  test.each([
    [
      'the window includes both its ends',
      [
        ['knock', 0],
        ['ring', 1],
        ['open', 900],
      ],
      [0, 0, 1],
    ],
    [
      'a step before the window does not count',
      [
        ['knock', 0],
        ['ring', 1],
        ['open', 901],
      ],
      [0, 0, 0],
    ],
    [
      'events of one time count in any order',
      [
        ['ring', 5],
        ['knock', 5],
        ['open', 5],
      ],
      [0, 0, 1],
    ],
    [
      'steps may be late among themselves',
      [
        ['ring', 5],
        ['knock', 4],
        ['open', 6],
      ],
      [0, 0, 1],
    ],
    [
      'a step may come after the last event',
      [
        ['ring', 5],
        ['open', 6],
        ['knock', 4],
      ],
      [0, 0, 1],
    ],
    [
      'but not be newer than it',
      [
        ['knock', 4],
        ['open', 6],
        ['ring', 7],
      ],
      [0, 0, 0],
    ],
    [
      'all steps may come after the last event',
      [
        ['open', 6],
        ['ring', 5],
        ['knock', 4],
      ],
      [0, 0, 1],
    ],
  ] as const)('%s', (_, events, expected) => {
    const engine = engineOf(text);
    expect(
      counts(
        run(
          engine,
          events.map(([name, time]) => eventAt(time, seen(name))),
        ),
      ),
    ).toEqual(expected);
  });

  test('a last event that waited for a late step gives its own output', () => {
    const engine = engineOf(text);
    const fired = run(engine, [
      eventAt(1, seen('ring'), { id: 'r' }),
      eventAt(2, { ...seen('open'), 'door.name': 'cellar' }, { id: 'o' }),
      eventAt(0, { ...seen('knock'), 'door.name': 'attic' }, { id: 'k' }),
    ]);
    expect(fired[2]?.[0]).toMatchObject({
      output: 'door cellar by ann',
      fields: { 'door.name': 'cellar', 'sequence.count': 3 },
      correlation: { eventIds: ['k', 'r', 'o'], lastTime: '1970-01-01T00:00:02.000Z' },
    });
  });

  const open = eventAt(2, seen('open'), { id: 'o'.repeat(1000), time: 2_000_000_001n });
  const late = eventAt(1, seen('knock'));
  const ring = eventAt(1, seen('ring'));

  test('and is what the detection is about, also after a restart', () => {
    const engine = engineOf(text);
    run(engine, [ring, open]);
    const stored = readEngineState(JSON.stringify(engine.snapshot()));
    if ('problem' in stored) throw new Error(stored.problem);
    for (const one of [engine, engineOf(text, { state: stored.state })]) {
      const [fired] = one.evaluate(late);
      if (fired === undefined) throw new Error('nothing fired');
      expect(fired.about).toEqual({ id: open.id, time: open.time });
      expect(falcoText(fired, late)).toMatch(/^00:00:02\.000000001: /);
      expect(JSON.parse(falcoJson(fired, late, 'host'))).toMatchObject({
        time: '1970-01-01T00:00:02.000000001Z',
        output: expect.stringMatching(/^00:00:02\.000000001: /),
        output_fields: { 'evt.time': 2_000_000_001 },
      });
    }
  });

  test('and a state of an older version gives what it has of that event', () => {
    const engine = engineOf(text);
    run(engine, [ring, { ...open, id: 'o' }]);
    const old = JSON.stringify(engine.snapshot()).replace(/"about":\{[^}]*\},/, '');
    expect(old).not.toContain('about');
    const stored = readEngineState(old);
    if ('problem' in stored) throw new Error(stored.problem);
    const [fired] = engineOf(text, { state: stored.state }).evaluate(late);
    expect(fired?.about).toEqual({ id: 'o', time: 2_000_000_000n });
  });

  test('a detection on the event at hand is about no other', () => {
    const [, , [fired] = []] = run(engineOf(text), [late, ring, open]);
    expect(fired).toBeDefined();
    expect(fired).not.toHaveProperty('about');
  });

  test('one event is not two steps, nor a step and the last', () => {
    const twice = `  sequence: { window: 1h, steps: [{ condition: door.event = open }, { condition: door.event = open }] }`;
    const engine = engineOf(ruleText('door.event = open', twice));
    const events = [0, 1, 2, 3, 4, 5].map((time) => eventAt(time, seen('open')));
    expect(counts(run(engine, events))).toEqual([0, 0, 1, 0, 0, 1]);
  });

  test.each([['a, b'], ['b, a']])(
    'events %s of one time: the one that fits both steps is left to the other',
    (order) => {
      const both = `  sequence: { window: 1h, steps: [{ condition: door.event = a }, { condition: 'door.event in (a, b)' }] }`;
      const engine = engineOf(ruleText('door.event = open', both));
      const events = [...order.split(', '), 'open'].map((name) => eventAt(5, seen(name)));
      expect(counts(run(engine, events))).toEqual([0, 0, 1]);
    },
  );

  test('a step watches another source with fields of its own', () => {
    const across = `  sequence:
    window: 15m
    by: [door.user]
    steps:
      - { source: lamp, condition: lamp.event = off, by: [lamp.user] }`;
    const engine = engineOf(ruleText('door.event = open', across));
    const lamp = (time: number, user: string) =>
      eventAt(time, { 'lamp.event': 'off', 'lamp.user': user }, { source: 'lamp' });
    const fired = run(engine, [
      lamp(0, 'bob'),
      eventAt(1, seen('open', 'ann')),
      lamp(2, 'ann'),
      eventAt(3, seen('open', 'bob')),
      eventAt(4, seen('open', 'ann')),
    ]);
    expect(counts(fired)).toEqual([0, 0, 0, 1, 1]);
  });

  test('delivering everything again fires nothing', () => {
    const engine = engineOf(text);
    const events = ['knock', 'ring', 'open'].map((name, time) => eventAt(time, seen(name)));
    expect(counts(run(engine, [...events, ...events]))).toEqual([0, 0, 1, 0, 0, 0]);
  });

  test('a last event whose group had to go waits no longer and is not forgotten twice', () => {
    const engine = engineOf(text, { stateLimits: { groups: 1, held: 2 } });
    run(
      engine,
      ['ann', 'bob', 'cyd'].map((user, time) => eventAt(time, seen('open', user))),
    );
    expect(engine.statistics()[0]?.state).toMatchObject({
      groups: 1,
      entries: 1,
      evictedGroups: 2,
      forgotten: 0,
    });
  });

  test('a field that cannot be read is a failure of the rule and of nothing else', () => {
    const engine = engineOf(`${text}\n${ruleText('door.event = open', '', 'other')}`);
    const record = Object.defineProperty(seen('open'), 'door.user', {
      get: () => {
        throw new Error('unreadable');
      },
    });
    const plain = engineOf(text);
    expect(plain.evaluate(eventAt(0, record))).toEqual([]);
    expect(plain.failures()).toEqual([{ rule: 'R', count: 1, lastError: 'unreadable' }]);
    expect(engine.evaluate(eventAt(1, seen('open')))).toHaveLength(1);
  });
});
