import { type MetricFamily, metricFamily, type Sample } from '../metric-family.ts';
import { type ContainerStats, type NetworkCounters, readContainerStats } from './container-stats.ts';
import { ForeignDocument } from './foreign-document.ts';
import { readTaskMetadata, type TaskMetadata } from './task-metadata.ts';

type Labels = Readonly<Record<string, string>>;

/** What the two documents of a task metadata endpoint say. */
export interface TaskReading {
  readonly families: readonly MetricFamily[];
  /** Fields that were not as expected, such as `stats.*.memory_stats.usage`; what they would tell is left out. */
  readonly unknownFields: readonly string[];
}

/**
 * The metrics of a task from the two documents of its metadata endpoint, `/task` and `/task/stats`. Names are
 * Breakwater's own for any orchestrator; units are Prometheus' base units. A figure of the task that needs every
 * container is left out when a container with statistics does not tell its part.
 * @throws TaskMetadataError when `task` is no task document
 */
export function taskFamilies(task: unknown, stats: unknown): TaskReading {
  const metadata = readTaskMetadata(task);
  const labels = labelsOf(metadata);
  const document = new ForeignDocument('stats', stats);
  if (!document.isObject) document.reject();
  const containers = metadata.containers.map(({ id, name, isStopped }) => ({
    labels: { ...labels, container: name },
    stats: isStopped ? undefined : readContainerStats(document.member(id)),
  }));
  const running = containers.flatMap(({ stats: one }) => (one === undefined ? [] : [one]));
  const perContainer = (read: (stats: ContainerStats) => number | undefined): readonly Sample[] =>
    containers.flatMap((one) => (one.stats === undefined ? [] : sample(one.labels, read(one.stats))));
  const families = [
    metricFamily('bw_task_info', 'gauge', 'What the task is; always 1.', [
      { labels: infoLabels(metadata, labels), value: 1 },
    ]),
    metricFamily(
      'bw_task_cpu_usage_vcpus',
      'gauge',
      'vCPU that all containers of the task use.',
      sumOf(labels, running, (one) => one.cpuUsage),
    ),
    metricFamily(
      'bw_task_cpu_limit_vcpus',
      'gauge',
      'vCPU that the task was given.',
      sample(labels, metadata.cpuLimit),
    ),
    metricFamily(
      'bw_task_memory_working_set_bytes',
      'gauge',
      'Memory that all containers of the task use, without inactive page cache.',
      sumOf(labels, running, (one) => one.workingSet),
    ),
    metricFamily(
      'bw_task_memory_limit_bytes',
      'gauge',
      'Memory that the task was given.',
      sample(labels, metadata.memoryLimit),
    ),
    metricFamily(
      'bw_task_ephemeral_used_bytes',
      'gauge',
      'Ephemeral storage in use.',
      sample(labels, metadata.ephemeralUsed),
    ),
    metricFamily(
      'bw_task_ephemeral_limit_bytes',
      'gauge',
      'Ephemeral storage that the task was given.',
      sample(labels, metadata.ephemeralReserved),
    ),
    metricFamily(
      'bw_task_network_rx_bytes_total',
      'counter',
      'Bytes that the task received, by interface.',
      networkSamples(metadata, labels, running, (one) => one.receivedBytes),
    ),
    metricFamily(
      'bw_task_network_tx_bytes_total',
      'counter',
      'Bytes that the task sent, by interface.',
      networkSamples(metadata, labels, running, (one) => one.transmittedBytes),
    ),
    metricFamily(
      'bw_task_start_seconds',
      'gauge',
      'How long a phase of the start took.',
      startSamples(metadata, labels),
    ),
    metricFamily(
      'bw_container_cpu_usage_seconds_total',
      'counter',
      'CPU time that the container used.',
      perContainer((one) => one.cpuSeconds),
    ),
    metricFamily(
      'bw_container_cpu_reserved_vcpus',
      'gauge',
      'vCPU that are kept for the container when the task is busy.',
      metadata.containers.flatMap((one) => sample({ ...labels, container: one.name }, one.cpuReserved)),
    ),
    metricFamily(
      'bw_container_memory_working_set_bytes',
      'gauge',
      'Memory that the container uses, without inactive page cache.',
      perContainer((one) => one.workingSet),
    ),
    metricFamily(
      'bw_container_memory_limit_bytes',
      'gauge',
      'Memory at which the container is killed: its own limit, or that of the task.',
      perContainer((one) => lowest(one.memoryLimit, metadata.memoryLimit)),
    ),
    metricFamily(
      'bw_container_restarts_total',
      'counter',
      'Restarts of the container by its restart policy.',
      metadata.containers.flatMap((one) => sample({ ...labels, container: one.name }, one.restarts)),
    ),
  ];
  return { families, unknownFields: [...metadata.unknownFields, ...document.unknownFields] };
}

function labelsOf(task: TaskMetadata): Labels {
  return {
    account: task.account,
    region: task.region,
    orchestrator: 'ecs',
    cluster: task.cluster,
    ...(task.service === undefined ? {} : { service: task.service }),
    task: task.task,
  };
}

function infoLabels(task: TaskMetadata, labels: Labels): Labels {
  return {
    ...labels,
    task_arn: task.arn,
    ...(task.family === undefined ? {} : { family: task.family }),
    ...(task.revision === undefined ? {} : { revision: task.revision }),
    ...(task.availabilityZone === undefined ? {} : { availability_zone: task.availabilityZone }),
    ...(task.launchType === undefined ? {} : { launch_type: task.launchType }),
  };
}

function sample(labels: Labels, value: number | undefined): readonly Sample[] {
  return value === undefined ? [] : [{ labels, value }];
}

/** The sum over containers; none unless every one of them says. */
function sumOf(
  labels: Labels,
  stats: readonly ContainerStats[],
  read: (stats: ContainerStats) => number | undefined,
): readonly Sample[] {
  const values = stats.map(read).filter((value) => value !== undefined);
  if (values.length === 0 || values.length < stats.length) return [];
  return [{ labels, value: values.reduce((sum, value) => sum + value, 0) }];
}

function lowest(...limits: readonly (number | undefined)[]): number | undefined {
  const known = limits.filter((limit) => limit !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** Every container tells the counters of the whole task: one per interface, never their sum. */
function networkSamples(
  task: TaskMetadata,
  labels: Labels,
  stats: readonly ContainerStats[],
  read: (counters: NetworkCounters) => number,
): readonly Sample[] {
  if (!task.sharesNetwork) return [];
  const highest = new Map<string, number>();
  for (const counters of stats.flatMap((one) => one.networks)) {
    highest.set(counters.interface, Math.max(highest.get(counters.interface) ?? 0, read(counters)));
  }
  return [...highest].map(([name, value]) => ({ labels: { ...labels, interface: name }, value }));
}

/** Phases that overlap, because images were pulled side by side, have no length of their own and are left out. */
function startSamples(task: TaskMetadata, labels: Labels): readonly Sample[] {
  const phases = [
    ['pull', task.pullStartedAt, task.pullStoppedAt],
    ['create', task.pullStoppedAt, task.createdAt],
    ['start', task.createdAt, task.startedAt],
  ] as const;
  return phases.flatMap(([phase, from, to]) => {
    if (from === undefined || to === undefined || to < from) return [];
    return sample({ ...labels, phase }, (to - from) / 1000);
  });
}
