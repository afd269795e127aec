import { expect, test } from 'vitest';
import { hashKey, KeyFilter } from './key-filter.ts';

test('knows every key that was added, across segments, and hardly any other', () => {
  const filter = new KeyFilter();
  const count = 200_000;
  for (let key = 0; key < count; key += 1) filter.add(hashKey(`detection ${key}`));
  expect(filter.segments.length).toBeGreaterThan(1);
  let mistaken = 0;
  for (let key = 0; key < count; key += 1) {
    if (!filter.mayHave(hashKey(`detection ${key}`)))
      throw new Error(`key ${key} was added, yet is not known`);
    if (filter.mayHave(hashKey(`event ${key}`))) mistaken += 1;
  }
  expect(mistaken / count).toBeLessThan(0.002);
});

test('works on after its segments were saved and read', () => {
  const filter = new KeyFilter();
  for (let key = 0; key < 1000; key += 1) filter.add(hashKey(`a${key}`));
  const read = new KeyFilter(
    filter.segments.map(({ keys, bits }) => ({ keys, bits: Uint8Array.from(bits) })),
  );
  read.add(hashKey('b'));
  expect(read.mayHave(hashKey('a999'))).toBe(true);
  expect(read.mayHave(hashKey('b'))).toBe(true);
  expect(filter.mayHave(hashKey('b'))).toBe(false);
});
