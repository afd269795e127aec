import type { Filter } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { testEvent } from '../events/testdata/test-event.ts';
import { matchFilter } from './match.ts';

const event = testEvent('x', Date.UTC(2026, 2, 1), {
  severity: 'high',
  rule: 'Terminal shell',
  place: { account: '111122223333' },
  tags: ['container', 'shell'],
  fields: { 'proc.pid': 5, 'proc.name': 'bash', 'evt.ok': true, 'evt.args': ['-c', 'id'], 'fd.name': null },
});

describe('a filter on one event', () => {
  const cases: readonly (readonly [string, Filter, boolean])[] = [
    ['text equals', { op: '=', field: 'rule', value: 'Terminal shell' }, true],
    ['text is case-sensitive', { op: 'contains', field: 'rule', value: 'terminal' }, false],
    ['text contains', { op: 'contains', field: 'rule', value: 'shell' }, true],
    ['text starts with', { op: 'starts-with', field: 'rule', value: 'Term' }, true],
    ['a number for a text column', { op: '=', field: 'account', value: 111122223333 }, true],
    ['in a list', { op: 'in', field: 'rule', value: ['a', 'Terminal shell'] }, true],
    ['in an empty list', { op: 'in', field: 'rule', value: [] }, false],
    ['not in an empty list', { op: 'not-in', field: 'rule', value: [] }, true],
    ['a tag is one of the list', { op: '=', field: 'tag', value: 'shell' }, true],
    ['a tag that the list has not', { op: '!=', field: 'tag', value: 'cloud' }, true],
    ['a tag that the list has', { op: '!=', field: 'tag', value: 'shell' }, false],
    ['an item of a field that is a list', { op: '=', field: 'evt.args', value: 'id' }, true],
    ['a number', { op: '=', field: 'proc.pid', value: 5 }, true],
    ['a number given as text', { op: '=', field: 'proc.pid', value: '5' }, true],
    ['text that is no printed number', { op: '=', field: 'proc.pid', value: '05' }, false],
    ['numbers in order of numbers', { op: '<', field: 'proc.pid', value: '10' }, true],
    ['a boolean by its text', { op: '=', field: 'evt.ok', value: 'true' }, true],
    ['a boolean is no number', { op: '=', field: 'evt.ok', value: 1 }, false],
    ['at least medium', { op: '>=', field: 'severity', value: 'medium' }, true],
    ['worse than high', { op: '>', field: 'severity', value: 'high' }, false],
    ['compared with a severity that is none', { op: '<=', field: 'severity', value: 'fatal' }, false],
    ['time by number', { op: '<', field: 'time', value: Date.UTC(2026, 2, 2) }, true],
    ['time by ISO date', { op: '>=', field: 'time', value: '2026-03-01T00:00:00Z' }, true],
    ['missing equals nothing', { op: '=', field: 'user', value: '' }, false],
    ['missing differs from anything', { op: '!=', field: 'user', value: 'x' }, true],
    ['missing is not in a list', { op: 'not-in', field: 'user', value: ['x'] }, true],
    ['missing is not below', { op: '<', field: 'user', value: 'x' }, false],
    ['missing, in a negated comparison', { op: 'not', filter: { op: '<', field: 'user', value: 'x' } }, true],
    ['missing does not exist', { op: 'exists', field: 'user' }, false],
    ['null is missing', { op: 'exists', field: 'fd.name' }, false],
    ['an inherited name is missing', { op: 'exists', field: 'constructor' }, false],
    ['no filters in an and', { op: 'and', filters: [] }, true],
    ['no filters in an or', { op: 'or', filters: [] }, false],
  ];
  test.each(cases)('%s', (_name, filter, expected) => {
    expect(matchFilter(filter)(event)).toBe(expected);
    expect(matchFilter({ op: 'not', filter })(event)).toBe(!expected);
  });
});
