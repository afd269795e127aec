import fc from 'fast-check';
import { expect, it } from 'vitest';
import { firstOf, innerHeight, scrollTopOf } from './big-scroll.ts';

it.each([10, 1000, 214_285, 2_000_000, 50_000_000])('finds the way to every row of %i and back', (count) => {
  const room = { count, rowHeight: 28, height: 560 };
  fc.assert(
    fc.property(fc.double({ min: 0, max: Math.max(0, count - 20), noNaN: true }), (first) => {
      const top = scrollTopOf(first, room);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(top).toBeLessThanOrEqual(Math.max(0, innerHeight(room) - 560) + 1e-6);
      expect(Math.abs(firstOf(top, room) - first)).toBeLessThan(1e-3);
    }),
  );
});

it('reaches the last row', () => {
  const room = { count: 2_000_000, rowHeight: 28, height: 560 };
  expect(firstOf(innerHeight(room) - 560, room)).toBe(2_000_000 - 20);
});
