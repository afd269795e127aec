import type { RuleCoverage } from '@breakwater/api';
import { expect, it } from 'vitest';
import { coverageItem, coverageTotals, shadeOf } from './coverage.ts';

const technique = { id: 'T1078', name: 'Valid Accounts', rules: ['a', 'b'], detections: 3 };
const coverage: RuleCoverage = {
  tactics: [
    { id: 'TA0001', name: 'Initial Access', techniques: [technique] },
    {
      id: 'TA0003',
      name: 'Persistence',
      techniques: [technique, { id: 'T1053', name: 'Scheduled Task', rules: [], detections: 0 }],
    },
  ],
  frameworks: [{ id: 'cis', name: 'CIS', controls: [{ id: '4.3', title: 'Watch root', rules: ['a'] }] }],
};

it('finds techniques and controls by the key in the address', () => {
  expect(coverageItem(coverage, 'T1078')).toMatchObject({ name: 'Valid Accounts', detections: 3 });
  expect(coverageItem(coverage, 'cis/4.3')).toMatchObject({ id: '4.3', framework: 'cis', rules: ['a'] });
  expect(coverageItem(coverage, 'T9999')).toBeUndefined();
  expect(coverageItem(coverage, undefined)).toBeUndefined();
});

it('counts a technique once, whatever its tactics', () =>
  expect(coverageTotals(coverage)).toEqual({ techniques: 1, known: 2, rules: 2 }));

it.each([
  [0, 10, 0],
  [1, 1, 4],
  [1, 40, 1],
  [5, 40, 2],
  [10, 40, 3],
  [40, 40, 4],
])('%i of at most %i has shade %i', (count, highest, shade) => expect(shadeOf(count, highest)).toBe(shade));
