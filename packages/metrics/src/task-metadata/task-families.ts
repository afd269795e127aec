import type { MetricFamily, MetricType, Sample } from '../metric-family.ts';
import { type ContainerStats, type NetworkCounters, readContainerStats } from './container-stats.ts';
import { objectAt } from './json.ts';
import { readTaskMetadata, type TaskMetadata } from './task-metadata.ts';

type Labels = Readonly<Record<string, string>>;

/**
 * The metrics of a task from the two documents of its metadata endpoint, `/task` and `/task/stats`. Names are
 * Breakwater's own for any orchestrator; units are Prometheus' base units.
 * @throws TaskMetadataError when `task` is no task document
 */
export function taskFamilies(task: unknown, stats: unknown): readonly MetricFamily[] {
  const metadata = readTaskMetadata(task);
  const labels = labelsOf(metadata);
  const used = metadata.containers.map((container) => ({
    container,
    stats: readContainerStats(objectAt(stats)?.[container.id]),
  }));
  const running = used.flatMap((one) => (one.stats === undefined ? [] : [one.stats]));
  const perContainer = (read: (stats: ContainerStats) => number | undefined): readonly Sample[] =>
    used.flatMap(({ container, stats: one }) =>
      one === undefined ? [] : sample({ ...labels, container: container.name }, read(one)),
    );
  return [
    family('bw_task_info', 'gauge', 'What the task is; always 1.', [
      { labels: infoLabels(metadata, labels), value: 1 },
    ]),
    family(
      'bw_task_cpu_usage_vcpus',
      'gauge',
      'vCPU that all containers of the task use.',
      sumOf(labels, running, (one) => one.cpuUsage),
    ),
    family(
      'bw_task_cpu_limit_vcpus',
      'gauge',
      'vCPU that the task was given.',
      sample(labels, metadata.cpuLimit),
    ),
    family(
      'bw_task_memory_working_set_bytes',
      'gauge',
      'Memory that all containers of the task use, without inactive page cache.',
      sumOf(labels, running, (one) => one.workingSet),
    ),
    family(
      'bw_task_memory_limit_bytes',
      'gauge',
      'Memory that the task was given.',
      sample(labels, metadata.memoryLimit),
    ),
    family(
      'bw_task_ephemeral_used_bytes',
      'gauge',
      'Ephemeral storage in use.',
      sample(labels, metadata.ephemeralUsed),
    ),
    family(
      'bw_task_ephemeral_limit_bytes',
      'gauge',
      'Ephemeral storage that the task was given.',
      sample(labels, metadata.ephemeralReserved),
    ),
    family(
      'bw_task_network_rx_bytes_total',
      'counter',
      'Bytes that the task received, by interface.',
      networkSamples(labels, running, (one) => one.receivedBytes),
    ),
    family(
      'bw_task_network_tx_bytes_total',
      'counter',
      'Bytes that the task sent, by interface.',
      networkSamples(labels, running, (one) => one.transmittedBytes),
    ),
    family(
      'bw_task_start_seconds',
      'gauge',
      'How long a phase of the start took.',
      startSamples(metadata, labels),
    ),
    family(
      'bw_container_cpu_usage_seconds_total',
      'counter',
      'CPU time that the container used.',
      perContainer((one) => one.cpuSeconds),
    ),
    family(
      'bw_container_memory_working_set_bytes',
      'gauge',
      'Memory that the container uses, without inactive page cache.',
      perContainer((one) => one.workingSet),
    ),
    family(
      'bw_container_restarts_total',
      'counter',
      'Restarts of the container by its restart policy.',
      metadata.containers.flatMap((one) => sample({ ...labels, container: one.name }, one.restarts)),
    ),
  ];
}

function family(name: string, type: MetricType, help: string, samples: readonly Sample[]): MetricFamily {
  return { name, type, help, samples };
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
    family: task.family,
    revision: task.revision,
    ...(task.availabilityZone === undefined ? {} : { availability_zone: task.availabilityZone }),
    ...(task.launchType === undefined ? {} : { launch_type: task.launchType }),
  };
}

function sample(labels: Labels, value: number | undefined): readonly Sample[] {
  return value === undefined ? [] : [{ labels, value }];
}

/** The sum over containers; none when no container says. */
function sumOf(
  labels: Labels,
  stats: readonly ContainerStats[],
  read: (stats: ContainerStats) => number | undefined,
): readonly Sample[] {
  const values = stats.map(read).filter((value) => value !== undefined);
  return values.length === 0 ? [] : [{ labels, value: values.reduce((sum, value) => sum + value, 0) }];
}

/** Every container tells the counters of the whole task: one per interface, never their sum. */
function networkSamples(
  labels: Labels,
  stats: readonly ContainerStats[],
  read: (counters: NetworkCounters) => number,
): readonly Sample[] {
  const highest = new Map<string, number>();
  for (const counters of stats.flatMap((one) => one.networks)) {
    highest.set(counters.interface, Math.max(highest.get(counters.interface) ?? 0, read(counters)));
  }
  return [...highest].map(([name, value]) => ({ labels: { ...labels, interface: name }, value }));
}

function startSamples(task: TaskMetadata, labels: Labels): readonly Sample[] {
  const phase = (name: string, from: string | undefined, to: string | undefined) => {
    const seconds = (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1000;
    return seconds >= 0 ? sample({ ...labels, phase: name }, seconds) : [];
  };
  return [
    ...phase('pull', task.pullStartedAt, task.pullStoppedAt),
    ...phase('start', task.pullStoppedAt, task.startedAt),
  ];
}
