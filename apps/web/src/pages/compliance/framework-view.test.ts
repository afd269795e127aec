import type { ControlRow, RequirementRow } from '@breakwater/api';
import { describe, expect, it } from 'vitest';
import { countControls, evidenceShare, filterRequirements } from './framework-view.ts';
import { trendPoints } from './trend-points.ts';

const control = (id: string, status: ControlRow['status'], check: string): ControlRow => ({
  id,
  title: `Title of ${id}`,
  requirement: 'R',
  status,
  checks: [{ id: check, isAvailable: true }],
  passedResources: 0,
  failedResources: 0,
});
const requirements: readonly RequirementRow[] = [
  { id: '1 Identity', score: null, controls: [control('1.1', 'not-assessed', 'iam-a')] },
  {
    id: '2 Storage',
    score: 0.5,
    controls: [control('2.1', 'failed', 's3-a'), control('2.2', 'passed', 's3-b')],
  },
];

describe('filterRequirements', () => {
  it.each([
    [undefined, undefined, ['1.1', '2.1', '2.2']],
    ['failed', undefined, ['2.1']],
    [undefined, 's3-b', ['2.2']],
    [undefined, 'storage', ['2.1', '2.2']],
    ['not-assessed', 'storage', []],
  ] as const)('status %s, text %s', (status, text, ids) => {
    const kept = filterRequirements(requirements, status, text);
    expect(kept.flatMap((one) => one.controls.map((each) => each.id))).toEqual(ids);
    expect(kept.every((one) => one.controls.length > 0)).toBe(true);
  });
});

it('never counts what was not assessed, or could not be read, as evidence', () => {
  const counts = countControls(requirements.flatMap((one) => one.controls));
  expect(counts).toEqual({ passed: 1, failed: 1, error: 0, 'not-assessed': 1 });
  expect(evidenceShare({ ...counts, error: 1 })).toBe(0.5);
  expect(evidenceShare({ passed: 0, failed: 0, error: 0, 'not-assessed': 0 })).toBe(0);
});

describe('trendPoints', () => {
  it('keeps true distances in time and leaves out days without a score', () => {
    const points = trendPoints(
      [
        { date: '2026-01-01', score: 0 },
        { date: '2026-01-02', score: null },
        { date: '2026-01-04', score: 0.5 },
        { date: '2026-01-05', score: 1 },
      ],
      106,
      26,
    );
    expect(points).toEqual([
      { x: 3, y: 23, score: 0 },
      { x: 78, y: 13, score: 0.5 },
      { x: 103, y: 3, score: 1 },
    ]);
  });

  it.each([
    [[], 0],
    [[{ date: '2026-01-01', score: null }], 0],
    [[{ date: '2026-01-01', score: 0.2 }], 1],
  ])('of %j has %i points', (history, count) => expect(trendPoints(history, 100, 20)).toHaveLength(count));
});
