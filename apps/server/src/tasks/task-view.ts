import type { MetricSeries, TaskDetail, TaskRow } from '@breakwater/api';
import type { MetricSample, StoredTask } from '@breakwater/store';
import { diagnose, lifeLine, type TaskState } from '@breakwater/tasks';

const usageMetric = 'bw_task_memory_working_set_bytes';
/** How long before the stop the last metrics reach back. */
const lastMinutesMs = 10 * 60_000;

export function taskRow(stored: StoredTask): TaskRow {
  const task = stateOf(stored);
  const { summary, isExpected } = diagnose(task);
  return rowOf(stored, task, summary, isExpected);
}

export function taskDetail(stored: StoredTask, samples: readonly MetricSample[]): TaskDetail {
  const task = stateOf(stored);
  const peak = peakMemoryRatio(task, samples);
  const diagnosis = diagnose(task, peak === undefined ? {} : { peakMemoryRatio: peak });
  return {
    ...rowOf(stored, task, diagnosis.summary, diagnosis.isExpected),
    containers: task.containers.map(({ runtimeId: _, ...container }) => container),
    diagnosis,
    lifeLine: lifeLine(task),
    metrics: seriesOf(samples),
    limits: {
      ...(task.cpu === undefined ? {} : { cpu: task.cpu }),
      ...(task.memory === undefined ? {} : { memory: task.memory }),
    },
  };
}

function stateOf(stored: StoredTask): TaskState {
  return stored.record as TaskState;
}

function rowOf(stored: StoredTask, task: TaskState, summary: string, isExpected: boolean): TaskRow {
  return {
    arn: stored.taskArn,
    place: stored.place,
    taskDefinition: task.taskDefinition,
    lastStatus: stored.lastStatus,
    ...(stored.startedAt === undefined ? {} : { startedAt: stored.startedAt }),
    ...(stored.stoppedAt === undefined ? {} : { stoppedAt: stored.stoppedAt }),
    ...(stored.stopCode === undefined ? {} : { stopCode: stored.stopCode }),
    ...(stored.stoppedReason === undefined ? {} : { stoppedReason: stored.stoppedReason }),
    ...(stored.exitCode === undefined ? {} : { exitCode: stored.exitCode }),
    summary,
    isExpected,
    isSample: stored.isSample,
  };
}

function peakMemoryRatio(task: TaskState, samples: readonly MetricSample[]): number | undefined {
  if (task.memory === undefined) return undefined;
  const end = task.stoppedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(task.stoppedAt);
  const used = samples.filter(
    (sample) =>
      sample.metric === usageMetric && sample.container === undefined && sample.time >= end - lastMinutesMs,
  );
  if (used.length === 0) return undefined;
  return Math.max(...used.map((sample) => sample.value)) / task.memory;
}

function seriesOf(samples: readonly MetricSample[]): readonly MetricSeries[] {
  const series = new Map<string, { metric: string; container?: string; points: [number, number][] }>();
  for (const sample of samples) {
    const key = `${sample.metric}\n${sample.container ?? ''}`;
    const known = series.get(key) ?? {
      metric: sample.metric,
      ...(sample.container === undefined ? {} : { container: sample.container }),
      points: [],
    };
    known.points.push([sample.time, sample.value]);
    series.set(key, known);
  }
  for (const { points } of series.values()) points.sort((a, b) => a[0] - b[0]);
  return [...series.values()];
}
