import { describe, expect, test } from 'vitest';
import { inBatches, mapConcurrently, mergeStreams } from './concurrency.ts';

async function* numbers(count: number, failAt = Number.POSITIVE_INFINITY): AsyncGenerator<number> {
  for (let n = 0; n < count; n += 1) {
    if (n === failAt) throw new Error(`broke at ${n}`);
    yield n;
  }
}

async function gather<T>(stream: AsyncIterable<T>): Promise<{ values: T[]; error?: string }> {
  const values: T[] = [];
  try {
    for await (const value of stream) values.push(value);
  } catch (error) {
    return { values, error: error instanceof Error ? error.message : String(error) };
  }
  return { values };
}

const never = new AbortController().signal;

describe('mapConcurrently', () => {
  test('keeps the order and the limit', async () => {
    let running = 0;
    let most = 0;
    const slow = async (n: number): Promise<number> => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, n % 3));
      running -= 1;
      return n * 2;
    };
    const { values } = await gather(mapConcurrently(numbers(20), 4, slow));
    expect(values).toEqual(Array.from({ length: 20 }, (_, n) => n * 2));
    expect(most).toBe(4);
  });

  test('yields what was read before the input failed', async () => {
    const result = await gather(mapConcurrently(numbers(9, 5), 3, async (n) => n));
    expect(result).toEqual({ values: [0, 1, 2, 3, 4], error: 'broke at 5' });
  });
});

describe('inBatches', () => {
  test.each([
    [0, []],
    [2, [[0, 1]]],
    [5, [[0, 1], [2, 3], [4]]],
  ])('%i items by two', async (count, expected) => {
    expect(await gather(inBatches(numbers(count), 2))).toEqual({ values: expected });
  });

  test('yields the begun batch before the input’s failure', async () => {
    expect(await gather(inBatches(numbers(9, 3), 2))).toEqual({ values: [[0, 1], [2]], error: 'broke at 3' });
  });
});

describe('mergeStreams', () => {
  test('yields everything with no more than the limit open', async () => {
    let open = 0;
    let most = 0;
    const stream = async function* (): AsyncGenerator<number> {
      open += 1;
      most = Math.max(most, open);
      yield* numbers(3);
      open -= 1;
    };
    const { values } = await gather(
      mergeStreams([stream(), stream(), stream(), stream(), stream()], 2, never),
    );
    expect(values.sort()).toEqual([0, 1, 2].flatMap((n) => Array(5).fill(n)));
    expect(most).toBe(2);
  });

  test('closes the other streams when one fails, and when the reader stops', async () => {
    let closed = 0;
    const endless = async function* (): AsyncGenerator<number> {
      try {
        for (;;) yield 1;
      } finally {
        closed += 1;
      }
    };
    const { error } = await gather(mergeStreams([numbers(9, 2), endless()], 2, never));
    expect(error).toBe('broke at 2');
    for await (const _ of mergeStreams([endless(), endless()], 2, never)) break;
    expect(closed).toBe(3);
  });

  test('does not wait for a stream that hangs when it is aborted', async () => {
    const controller = new AbortController();
    const hang = async function* (): AsyncGenerator<number> {
      await new Promise(() => undefined);
    };
    setTimeout(() => controller.abort(new Error('enough')), 5);
    expect(await gather(mergeStreams([hang()], 1, controller.signal))).toEqual({
      values: [],
      error: 'enough',
    });
  });
});
