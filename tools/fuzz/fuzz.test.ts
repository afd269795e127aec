import { describe, expect, test } from 'vitest';
import { fuzz, minimise } from './fuzz.ts';
import { Broken, type Target, targets } from './targets.ts';

describe('fuzzing', () => {
  test.each(targets.map((target) => [target.name, target] as const))('%s', (_, target) => {
    let cases = 0;
    const { failure } = fuzz([target], 7, () => ++cases > 40);
    expect(failure).toBeUndefined();
  });

  test('the same seed gives the same inputs', () => {
    const inputs = [1, 1, 2].map((seed) => {
      const seen: string[] = [];
      const watched = targets.map((target): Target => ({ ...target, run: (input) => void seen.push(input) }));
      let rounds = 0;
      fuzz(watched, seed, () => ++rounds > 2);
      return seen.join('\n');
    });
    expect(inputs[0]).toBe(inputs[1]);
    expect(inputs[0]).not.toBe(inputs[2]);
  });

  test('a failure comes with its shortest input', () => {
    const target: Target = {
      name: 't',
      make: (random) => `${'x'.repeat(random.below(50))}bad${'y'.repeat(50)}`,
      run: (input) => {
        if (input.includes('bad')) throw new Broken('bad');
      },
    };
    expect(fuzz([target], 1, () => false).failure).toEqual({ target: 't', reason: 'bad', input: 'bad' });
    expect(minimise('abc', () => true)).toBe('');
  });
});
