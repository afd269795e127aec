import { expect, it } from 'vitest';
import { clockTime, durationText, momentText } from './time-text.ts';

it.each<[at: number, text: string]>([
  [0, '+0.000000'],
  [1_204_567_890, '+1.204568'],
  [-1000, '-0.000001'],
])('%d is %s', (at, text) => expect(momentText(at)).toBe(text));

it.each<[nanoseconds: number, text: string]>([
  [500, '0.5 μs'],
  [2_500_000, '2.5 ms'],
  [2_460_000_000, '2.46 sec'],
  [90e9, '1.5 min'],
])('%d ns is %s', (nanoseconds, text) => expect(durationText(nanoseconds, 'en')).toBe(text));

it.each([1e30, -1e30, Number.NaN])('%d can be shown by a clock', (time) =>
  expect(Number.isNaN(new Date(clockTime(time)).getTime())).toBe(false),
);
