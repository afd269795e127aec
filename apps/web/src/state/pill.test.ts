import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addPill, filterPills, formatPill, type Pill, parsePill, pillFilter } from './pill.ts';

describe('parsePill', () => {
  it.each<[string, Pill]>([
    ['user = root', { field: 'user', op: '=', value: 'root' }],
    ['user=root', { field: 'user', op: '=', value: 'root' }],
    ['user != root', { field: 'user', op: '!=', value: 'root' }],
    ['user!=root', { field: 'user', op: '!=', value: 'root' }],
    ['  ct.name   contains  Login ', { field: 'ct.name', op: 'contains', value: 'Login' }],
    ['rule starts-with "Create security"', { field: 'rule', op: 'starts-with', value: 'Create security' }],
    ['rule = "a \\"b\\" \\\\ c"', { field: 'rule', op: '=', value: 'a "b" \\ c' }],
    ['user = ""', { field: 'user', op: '=', value: '' }],
    [
      'region in (eu-west-1, "us east", x)',
      { field: 'region', op: 'in', value: ['eu-west-1', 'us east', 'x'] },
    ],
    ['region not-in (a)', { field: 'region', op: 'not-in', value: ['a'] }],
    ['user exists', { field: 'user', op: 'exists' }],
    ['user not-exists', { field: 'user', op: 'not-exists' }],
    ['time >= 12', { field: 'time', op: '>=', value: 12 }],
    ['evt.num < -1.5', { field: 'evt.num', op: '<', value: -1.5 }],
    ['proc.aname[2] = sh', { field: 'proc.aname[2]', op: '=', value: 'sh' }],
    ['user = 名前', { field: 'user', op: '=', value: '名前' }],
    ['account = 000012345678', { field: 'account', op: '=', value: '000012345678' }],
    ['source = a=b', { field: 'source', op: '=', value: 'a=b' }],
  ])('reads %s', (text, pill) => {
    expect(parsePill(text)).toEqual({ ok: true, pill });
  });

  it.each([
    ['', 'empty'],
    ['= root', 'field'],
    ['名 = x', 'field'],
    ['user', 'operator'],
    ['user likes x', 'operator'],
    ['user existsx', 'operator'],
    ['user =', 'value'],
    ['user in ()', 'value'],
    ['user = "root', 'quote'],
    ['user in ("a', 'quote'],
    ['user in a, b', 'list'],
    ['user in (a b)', 'list'],
    ['user in (a', 'list'],
    ['time > soon', 'number'],
    ['user = a b', 'rest'],
    ['user exists now', 'rest'],
  ])('refuses %j: %s', (text, problem) => {
    const parsed = parsePill(text);
    expect(parsed.ok ? parsed.pill : parsed.error.problem).toBe(problem);
  });

  it('reads back every pill that it writes', () => {
    const field = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.]{0,20}$/);
    const pill: fc.Arbitrary<Pill> = fc.oneof(
      fc.record({
        field,
        op: fc.constantFrom('=' as const, '!=' as const, 'contains' as const),
        value: fc.string({ unit: 'grapheme' }),
      }),
      fc.record({ field, op: fc.constantFrom('<' as const, '>=' as const), value: fc.integer() }),
      fc.record({ field, op: fc.constant('in' as const), value: fc.array(fc.string(), { minLength: 1 }) }),
      fc.record({ field, op: fc.constantFrom('not-exists' as const) }),
    );
    fc.assert(
      fc.property(pill, (one) => void expect(parsePill(formatPill(one))).toEqual({ ok: true, pill: one })),
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void expect(typeof parsePill(text).ok).toBe('boolean')));
  });
});

describe('addPill', () => {
  const only: Pill = { field: 'user', op: '=', value: 'root' };
  const not: Pill = { field: 'user', op: '!=', value: 'root' };

  it('adds a pill once', () => expect(addPill([only], only)).toEqual([only]));
  it('replaces the opposite', () => expect(addPill([only], not)).toEqual([not]));
  it('keeps other values of the field', () =>
    expect(addPill([{ ...only, value: 'alice' }], not)).toHaveLength(2));
});

it('turns not-exists into the negation that stores know', () => {
  expect(pillFilter({ field: 'user', op: 'not-exists' })).toEqual({
    op: 'not',
    filter: { op: 'exists', field: 'user' },
  });
});

describe('filterPills', () => {
  const account: Pill = { field: 'account', op: '=', value: '111122223333' };
  const noPod: Pill = { field: 'pod', op: 'not-exists' };

  it.each<[string, readonly Pill[]]>([
    ['nothing', []],
    ['one condition', [account]],
    ['several, with a negation', [account, noPod, { field: 'region', op: 'in', value: ['a', 'b'] }]],
  ])('reads back %s', (_, pills) =>
    expect(filterPills({ op: 'and', filters: pills.map(pillFilter) })).toEqual(pills),
  );

  it('does not pretend to read alternatives', () =>
    expect(
      filterPills({ op: 'and', filters: [{ op: 'or', filters: [pillFilter(account)] }] }),
    ).toBeUndefined());
});
