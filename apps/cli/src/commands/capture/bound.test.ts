import { describe, expect, it } from 'vitest';
import { compareToBound, parseBound } from './bound.ts';

const first = BigInt(Date.UTC(2026, 2, 2, 9, 30)) * 1_000_000n;

describe('parseBound', () => {
  it.each([
    ['12', { kind: 'number', number: 12 }],
    ['+2.5', { kind: 'since-first', nanoseconds: 2_500_000_000n }],
    ['+0.000000001s', { kind: 'since-first', nanoseconds: 1n }],
    ['09:30', { kind: 'time-of-day', nanoseconds: 34_200_000_000_000n }],
    ['09:30:00.5', { kind: 'time-of-day', nanoseconds: 34_200_500_000_000n }],
    ['2026-03-02T09:30:00Z', { kind: 'time', nanoseconds: first }],
    ['2026-03-02 09:30:00.000000007', { kind: 'time', nanoseconds: first + 7n }],
    ['2026-03-02T10:30:00+01:00', { kind: 'time', nanoseconds: first }],
  ])('reads %s', (text, expected) => expect(parseBound(text)).toEqual(expected));

  it.each([
    '',
    '-1',
    '1.5',
    '+',
    '24:00',
    '09:60',
    '2026-13-02T09:30:00Z',
    '2026-03-02',
    '1e3',
    '9'.repeat(20),
  ])('refuses %j', (text) => expect(parseBound(text)).toBeUndefined());
});

describe('compareToBound', () => {
  const event = { number: 7, time: first + 1_000_000_000n };
  it.each([
    ['7', 0],
    ['8', -1],
    ['+1', 0],
    ['+1.000000001', -1],
    ['09:30:00.9', 1],
    ['2026-03-02T09:30:01Z', 0],
  ])('an event one second after the first, against %s: %d', (text, expected) => {
    const bound = parseBound(text);
    if (bound === undefined) throw new Error('the bound is not read');
    expect(Math.sign(compareToBound(event, bound, first))).toBe(expected);
  });
});
