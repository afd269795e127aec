import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Series } from './series.ts';

describe('Series', () => {
  it('keeps every amount, however far apart in time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0, max: 1e18, noNaN: true }), fc.integer({ min: 1, max: 1000 })), {
          minLength: 1,
        }),
        fc.integer({ min: 1, max: 400 }),
        (amounts, count) => {
          const series = new Series();
          for (const [at, amount] of amounts) series.add(at, amount);
          const last = Math.max(...amounts.map(([at]) => at));
          const total = amounts.reduce((sum, [, amount]) => sum + amount, 0);
          expect(series.total).toBe(total);
          const samples = series.samples({ from: 0, to: last + 1 }, count);
          expect(samples).toHaveLength(count);
          expect(samples.reduce((sum, amount) => sum + amount, 0)).toBe(total);
        },
      ),
    );
  });

  it('puts amounts where their time is', () => {
    const series = new Series();
    for (let at = 0; at < 1e9; at += 1e6) series.add(at, at < 5e8 ? 1 : 3);
    const samples = series.samples({ from: 0, to: 1e9 }, 4);
    expect([...samples].map((amount) => Math.round(amount / 10) * 10)).toEqual([250, 250, 750, 750]);
    const part = series.samples({ from: 5e8, to: 1e9 }, 1);
    expect(Math.abs((part[0] ?? 0) - 1500)).toBeLessThan(5);
  });

  it('counts times before the begin as the begin', () => {
    const series = new Series();
    series.add(-5, 2);
    expect(series.samples({ from: 0, to: 1000 }, 1)[0]).toBe(2);
  });
});
