import type { Filter } from '@breakwater/model';
import { expect, it } from 'vitest';
import { type FieldValue, matchesFilter } from './local-filter.ts';
import { searchFilter } from './search-filter.ts';

const row: Readonly<Record<string, FieldValue>> = {
  name: 'openssl',
  ids: ['CVE-1', 'GHSA-2'],
  score: 7.5,
  missing: undefined,
};
const passes = (filter: Filter) => matchesFilter(filter, (name) => row[name]);

it.each<[Filter, boolean]>([
  [{ op: '=', field: 'name', value: 'openssl' }, true],
  [{ op: '=', field: 'ids', value: 'GHSA-2' }, true],
  [{ op: '!=', field: 'ids', value: 'GHSA-2' }, false],
  [{ op: '!=', field: 'missing', value: 'x' }, true],
  [{ op: 'not-in', field: 'missing', value: ['x'] }, true],
  [{ op: 'in', field: 'name', value: ['a', 'openssl'] }, true],
  [{ op: 'contains', field: 'name', value: 'ssl' }, true],
  [{ op: 'starts-with', field: 'name', value: 'ssl' }, false],
  [{ op: 'exists', field: 'missing' }, false],
  [{ op: 'not', filter: { op: 'exists', field: 'missing' } }, true],
  [{ op: '>=', field: 'score', value: 7.5 }, true],
  [{ op: '>', field: 'score', value: 7.5 }, false],
  [{ op: '<', field: 'missing', value: 1 }, false],
  [{ op: '<', field: 'name', value: 1 }, false],
  [{ op: 'or', filters: [] }, false],
  [{ op: 'and', filters: [] }, true],
])('%j: %s', (filter, isKept) => expect(passes(filter)).toBe(isKept));

it.each([
  ['openssl', true],
  ['OpenSSL', true],
  ['openssl cve', false],
  ['openssl CVE', true],
])('the search %s keeps it: %s', (text, isKept) => {
  const filter = searchFilter(text, ['name', 'ids']);
  expect(filter && passes(filter)).toBe(isKept);
});

it.each([undefined, '', '  '])('the search %j is no condition', (text) =>
  expect(searchFilter(text, ['name'])).toBeUndefined(),
);
