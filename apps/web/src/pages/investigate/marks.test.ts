import type { Detected } from '@breakwater/investigate';
import { expect, it } from 'vitest';
import { marksOf } from './marks.ts';

const detected = (at: number, rule: string, priority: Detected['priority']): Detected => ({
  ...{ at, rule, priority, output: '', tags: [], event: at, process: 0, container: 0 },
});

it('puts together what cannot be told apart, under the worst severity', () => {
  const marks = marksOf(
    [
      detected(10, 'a', 'Notice'),
      detected(11, 'b', 'Critical'),
      detected(12, 'a', 'Notice'),
      detected(900, 'c', 'Debug'),
    ],
    (at) => at / 1000,
    10,
  );
  expect(marks).toEqual([
    { share: 0.05, first: 0, at: 10, severity: 'critical', count: 3, rules: ['a', 'b'] },
    { share: 0.95, first: 3, at: 900, severity: 'info', count: 1, rules: ['c'] },
  ]);
});

it('has room for the last moment', () => {
  expect(marksOf([detected(1000, 'a', 'Error')], (at) => at / 1000, 10)).toHaveLength(1);
});
