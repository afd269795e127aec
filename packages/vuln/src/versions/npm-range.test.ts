import { expect, test } from 'vitest';
import { satisfiesNpmRange } from './npm-range.ts';

test.each([
  ['1.2.3', '1.2.3', true, true],
  ['1.2.3', '=v1.2.3', true, true],
  ['1.2.3', '^1.2', true, true],
  ['2.0.0-alpha', '^1.2', false, false],
  ['1.0.0-a', '1.0.0-a || *', false, true],
  ['1.0.0-a', '1.0.0-a || >=0.0.0', false, true],
  ['1.0.0-a', '1.0.0-a || >=0.0.1', true, true],
  ['0.2.9', '^0.2.3', true, true],
  ['0.3.0', '^0.2.3', false, false],
  ['0.0.4', '^0.0.3', false, false],
  ['1.2.9', '~1.2.3', true, true],
  ['1.9.0', '~1', true, true],
  ['1.2.3-beta', '~1.2', false, true],
  ['1.2.3-beta.4', '>=1.2.3-beta.2', true, true],
  ['1.3.0-beta', '>=1.2.3-beta.2', false, true],
  ['2.3.9', '1.2 - 2.3', true, true],
  ['2.4.0', '1.2 - 2.3', false, false],
  ['5.0.0', '<1 || >=5', true, true],
  ['1.5.0', '>= 1.2 <2', true, true],
  ['9.9.9', '*', true, true],
  ['9.9.9', '', true, true],
  ['1.0.0', '1.x.3', false, false],
  ['1.0.0', 'latest', false, false],
  ['1.0', '*', false, false],
])('%s in "%s": %s, with prereleases %s', (version, range, plain, withPrereleases) => {
  expect(satisfiesNpmRange(version, range)).toBe(plain);
  expect(satisfiesNpmRange(version, range, { includePrerelease: true })).toBe(withPrereleases);
});
