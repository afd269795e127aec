import type { Framework } from '@breakwater/model';
import type { AssessmentScore } from '@breakwater/store';
import { expect, it } from 'vitest';
import { scoreHistory } from './score-history.ts';

const framework: Framework = { id: 'f', name: 'F', version: '1', isScored: true, controls: [] };

function day(date: string, account: string, change: Partial<AssessmentScore>): AssessmentScore {
  return {
    framework: 'f',
    account,
    day: date,
    passed: [],
    failed: [],
    errors: [],
    assessedAt: `${date}T00:00:00.000Z`,
    isSample: false,
    ...change,
  };
}

it('a control that one account fails is failed, whatever the others say', () => {
  const scores = [
    day('2026-01-01', 'a', { passed: ['1', '2'] }),
    day('2026-01-01', 'b', { passed: ['1'], failed: ['2'] }),
  ];
  expect(scoreHistory(framework, scores)).toEqual([{ date: '2026-01-01', score: 0.5 }]);
});

it('an account that was not assessed counts with what it was', () => {
  const scores = [
    day('2026-01-02', 'b', { failed: ['2'] }),
    day('2026-01-01', 'a', { passed: ['1'] }),
    day('2026-01-03', 'a', { errors: ['1'] }),
  ];
  expect(scoreHistory(framework, scores).map(({ score }) => score)).toEqual([1, 0.5, 0]);
});

it('nothing judged is no score, and a framework without scores has none', () => {
  expect(scoreHistory(framework, [day('2026-01-01', 'a', {})])).toEqual([
    { date: '2026-01-01', score: null },
  ]);
  const unscored = { ...framework, isScored: false };
  expect(scoreHistory(unscored, [day('2026-01-01', 'a', { passed: ['1'] })])[0]?.score).toBeNull();
});
