import type { Filter } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { compileFilter } from './compile.ts';
import type { Dialect } from './dialect.ts';
import { FilterError } from './filter-error.ts';

const dialect: Dialect = {
  column: (field) => {
    if (field === 'rule') return { kind: 'text', sql: 't.rule' };
    if (field === 'score') return { kind: 'number', sql: 't.score' };
    if (field === 'severity') return { kind: 'severity', sql: 't.severity' };
    return field === 'tag' ? { kind: 'items', sql: 't.tags' } : undefined;
  },
  contains: (text, needle) => `instr(${text}, ${needle}) > 0`,
  startsWith: (text, needle) => `instr(${text}, ${needle}) = 1`,
  someItem: ({ sql }, _bind, condition) =>
    `some(${sql}, ${condition({ text: 'x', number: 'n', boolean: 'b' })})`,
};

describe('a filter as SQL', () => {
  const cases: readonly (readonly [Filter, string, readonly unknown[]])[] = [
    [{ op: '=', field: 'rule', value: "a' OR 1=1" }, '(t.rule = ?)', ["a' OR 1=1"]],
    [{ op: '!=', field: 'rule', value: 'a' }, '(t.rule IS NULL OR NOT (t.rule = ?))', ['a']],
    [{ op: 'not', filter: { op: '!=', field: 'rule', value: 'a' } }, '(t.rule = ?)', ['a']],
    [{ op: 'in', field: 'rule', value: ['a', 'b'] }, '(t.rule IN (?, ?))', ['a', 'b']],
    [{ op: 'in', field: 'rule', value: [] }, '(1 = 0)', []],
    [{ op: 'exists', field: 'rule' }, 't.rule IS NOT NULL', []],
    [{ op: '<', field: 'score', value: '7' }, '(t.score < ?)', [7]],
    [{ op: '<', field: 'score', value: 'seven' }, '1 = 0', []],
    [{ op: '>=', field: 'severity', value: 'high' }, '(t.severity IN (?, ?))', [0, 1]],
    [{ op: '=', field: 'tag', value: '5' }, 'some(t.tags, ((x = ?) OR (n = ?)))', ['5', 5]],
    [{ op: '!=', field: 'tag', value: 'a' }, 'NOT some(t.tags, (x = ?))', ['a']],
    [{ op: 'and', filters: [] }, '1 = 1', []],
    [{ op: 'or', filters: [] }, '1 = 0', []],
    [
      {
        op: 'not',
        filter: {
          op: 'and',
          filters: [
            { op: 'exists', field: 'rule' },
            { op: 'exists', field: 'score' },
          ],
        },
      },
      '(t.rule IS NULL OR t.score IS NULL)',
      [],
    ],
  ];
  test.each(cases)('%j', (filter, sql, params) => {
    expect(compileFilter(filter, dialect)).toEqual({ sql, params });
  });

  test('names the field that the dialect does not know', () => {
    expect(() => compileFilter({ op: 'exists', field: 'no.such' }, dialect)).toThrow(
      new FilterError('there is no field "no.such"', 'no.such'),
    );
  });
});
