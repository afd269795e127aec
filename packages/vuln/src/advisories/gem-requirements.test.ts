import { expect, test } from 'vitest';
import { evaluate } from '../evaluate.ts';
import { gem } from '../versions/gem.ts';
import { readGemRequirements } from './gem-requirements.ts';

const versions = ['2.2.9', '2.3.2', '2.3.9', '3.0.0', '3.2.14', '3.2.15', '3.2.15.rc1', '4.0.0'];

test.each([
  [['>= 3.2.15'], ['~> 2.3.2'], ['2.2.9', '3.0.0', '3.2.14', '3.2.15.rc1']],
  [['~> 2.3.2', '>= 3.2.15'], [], ['2.2.9', '3.0.0', '3.2.14', '3.2.15.rc1']],
  [['~> 2.3', '>= 4'], ['< 2.3'], ['3.0.0', '3.2.14', '3.2.15', '3.2.15.rc1']],
  [['~> 3.2.10, >= 3.2.15'], ['< 3.0.0'], ['3.0.0', '3.2.14', '3.2.15.rc1', '4.0.0']],
  [[], ['< 3.0.0', '> 3.0.0'], ['3.0.0']],
  [[], ['!= 4.0.0'], ['4.0.0']],
  [['3.0.0'], ['>= 2.3.9, <= 4.0.0'], ['2.2.9', '2.3.2']],
  [[], undefined, versions],
])('patched %j, unaffected %j leaves %j', (patched_versions, unaffected_versions, affected) => {
  const except = readGemRequirements({ patched_versions, unaffected_versions });
  const statement = { intervals: [{ introduced: '0' }], versions: [], except: except ?? [] };
  const found = versions.filter((version) => verdictOf(statement, version) !== undefined);
  expect(found).toEqual(affected);
});

test('the fix is the lowest patched version above, and the constraint says the rest', () => {
  const except = readGemRequirements({
    patched_versions: ['>= 3.2.15', '~> 2.3.11'],
    unaffected_versions: ['< 2.0'],
  });
  const statement = { intervals: [{ introduced: '0' }], versions: [], except: except ?? [] };
  expect(verdictOf(statement, '2.3.2')).toEqual({
    constraint: '>= 0, not (>= 2.3.11, < 2.4), not (>= 3.2.15), not (< 2.0)',
    fixState: 'fixed',
    fixedVersion: '2.3.11',
  });
  expect(verdictOf(statement, '3.0.0')?.fixedVersion).toBe('3.2.15');
});

test('a record without requirements is left to its ranges', () => {
  expect(readGemRequirements({})).toBeUndefined();
});

test.each([['~> x'], ['>= '], ['=> 1.0']])('"%s" is refused by name', (requirement) => {
  expect(() => readGemRequirements({ patched_versions: [requirement] })).toThrow(
    /is not a requirement of RubyGems/,
  );
});

function verdictOf(statement: Parameters<typeof evaluate>[0], version: string) {
  const compare = gem.comparatorFor(version);
  if (compare === undefined) throw new Error(`${version} is no version`);
  return evaluate(statement, version, compare);
}
