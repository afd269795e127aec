import { everything, type PolicyException } from '@breakwater/model';
import { expect, it } from 'vitest';
import { Suppressions } from './suppressions.ts';

it('tells only of the exceptions that the policy has now', () => {
  const suppressions = new Suppressions(() => 1000);
  suppressions.add('p', 'gone');
  suppressions.add('p', 'kept');
  suppressions.add('p', 'kept');
  suppressions.add('other', 'kept');
  const policy = { id: 'p', exceptions: [exception('unused'), exception('kept')] };
  expect(suppressions.of(policy)).toEqual([
    { exception: 'kept', count: 2, lastAt: '1970-01-01T00:00:01.000Z' },
  ]);
  expect(suppressions.of({ id: 'p', exceptions: [] })).toEqual([]);
  expect(suppressions.total).toBe(4);
});

function exception(id: string): PolicyException {
  return { id, filter: everything, reason: 'r', createdAt: '', createdBy: '' };
}
