import type { MetricSeries, TaskDetail } from '@breakwater/api';
import { describe, expect, it } from 'vitest';
import { readSearch } from '../../state/search.ts';
import { alignSeries, metricCharts, peakOf, taskEventsSearch } from './task-view.ts';

const memory: MetricSeries = {
  metric: 'bw_task_memory_working_set_bytes',
  points: [
    [1000, 10],
    [2000, 30],
  ],
};
const container: MetricSeries = {
  metric: 'bw_container_memory_working_set_bytes',
  container: 'web',
  points: [
    [2000, 25],
    [3000, 26],
  ],
};
const cpu: MetricSeries = { metric: 'bw_task_cpu_usage_vcpus', points: [[1000, 0.1]] };

describe('the charts of a task', () => {
  const charts = metricCharts({ metrics: [container, cpu, memory], limits: { memory: 40, cpu: 0.25 } });

  it('have the whole task first, its limit, and leave out what is a single point', () => {
    expect(
      charts.map(({ kind, limit, series }) => [kind, limit, series.map((one) => one.container)]),
    ).toEqual([['memory', 40, [undefined, 'web']]]);
  });

  it('peak where the whole task does', () => expect(charts.map(peakOf)).toEqual([30]));

  it('stand on one axis of time, with holes where a series has none', () => {
    expect(alignSeries([memory, container])).toEqual([
      [1, 2, 3],
      [10, 30, null],
      [null, 25, 26],
    ]);
  });
});

it('leads to all events of the task, a little longer than its life', () => {
  const task = {
    arn: 'arn:aws:ecs:eu-west-1:1:task/shop/abc',
    place: { task: 'abc' },
    stoppedAt: '2026-01-01T01:00:00Z',
    lifeLine: [
      { at: '2026-01-01T00:00:00Z', phase: 'created' },
      { at: '2026-01-01T01:00:00Z', phase: 'stopped' },
    ],
  } as Pick<TaskDetail, 'arn' | 'place' | 'stoppedAt' | 'lifeLine'> as TaskDetail;
  const state = readSearch(taskEventsSearch(task, Date.parse('2026-02-01T00:00:00Z')));
  expect(state.pills).toEqual([{ field: 'task', op: '=', value: 'abc' }]);
  expect(state.view).toBe('event');
  expect(state.range).toEqual({
    kind: 'fixed',
    from: Date.parse('2025-12-31T23:50:00Z'),
    to: Date.parse('2026-01-01T01:10:00Z'),
  });
});
