import type { PolicyException } from '@breakwater/model';
import { expect, it } from 'vitest';
import { droppedExceptions } from './dropped-exceptions.ts';

const exception = (id: string, more: Partial<PolicyException> = {}): PolicyException => ({
  id,
  filter: { op: '=', field: 'user', value: 'drill' },
  reason: id,
  createdAt: '2026-01-01T00:00:00Z',
  createdBy: 'mina',
  ...more,
});

it.each<[name: string, now: readonly PolicyException[], then: readonly PolicyException[], dropped: string]>([
  ['nothing', [exception('a')], [exception('a')], ''],
  ['what came later', [exception('a'), exception('b'), exception('c')], [exception('b')], 'a c'],
  ['what was changed since', [exception('a', { rule: 'Shell' })], [exception('a')], 'a'],
  ['not what was written anew', [exception('b', { reason: 'a' })], [exception('a')], ''],
  ['not what comes back', [], [exception('a')], ''],
])('%s is dropped', (_name, now, then, dropped) => {
  expect(
    droppedExceptions(now, then)
      .map(({ id }) => id)
      .join(' '),
  ).toBe(dropped);
});
