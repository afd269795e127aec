import type { MetricSeries, TaskDetail } from '@breakwater/api';
import { formatPill } from '../../state/pill.ts';
import type { Search } from '../../state/search.ts';
import { formatRange } from '../../state/time-range.ts';

/** The value of `view` in the URL; `stopped` unless stated. */
export const taskStatuses = ['stopped', 'running', 'all'] as const;

export type TaskStatus = (typeof taskStatuses)[number];

/** The stop codes that AWS documents; others are shown as they come. */
export const stopCodes = [
  'EssentialContainerExited',
  'TaskFailedToStart',
  'ServiceSchedulerInitiated',
  'UserInitiated',
  'SpotInterruption',
  'TerminationNotice',
  'InfrastructureHealth',
] as const;

export function taskStatusOf(view: string | undefined): TaskStatus {
  return taskStatuses.find((status) => status === view) ?? 'stopped';
}

const marginMs = 10 * 60_000;

/** The events of a task: all raw ones, from a little before its life to a little after. */
export function taskEventsSearch(task: TaskDetail, now: number): Search {
  const times = task.lifeLine.map((entry) => Date.parse(entry.at)).filter((time) => !Number.isNaN(time));
  const from = Math.min(now, ...times) - marginMs;
  const to = (task.stoppedAt === undefined ? now : Math.max(...times)) + marginMs;
  return {
    f: [formatPill({ field: 'task', op: '=', value: task.place.task ?? task.arn })],
    view: 'event',
    sev: 'all',
    t: formatRange({ kind: 'fixed', from: Math.floor(from / 1000) * 1000, to: Math.ceil(to / 1000) * 1000 }),
  };
}

/** One chart: what it shows, its series, the limit they must stay below. */
export interface MetricChart {
  readonly kind: 'memory' | 'cpu' | 'storage';
  readonly unit: 'bytes' | 'vcpu';
  readonly series: readonly MetricSeries[];
  readonly limit: number | undefined;
}

const chartOf: Readonly<Record<string, MetricChart['kind']>> = {
  bw_task_memory_working_set_bytes: 'memory',
  bw_container_memory_working_set_bytes: 'memory',
  bw_task_cpu_usage_vcpus: 'cpu',
  bw_task_ephemeral_used_bytes: 'storage',
};

/** The last metrics of a task as charts, memory first; the series of the task before those of its containers. */
export function metricCharts(task: Pick<TaskDetail, 'metrics' | 'limits'>): readonly MetricChart[] {
  return (['memory', 'cpu', 'storage'] as const).flatMap((kind) => {
    const series = task.metrics
      .filter((one) => chartOf[one.metric] === kind && one.points.length > 1)
      .toSorted((a, b) => Number(a.container !== undefined) - Number(b.container !== undefined));
    if (series.length === 0) return [];
    const limit = kind === 'memory' ? task.limits.memory : kind === 'cpu' ? task.limits.cpu : undefined;
    return [{ kind, unit: kind === 'cpu' ? ('vcpu' as const) : ('bytes' as const), series, limit }];
  });
}

/** Points of several series on one axis of time (seconds), as uPlot wants them; null where one has none. */
export function alignSeries(
  series: readonly MetricSeries[],
): readonly [readonly number[], ...(readonly (number | null)[])[]] {
  const times = [...new Set(series.flatMap((one) => one.points.map(([time]) => time)))].sort((a, b) => a - b);
  const columns = series.map((one) => {
    const values = new Map(one.points);
    return times.map((time) => values.get(time) ?? null);
  });
  return [times.map((time) => time / 1000), ...columns];
}

/** The highest value of a chart's first series: that of the whole task. */
export function peakOf(chart: MetricChart): number {
  const [first] = chart.series;
  return Math.max(0, ...(first?.points.map(([, value]) => value) ?? []));
}
