import { expect, test } from 'vitest';
import { readIntervals } from './advisories/osv-intervals.ts';
import { evaluate } from './evaluate.ts';
import { findVersionScheme } from './versions/index.ts';
import type { VersionScheme } from './versions/version-scheme.ts';

const npm = schemeNamed('npm');

test.each([
  [
    'from the start to a fix',
    [{ introduced: '0' }, { fixed: '1.2.0' }],
    ['0.0.1', '1.2.0-beta'],
    ['1.2.0', '2.0.0'],
  ],
  [
    'a last affected version',
    [{ introduced: '1.0.0' }, { last_affected: '1.2.0' }],
    ['1.0.0', '1.2.0'],
    ['1.2.1'],
  ],
  ['no end', [{ introduced: '2.0.0' }], ['2.0.0', '9.0.0'], ['1.9.9']],
  [
    'two stretches, out of order',
    [{ fixed: '2.1.0' }, { introduced: '0' }, { introduced: '2.0.0' }, { fixed: '1.5.0' }],
    ['1.4.9', '2.0.5'],
    ['1.5.0', '1.9.0', '2.1.0'],
  ],
  ['a limit', [{ introduced: '0' }, { limit: '3.0.0' }], ['2.9.9'], ['3.0.0']],
  ['a limit of everything', [{ introduced: '0' }, { limit: '*' }], ['9.9.9'], []],
  ['short numbers', [{ introduced: '3' }, { fixed: '3.11' }], ['3.0.0', '3.10.9'], ['3.11.0']],
  ['a fix alone', [{ fixed: '1.0.0' }], [], ['0.9.0']],
])('%s', (_name, events, affected, safe) => {
  const intervals = readIntervals(events, npm);
  for (const version of affected) expect(verdictOf(intervals, version), version).toBeDefined();
  for (const version of safe) expect(verdictOf(intervals, version), version).toBeUndefined();
});

test('the fix is that of the stretch, else the next above', () => {
  const intervals = readIntervals(
    [{ introduced: '1.0.0' }, { last_affected: '1.9.9' }, { introduced: '2.0.0' }, { fixed: '2.1.0' }],
    npm,
  );
  expect(verdictOf(intervals, '2.0.1')).toEqual({
    constraint: '>= 2.0.0, < 2.1.0',
    fixState: 'fixed',
    fixedVersion: '2.1.0',
  });
  expect(verdictOf(intervals, '1.5.0')).toMatchObject({
    constraint: '>= 1.0.0, <= 1.9.9',
    fixedVersion: '2.1.0',
  });
});

test.each([
  [[{ introduced: '0' }], 'not-fixed'],
  [[{ introduced: '0' }, { last_affected: '9.0.0' }], 'unknown'],
])('without a fix the state of %j is %s', (events, state) => {
  expect(verdictOf(readIntervals(events, npm), '1.0.0')?.fixState).toBe(state);
});

test('a listed version is affected, whatever the ranges say', () => {
  const compare = npm.comparatorFor('1.0.0+x');
  expect(compare && evaluate({ intervals: [], versions: ['1.0.0'] }, '1.0.0+x', compare)).toMatchObject({
    constraint: '= 1.0.0+x',
    fixState: 'unknown',
  });
});

test.each([
  [undefined, 'no list'],
  [['x'], 'not an object'],
  [[{}], 'has none of'],
  [[{ introduced: '0' }, { fixed: 'soon' }], '"soon" is not a version of npm'],
])('refuses events %j', (events, message) => {
  expect(() => readIntervals(events, npm)).toThrow(message);
});

function verdictOf(intervals: ReturnType<typeof readIntervals>, version: string) {
  const compare = npm.comparatorFor(version);
  if (compare === undefined) throw new Error(`${version} is not a version`);
  return evaluate({ intervals, versions: [] }, version, compare);
}

function schemeNamed(name: string): VersionScheme {
  const scheme = findVersionScheme(name);
  if (scheme === undefined) throw new Error(`no scheme ${name}`);
  return scheme;
}
