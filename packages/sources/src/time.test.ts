import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTime } from './time.ts';

describe('times of RFC 3339', () => {
  test('every day of the years 0000 to 9999 is where Date puts it', () => {
    const low = new Date('0000-01-01T00:00:00Z');
    const high = new Date('9999-12-31T23:59:59Z');
    const property = fc.property(fc.date({ min: low, max: high, noInvalidDate: true }), (date) => {
      expect(parseTime(date.toISOString())).toBe(BigInt(date.getTime()) * 1_000_000n);
    });
    fc.assert(property, { numRuns: 2000 });
  });

  test.each([
    ['1970-01-01T00:00:00Z', 0n],
    ['2024-02-29T23:59:60Z', 1_709_251_200_000_000_000n],
    ['2000-02-29 00:00:00z', 951_782_400_000_000_000n],
    ['2026-03-02T09:30:00.5+02:00', 1_772_436_600_500_000_000n],
    ['2026-03-02T09:30:00.123456789012-01:30', 1_772_449_200_123_456_789n],
    ['1969-12-31T23:59:59.25Z', -750_000_000n],
  ])('%s', (text, time) => {
    expect(parseTime(text)).toBe(time);
  });

  test.each([
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-13-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:61Z',
    '2026-01-01T00:00:00',
    '2026-01-01',
    ' 2026-01-01T00:00:00Z',
    `2026-01-01T00:00:00.${'1'.repeat(100)}`,
    1_700_000_000,
    undefined,
  ])('%s is no time', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });
});
