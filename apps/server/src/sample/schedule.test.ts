import { describe, expect, it } from 'vitest';
import { durationSchema, occurrences } from './schedule.ts';

describe('durations', () => {
  it.each([
    ['PT20M', 1_200_000],
    ['-PT3H', -10_800_000],
    ['-P1DT2H3M4S', -93_784_000],
    ['P7D', 604_800_000],
    ['PT0S', 0],
  ])('%s', (text, ms) => {
    expect(durationSchema.parse(text)).toBe(ms);
  });

  it.each(['', 'P', 'PT', '-P1DT', '3h', 'P1M', 'PT1.5H', 'P1H'])('"%s" is none', (text) => {
    expect(durationSchema.safeParse(text).success).toBe(false);
  });
});

describe('occurrences', () => {
  const minute = 60_000;

  it('are the offsets that are given', () => {
    expect(occurrences({ at: -5 }, 'one')).toEqual([-5]);
    expect(occurrences({ at: [-5, -3] }, 'two')).toEqual([-5, -3]);
  });

  it('repeat from the start to the end, the same for the same seed', () => {
    const schedule = { every: 10 * minute, from: -100 * minute, until: -20 * minute, jitter: 2 * minute };
    const offsets = occurrences(schedule, 'seed');
    expect(offsets.length).toBeGreaterThanOrEqual(8);
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(-102 * minute);
    expect(Math.max(...offsets)).toBeLessThanOrEqual(-20 * minute);
    expect(occurrences(schedule, 'seed')).toEqual(offsets);
    expect(occurrences(schedule, 'another')).not.toEqual(offsets);
  });

  it('need a time', () => {
    expect(() => occurrences({}, 'the template')).toThrow('the template: needs "at" or "every"');
  });
});
