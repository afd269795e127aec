import type { CheckResult, Coverage, Finding } from '@breakwater/model';
import { describe, expect, it } from 'vitest';
import { assessmentOf, observationFromCheck } from './check-observation.ts';
import { advance } from './lifecycle.ts';

const place = { provider: 'aws', account: '1', region: 'eu-west-1' } as const;

function result(status: CheckResult['status'], resourceId = 'sg-1'): CheckResult {
  return {
    checkId: 'sg-no-ssh',
    resourceId,
    resourceType: 'aws.security-group',
    place,
    status,
    severity: 'high',
    evidence: { GroupId: resourceId },
  };
}

it.each(['PASS', 'MANUAL', 'ERROR'] as const)('%s is no observation', (status) => {
  expect(observationFromCheck(result(status), 'SSH')).toBeUndefined();
});

it('FAIL is an observation of the resource', () => {
  expect(observationFromCheck(result('FAIL'), 'SSH')).toMatchObject({
    type: 'check',
    subject: 'sg-1',
    key: 'sg-no-ssh',
    title: 'SSH',
  });
});

function known(): readonly Finding[] {
  const observation = observationFromCheck(result('FAIL'), 'SSH');
  if (observation === undefined) throw new Error('no observation');
  return advance([], [observation], assessmentOf(runOf({}))).findings;
}

interface RunParts {
  readonly results?: readonly CheckResult[];
  readonly found?: readonly string[];
  readonly coverage?: Coverage['status'] | 'none';
  readonly isCheckInRun?: boolean;
}

function runOf({
  results = [],
  found = [],
  coverage = 'ok',
  isCheckInRun = true,
}: RunParts): Parameters<typeof assessmentOf>[0] {
  return {
    time: '2026-01-02T00:00:00Z',
    results,
    resourceIds: new Set(found),
    coverage:
      coverage === 'none'
        ? []
        : [{ type: 'aws.security-group', account: '1', region: 'eu-west-1', status: coverage, count: 0 }],
    typeOfCheck: () => (isCheckInRun ? 'aws.security-group' : undefined),
  };
}

describe('a finding that is not seen again', () => {
  it.each<{ name: string; run: RunParts; status: string }>([
    { name: 'passes now', run: { results: [result('PASS')], found: ['sg-1'] }, status: 'resolved' },
    { name: 'could not be judged', run: { results: [result('ERROR')], found: ['sg-1'] }, status: 'open' },
    { name: 'is no longer what the check speaks of', run: { found: ['sg-1'] }, status: 'resolved' },
    { name: 'is gone from a region that was read', run: {}, status: 'resolved' },
    { name: 'was in a region that was denied', run: { coverage: 'denied' }, status: 'open' },
    { name: 'was in a region that was not read', run: { coverage: 'none' }, status: 'open' },
    { name: 'is of a check that did not run', run: { isCheckInRun: false }, status: 'open' },
  ])('$name: $status', ({ run, status }) => {
    expect(advance(known(), [], assessmentOf(runOf(run))).findings[0]?.status).toBe(status);
  });
});
