import type { Event, Field } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { loadRules } from '../load.ts';
import { findNearest } from './find-nearest.ts';

const field = (name: string): Field<Event> => ({
  name,
  type: 'string',
  description: name,
  extract: (event) => (event.record as Record<string, string>)[name],
});
const fields = ['evt.type', 'a.x', 'a.y', 'a.z'].map(field);

function nearestOf(condition: string, records: readonly Record<string, string>[]): string[] {
  const text = `- macro: xy\n  condition: a.x = 1 and a.y = 1\n- rule: R\n  desc: d\n  output: o\n  priority: NOTICE\n  source: s\n  condition: ${condition}\n`;
  const sources = [
    {
      name: 's',
      fields,
      eventTypes: new Map([
        ['open', [1]],
        ['close', [2]],
      ]),
    },
  ];
  const { ruleset, errors } = loadRules([{ name: 'r.yaml', text }], { sources });
  if (ruleset === undefined) throw new Error(errors[0]?.message);
  const find = findNearest(ruleset, 'R');
  // One object for all events, as captures have it.
  const event: { -readonly [Key in keyof Event]: Event[Key] } = {
    source: 's',
    type: '',
    time: 0n,
    id: '',
    record: {},
  };
  return records.flatMap((record, index) => {
    event.record = record;
    event.type = record['evt.type'] ?? 'open';
    const found = find(event);
    return found === undefined ? [] : [`${index}: ${found.tree.verdict ? 'holds' : found.reason}`];
  });
}

const failing = (text: string) => `Does not fire: ${text}`;

describe('the nearest event', () => {
  test.each<[string, string, readonly Record<string, string>[], readonly string[]]>([
    [
      'the first that holds, and none after it',
      'a.x = 1',
      [{}, { 'a.x': '1' }, { 'a.x': '1' }],
      [`0: ${failing('a.x = 1 does not hold: a.x is missing on this event.')}`, '1: holds'],
    ],
    [
      'parts before the first that fails count most, in macros too',
      'xy and a.z = 1',
      [{ 'a.y': '1', 'a.z': '1' }, { 'a.x': '1' }, { 'a.x': '1', 'a.y': '1' }, { 'a.x': '1' }],
      [
        `0: ${failing('a.x = 1 does not hold: a.x is missing on this event (in xy).')}`,
        `1: ${failing('a.y = 1 does not hold: a.y is missing on this event (in xy).')}`,
        `2: ${failing('a.z = 1 does not hold: a.z is missing on this event.')}`,
      ],
    ],
    [
      'of an or the nearest part',
      '(a.x = 2 and a.y = 2) or (a.x = 1 and a.y = 1 and a.z = 1)',
      [{ 'a.x': '2' }, { 'a.x': '1', 'a.y': '1' }, { 'a.x': '2', 'a.y': '2' }],
      [
        expect.stringMatching(/^0: /) as unknown as string,
        expect.stringMatching(/^1: /) as unknown as string,
        '2: holds',
      ],
    ],
    [
      'a kind of event that the rule does not ask for only while there is no other',
      'evt.type = open and a.x = 1 and a.y = 1',
      [{ 'evt.type': 'close', 'a.x': '1', 'a.y': '1' }, { 'evt.type': 'open' }],
      [
        `0: ${failing('evt.type = open does not hold: evt.type is "close".')}`,
        `1: ${failing('a.x = 1 does not hold: a.x is missing on this event.')}`,
      ],
    ],
    [
      'what must not be',
      'not a.x = 1',
      [{ 'a.x': '1' }, { 'a.x': '2' }],
      [`0: ${failing('not a.x = 1 does not hold.')}`, '1: holds'],
    ],
  ])('%s', (_name, condition, records, expected) => {
    expect(nearestOf(condition, records)).toEqual(expected);
  });
});
