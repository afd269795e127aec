import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentEvents } from './recent-events.ts';

test('tells the earlier events of the key, whatever the order and however often they come', () => {
  const recent = new RecentEvents();
  expect(recent.remember('ada', { id: '3', time: 30n })).toEqual([]);
  expect(recent.remember('bob', { id: '0', time: 5n })).toEqual([]);
  expect(recent.remember('ada', { id: '1', time: 10n })).toEqual([]);
  expect(recent.remember('ada', { id: '2', time: 20n })).toEqual([10n]);
  expect(recent.remember('ada', { id: '3', time: 30n })).toEqual([20n, 10n]);
  expect(recent.remember('ada', { id: '4', time: 30n })).toEqual([30n, 20n, 10n]);
});

test('forgets the oldest events and the quietest keys', () => {
  const recent = new RecentEvents({ keys: 2, perKey: 2 });
  for (const time of [1n, 2n, 3n]) recent.remember('a', { id: String(time), time });
  expect(recent.remember('a', { id: '4', time: 4n })).toEqual([3n]);
  recent.remember('b', { id: '1', time: 1n });
  recent.remember('a', { id: '5', time: 5n });
  recent.remember('c', { id: '1', time: 1n });
  expect(recent.remember('b', { id: '2', time: 2n })).toEqual([]);
  expect(recent.remember('c', { id: '2', time: 2n })).toEqual([1n]);
});

test('counts as a plain list would', () => {
  const event = fc.record({ id: fc.integer({ min: 0, max: 30 }), key: fc.constantFrom('a', 'b') });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const recent = new RecentEvents();
      const seen = new Map<string, bigint>();
      for (const { id, key } of events) {
        const time = BigInt((id * 7) % 13);
        const earlier = recent.remember(key, { id: String(id), time });
        seen.set(`${key}${id}`, time);
        const expected = [...seen].filter(
          ([one, at]) => one.startsWith(key) && one !== `${key}${id}` && at <= time,
        );
        expect(earlier).toHaveLength(expected.length);
      }
    }),
  );
});
