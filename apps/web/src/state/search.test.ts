import { everything } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  carrySearch,
  defaultSeverities,
  filterOf,
  formatSearchText,
  parseSearchText,
  readSearch,
  setScopeLevel,
  type ViewState,
  validateSearch,
  writeSearch,
} from './search.ts';

const initial = readSearch({});

/** Through the text of a URL and back. */
function throughUrl(state: ViewState): ViewState {
  return readSearch(validateSearch(parseSearchText(formatSearchText({ ...writeSearch(state) }).slice(1))));
}

describe('the state in the URL', () => {
  it('is an empty search when nothing was chosen', () => expect(writeSearch(initial)).toEqual({}));

  const state: ViewState = {
    scope: [
      { level: 'account', value: '111122223333' },
      { level: 'cluster', value: 'a/b = c & d' },
    ],
    pills: [
      { field: 'user', op: '!=', value: 'root + "x"' },
      { field: 'region', op: 'in', value: ['eu-west-1', '東京'] },
      { field: 'ct.error', op: 'not-exists' },
    ],
    hidden: [{ field: 'rule', value: 'A=B' }],
    range: { kind: 'fixed', from: 1_000_000, to: 2_000_500 },
    severities: ['critical', 'info'],
    open: 'detection:x?y#z',
    sort: { column: 'time', isDescending: true },
    view: 'detection',
    text: 'a&b=c',
    unreadable: [{ text: 'oops', error: { problem: 'operator', at: 'oops' } }],
  };

  it('comes back whole', () => expect(throughUrl(state)).toEqual(state));

  it('stays readable', () =>
    expect(
      formatSearchText({
        ...writeSearch({
          ...initial,
          scope: state.scope.slice(0, 1),
          range: { kind: 'live', spanMs: 3_600_000 },
        }),
      }),
    ).toBe('?scope=account=111122223333&t=1h'));

  it('comes back whole whatever the texts are', () => {
    const text = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(text, text, text, (value, open, typed) => {
        const one: ViewState = { ...initial, open, text: typed, scope: [{ level: 'account', value }] };
        expect(throughUrl(one)).toEqual(one);
      }),
    );
  });

  it.each([
    [{ sev: 'high,nonsense,low' }, { severities: ['high', 'low'] }],
    [{ sev: 'nonsense' }, { severities: defaultSeverities }],
    [{ sev: 'all' }, { severities: ['critical', 'high', 'medium', 'low', 'info'] }],
    [{ t: 'gibberish' }, { range: { kind: 'live', spanMs: 86_400_000 } }],
    [{ scope: ['nonsense', 'planet=mars', 'region=x'] }, { scope: [{ level: 'region', value: 'x' }] }],
    [{ sort: 'a b' }, { sort: undefined }],
  ])('reads %j', (search, part) => expect(readSearch(search)).toMatchObject(part));

  it('drops what is no search parameter of ours', () =>
    expect(validateSearch({ evil: 'x', f: [1, 'a = b', null], t: ['1h', '2h'], q: '' })).toEqual({
      f: ['a = b'],
      t: '1h',
    }));

  it('carries scope and time to another screen, nothing else', () =>
    expect(carrySearch(writeSearch(state))).toEqual({
      scope: ['account=111122223333', 'cluster=a/b = c & d'],
      t: '1970-01-01T00:16:40Z/1970-01-01T00:33:20.500Z',
    }));
});

describe('setScopeLevel', () => {
  const scope = [
    { level: 'account', value: 'a' },
    { level: 'region', value: 'r' },
    { level: 'service', value: 's' },
  ] as const;
  it('gives up deeper levels', () =>
    expect(setScopeLevel(scope, 'region', 'x')).toEqual([scope[0], { level: 'region', value: 'x' }]));
  it('widens', () => expect(setScopeLevel(scope, 'region', undefined)).toEqual([scope[0]]));
  it('adds below', () => expect(setScopeLevel(scope, 'task', 't')).toHaveLength(4));
});

describe('filterOf', () => {
  it('is everything when all severities are shown and nothing was chosen', () =>
    expect(filterOf(readSearch({ sev: 'all' }))).toEqual(everything));

  it('joins scope, pills, hidden values and severities', () =>
    expect(
      filterOf(readSearch({ scope: ['account=1'], f: ['user != root'], hide: ['rule=x'], sev: 'high' })),
    ).toEqual({
      op: 'and',
      filters: [
        { op: '=', field: 'account', value: '1' },
        { op: '!=', field: 'user', value: 'root' },
        { op: '!=', field: 'rule', value: 'x' },
        { op: 'in', field: 'severity', value: ['high'] },
      ],
    }));

  it('leaves severities out for the counts on the tabs', () =>
    expect(filterOf(readSearch({ f: ['user = a'], sev: 'high' }), { withSeverity: false })).toEqual({
      op: '=',
      field: 'user',
      value: 'a',
    }));
});
