import { describe, expect, it, test } from 'vitest';
import { json } from './index.ts';

function read(record: object, name: string, argument?: string): unknown {
  const { events } = json.parse(JSON.stringify({ time: '2026-03-02T09:30:00Z', ...record }));
  const [event] = events;
  const field = json.fields.find((one) => one.name === name);
  if (event === undefined || field === undefined) throw new Error(`no field ${name}`);
  return field.extract(event, argument);
}

const record = { a: { 'b/c': [10, { '~': 'x' }], n: null, s: '', '': 'empty', t: true }, __proto__x: 1 };

describe('json.value', () => {
  it.each<[string, unknown]>([
    ['/a/b~1c/0', '10'],
    ['a/b~1c/1/~0', 'x'],
    ['/a/b~1c', '[10,{"~":"x"}]'],
    ['/a/b~1c/01', undefined],
    ['/a/b~1c/-', undefined],
    ['/a/b~1c/2', undefined],
    ['/a/n', 'null'],
    ['/a/n/x', undefined],
    ['/a/s', ''],
    ['/a/', 'empty'],
    ['/a/t', 'true'],
    ['/', undefined],
    ['/a/constructor', undefined],
    ['/__proto__', undefined],
  ])('%s', (pointer, expected) => {
    expect(read(record, 'json.value', pointer)).toBe(expected);
    expect(read(record, 'jevt.value', pointer)).toBe(expected);
  });
});

test('json.obj is the indented record, json.rawtime the time', () => {
  expect(read({ a: 1 }, 'json.obj')).toBe('{\n  "time": "2026-03-02T09:30:00Z",\n  "a": 1\n}');
  expect(read({ a: 1 }, 'json.rawtime')).toBe('1772443800000000000');
});

test.each<[string, object, bigint | undefined]>([
  ['RFC 3339', { timestamp: '2026-03-02T10:30:00.25+01:00' }, 1772443800250000000n],
  ['seconds', { ts: 1772443800 }, 1772443800000000000n],
  ['seconds with a fraction', { time: 1772443800.5 }, 1772443800500000000n],
  ['milliseconds', { '@timestamp': 1772443800123 }, 1772443800123000000n],
  ['microseconds', { time: 1772443800123456 }, 1772443800123456000n],
  ['nanoseconds as text', { time: '1772443800123456789' }, 1772443800123456789n],
  [
    'the next key when one is no time',
    { time: 'noon', published: '2026-03-02T09:30:00Z' },
    1772443800000000000n,
  ],
  ['a nested key', { event: { created: '2026-03-02T09:30:00Z' } }, 1772443800000000000n],
  ['nothing', { time: -1, date: {}, ts: [] }, undefined],
  ['nothing beyond all units', { time: 1e300 }, undefined],
])('takes %s as time', (_, one, expected) => {
  const { events, rejected } = json.parse(JSON.stringify(one));
  expect(events.map(({ time }) => time)).toEqual(expected === undefined ? [] : [expected]);
  expect(rejected.map(({ error }) => error)).toEqual(
    expected === undefined ? [expect.stringContaining('no time: none of time, timestamp')] : [],
  );
});

test('the same object is the same event, another one another; the title is its message', () => {
  const { events } = json.parse(
    '{"time":1772443800,"msg":"hello"}\n{"time":1772443800,"msg":"hello"}\n{"time":1772443800,"type":"x"}',
  );
  expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  expect(events.map((event) => json.summarize(event).title)).toEqual(['hello', 'hello', 'x']);
});
