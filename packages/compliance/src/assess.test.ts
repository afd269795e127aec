import type { CheckResult, CheckStatus, Framework } from '@breakwater/model';
import { array, assert, constantFrom, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess as assessRun } from './assess.ts';
import type { FrameworkAssessment } from './assessment.ts';

const framework: Framework = {
  id: 'test',
  name: 'Test',
  version: '1',
  isScored: true,
  controls: [
    { id: '1.1', title: 'One', requirement: '1', checks: ['a'] },
    { id: '1.2', title: 'Two', requirement: '1', checks: ['b', 'c'] },
    { id: '2.1', title: 'Three', requirement: '2', checks: ['d'] },
    { id: '2.2', title: 'No check', requirement: '2', checks: [] },
  ],
};

const allChecks = ['a', 'b', 'c', 'd'];

function assess(of: Framework, results: readonly CheckResult[]): FrameworkAssessment {
  return assessRun(of, results, allChecks);
}

function result(checkId: string, status: CheckStatus, resourceId = 'r1'): CheckResult {
  return { checkId, resourceId, resourceType: 'aws.s3', place: {}, status, severity: 'high', evidence: {} };
}

function statusOf(
  results: readonly CheckResult[],
  id: string,
  of: Framework = framework,
): string | undefined {
  return assess(of, results)
    .requirements.flatMap((requirement) => requirement.controls)
    .find((one) => one.control.id === id)?.status;
}

describe('the status of a control', () => {
  it.each<{ name: string; results: readonly CheckResult[]; status: string }>([
    { name: 'nothing judged', results: [], status: 'not-assessed' },
    { name: 'a result of another control', results: [result('a', 'PASS')], status: 'not-assessed' },
    { name: 'all pass', results: [result('b', 'PASS'), result('c', 'PASS', 'r2')], status: 'passed' },
    { name: 'one fails', results: [result('b', 'PASS'), result('c', 'FAIL')], status: 'failed' },
    {
      name: 'data is missing for one',
      results: [result('b', 'PASS'), result('c', 'ERROR')],
      status: 'error',
    },
    { name: 'only missing data', results: [result('b', 'ERROR')], status: 'error' },
    {
      name: 'missing data and a failure',
      results: [result('b', 'ERROR', 'r2'), result('c', 'FAIL')],
      status: 'failed',
    },
    { name: 'only manual', results: [result('b', 'MANUAL')], status: 'not-assessed' },
  ])('$name: $status', ({ results, status }) => {
    expect(statusOf(results, '1.2')).toBe(status);
  });
});

it('counts a resource once for a control, with its worst verdict', () => {
  const assessment = assess(framework, [result('b', 'PASS'), result('c', 'FAIL'), result('b', 'PASS', 'r2')]);
  const control = assessment.requirements[0]?.controls[1];
  expect(control).toMatchObject({
    score: 0.5,
    resources: [
      { resourceId: 'r1', status: 'FAIL', checks: ['c'] },
      { resourceId: 'r2', status: 'PASS', checks: ['b'] },
    ],
  });
});

it('does not pass a control of which a check did not run', () => {
  const control = (status: CheckStatus): unknown =>
    assessRun(framework, [result('b', status)], ['a', 'b']).requirements[0]?.controls[1];
  expect(control('PASS')).toMatchObject({ status: 'not-assessed', missingChecks: ['c'] });
  expect(control('FAIL')).toMatchObject({ status: 'failed', missingChecks: ['c'] });
});

it('scores by judged controls, and says how many were', () => {
  const assessment = assess(framework, [result('a', 'PASS'), result('b', 'FAIL')]);
  expect(assessment).toMatchObject({
    score: 0.5,
    coverage: 0.5,
    counts: { passed: 1, failed: 1, error: 0, notAssessed: 2 },
    requirements: [{ score: 0.5 }, { counts: { notAssessed: 2 } }],
  });
  expect(assessment.requirements[1]).not.toHaveProperty('score');
});

it('gives no score where the framework is met by processes', () => {
  const assessment = assess({ ...framework, isScored: false }, [result('a', 'PASS')]);
  expect(assessment).not.toHaveProperty('score');
  expect(assessment.requirements[0]?.controls[0]).not.toHaveProperty('score');
  expect(assessment.coverage).toBe(0.25);
});

const results = array(
  record({
    check: constantFrom('a', 'b', 'c', 'd', 'x'),
    status: constantFrom<CheckStatus>('PASS', 'FAIL', 'ERROR', 'MANUAL'),
    resource: constantFrom('r1', 'r2', 'r3'),
  }),
);

it('never counts an unassessed or erroneous control as passed', () => {
  assert(
    property(results, (given) => {
      const all = given.map((one) => result(one.check, one.status, one.resource));
      const assessment = assess(framework, all);
      for (const { control, status } of assessment.requirements.flatMap((one) => one.controls)) {
        const own = all.filter((one) => control.checks.includes(one.checkId)).map((one) => one.status);
        if (status === 'passed')
          expect(own.includes('FAIL') || own.includes('ERROR') || !own.includes('PASS')).toBe(false);
      }
      const { passed, failed, error, notAssessed } = assessment.counts;
      expect(passed + failed + error + notAssessed).toBe(framework.controls.length);
      expect(assessment.score ?? 0).toBeLessThanOrEqual(1);
    }),
  );
});
