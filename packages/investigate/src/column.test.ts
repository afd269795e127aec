import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Column } from './column.ts';

describe('Column', () => {
  it('gives back what it was given, beyond 32 bits too', () => {
    const numbers = fc.array(fc.oneof(fc.nat(), fc.integer({ min: 2 ** 32 - 3, max: 2 ** 53 - 1 })));
    fc.assert(
      fc.property(numbers, (all) => {
        const column = new Column();
        for (const one of all) column.push(one);
        expect(Array.from({ length: column.length }, (_, at) => column.at(at))).toEqual(all);
      }),
    );
  });

  it.each([0, 1, 4095, 4096, 4097, 10_000])('is an array of %i numbers', (length) => {
    const column = new Column();
    for (let at = 0; at < length; at += 1) column.push(at * 3);
    expect(column.toArray()).toEqual(Uint32Array.from({ length }, (_, at) => at * 3));
  });
});
