import { describe, expect, it } from 'vitest';
import { readSearch, type Search } from '../../state/search.ts';
import { checkOutcome } from './check-outcome.ts';
import { findingFilter, findingSort, resourceName } from './posture-view.ts';

const both = { withSeverity: true, withStatus: true };
const conditionsOf = (search: Search, parts = both) => {
  const filter = findingFilter(readSearch(search), parts);
  return filter.op === 'and' ? filter.filters : [filter];
};

describe('findingFilter', () => {
  it('asks for open findings of checks unless told otherwise', () => {
    const conditions = conditionsOf({});
    expect(conditions).toContainEqual({ op: '=', field: 'type', value: 'check' });
    expect(conditions).toContainEqual({ op: '=', field: 'status', value: 'open' });
  });

  it.each([
    ['resolved', true, 'resolved'],
    ['all', true, undefined],
    ['resolved', false, undefined],
    ['nonsense', true, 'open'],
  ] as const)('view %s, status kept: %s', (view, withStatus, status) => {
    const wanted = status === undefined ? [] : [{ op: '=', field: 'status', value: status }];
    const found = conditionsOf({ view }, { withSeverity: true, withStatus }).filter(
      (condition) => 'field' in condition && condition.field === 'status',
    );
    expect(found).toEqual(wanted);
  });
});

it.each([
  [undefined, undefined],
  ['-severity', 'severity'],
  ['severity', '-severity'],
  ['-lastSeen', '-lastSeen'],
])('the arrow %s asks the API for %s', (sort, wanted) =>
  expect(findingSort(readSearch(sort === undefined ? {} : { sort }))).toBe(wanted),
);

it.each([
  ['arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1', 'sg-1'],
  ['arn:aws:s3:::bucket', 'bucket'],
  ['arn:aws:iam::123456789012:root', 'root'],
  ['arn:aws:logs:eu-west-1:1:log-group:/a/b', 'b'],
  ['plain', 'plain'],
])('%s is called %s', (arn, name) => expect(resourceName(arn)).toBe(name));

it.each([
  [{ passed: 3, failed: 1, errors: 1 }, 'failing'],
  [{ passed: 3, failed: 0, errors: 1 }, 'error'],
  [{ passed: 3, failed: 0, errors: 0 }, 'passing'],
  [{ passed: 0, failed: 0, errors: 0 }, 'nothing'],
] as const)('%j is %s', (counts, outcome) => expect(checkOutcome(counts)).toBe(outcome));
