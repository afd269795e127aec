import { everything, type Filter, nothing } from '@breakwater/model';
import { matchFilter } from '@breakwater/store';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mayOverlap } from './filters-overlap.ts';

const is = (field: string, value: string): Filter => ({ op: '=', field, value });
const not = (filter: Filter): Filter => ({ op: 'not', filter });
const inside = (field: string, ...value: string[]): Filter => ({ op: 'in', field, value });
const starts = (field: string, value: string): Filter => ({ op: 'starts-with', field, value });
const both = (...filters: Filter[]): Filter => ({ op: 'and', filters });
const either = (...filters: Filter[]): Filter => ({ op: 'or', filters });

it.each<readonly [string, Filter, Filter, boolean]>([
  ['everything and an account', everything, is('account', '1'), true],
  ['nothing and everything', nothing, everything, false],
  ['the same account', is('account', '1'), is('account', '1'), true],
  ['two accounts', is('account', '1'), is('account', '2'), false],
  ['an account written as a number', is('account', '1'), { op: '=', field: 'account', value: 1 }, true],
  ['an account and a region', is('account', '1'), is('region', 'eu-west-1'), true],
  ['one of two accounts', either(is('account', '1'), is('account', '2')), is('account', '2'), true],
  ['none of two accounts', either(is('account', '1'), is('account', '3')), is('account', '2'), false],
  ['an account of a list', inside('account', '1', '2'), is('account', '2'), true],
  ['lists without a common account', inside('account', '1', '2'), inside('account', '3'), false],
  ['not this account', not(is('account', '1')), is('account', '1'), false],
  ['not another account', not(is('account', '1')), is('account', '2'), true],
  ['a prefix that fits', starts('cluster', 'prod-'), is('cluster', 'prod-eu'), true],
  ['a prefix that does not', starts('cluster', 'prod-'), is('cluster', 'test'), false],
  ['two prefixes', starts('cluster', 'prod-'), starts('cluster', 'test-'), false],
  ['a prefix of a prefix', starts('cluster', 'prod'), starts('cluster', 'prod-eu'), true],
  ['two tags, which one thing may have both', is('tag', 'a'), is('tag', 'b'), true],
  ['two values of a field that may be a list', is('proc.aname', 'a'), is('proc.aname', 'b'), true],
  [
    'a cluster of another account',
    both(is('account', '1'), is('cluster', 'x')),
    both(is('account', '2'), is('cluster', 'x')),
    false,
  ],
])('%s', (_, a, b, expected) => {
  expect([mayOverlap(a, b), mayOverlap(b, a)]).toEqual([expected, expected]);
});

const value = fc.constantFrom('a', 'ab', 'b', '');
const field = fc.constantFrom('account', 'region', 'tag', 'user', 'proc.name');
const filter = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.record({ op: fc.constantFrom('=', '!=', 'contains', 'starts-with', '<', '>='), field, value }),
    fc.record({ op: fc.constantFrom('in', 'not-in'), field, value: fc.array(value, { maxLength: 3 }) }),
    fc.record({ op: fc.constant('exists'), field }),
    fc.record({ op: fc.constant('not'), filter: tie('filter') }),
    fc.record({ op: fc.constantFrom('and', 'or'), filters: fc.array(tie('filter'), { maxLength: 3 }) }),
  ) as fc.Arbitrary<Filter>,
})).filter;
const event = fc.record({
  account: fc.option(value, { nil: undefined }),
  region: fc.option(value, { nil: undefined }),
  user: fc.option(value, { nil: undefined }),
  tags: fc.array(value, { maxLength: 2 }),
  names: fc.array(value, { maxLength: 2 }),
});

it('is never false of filters that one event matches both', () => {
  fc.assert(
    fc.property(filter, filter, event, (a, b, { account, region, user, tags, names }) => {
      const row = {
        kind: 'event',
        id: 'x',
        time: 0,
        source: 's',
        title: 't',
        severity: 'info',
        place: { ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) },
        ...(user === undefined ? {} : { user }),
        tags,
        isSample: false,
        fields: { 'proc.name': names },
        body: {},
      } as const;
      fc.pre(matchFilter(a)(row) && matchFilter(b)(row));
      expect(mayOverlap(a, b)).toBe(true);
    }),
    { numRuns: 500 },
  );
});
