import { expect, test } from 'vitest';
import { endOfLife } from './end-of-life.ts';

const now = new Date('2026-11-23T12:00:00Z');

test.each([
  ['debian', '10', '2024-06-30'],
  ['debian', '9.13', '2022-06-30'],
  ['alpine', '3.15.4', '2023-11-01'],
  ['alpine', '3.21.2', '2026-11-01'],
  ['ubuntu', '20.04', '2025-05-31'],
  ['centos', '7', '2024-06-30'],
  ['amzn', '2018.03', '2023-12-31'],
])('%s %s has got no fixes since %s', (id, version, lastDay) => {
  expect(endOfLife({ id, version }, now)?.reason).toContain(`since ${lastDay}`);
});

test.each([
  ['debian', '12.5'],
  ['alpine', '3.22.1'],
  ['ubuntu', '24.04'],
  ['almalinux', '8.7'],
  ['almalinux', '9'],
  ['wolfi', undefined],
  ['plan9', '4'],
  ['constructor', '1'],
])('%s %s is not said to be at its end', (id, version) => {
  expect(endOfLife({ id, ...(version === undefined ? {} : { version }) }, now)).toBeUndefined();
});

test('the last day still counts, and no distribution is none', () => {
  expect(endOfLife({ id: 'debian', version: '11' }, new Date('2026-08-31T23:00:00Z'))).toBeUndefined();
  expect(endOfLife({ id: 'debian', version: '11' }, new Date('2026-09-01T00:00:00Z'))).toBeDefined();
  expect(endOfLife(undefined, now)).toBeUndefined();
});
