import { numberAt, objectAt, textAt } from './json.ts';

/** Counters of one interface. */
export interface NetworkCounters {
  readonly interface: string;
  readonly receivedBytes: number;
  readonly transmittedBytes: number;
}

/** What one container uses. Absent: the document did not say. */
export interface ContainerStats {
  /** CPU time used since the container started, in seconds. */
  readonly cpuSeconds?: number;
  /** vCPU used between the last two readings. */
  readonly cpuUsage?: number;
  /** Memory that cannot be given back at once: usage without inactive page cache; bytes. */
  readonly workingSet?: number;
  readonly networks: readonly NetworkCounters[];
}

const nanosecondsPerSecond = 1e9;

/**
 * Reads Docker stats as Fargate gives them. A stopped container's value is null: undefined. CPU use is computed
 * over wall time, never by `online_cpus`, which counts the host's.
 */
export function readContainerStats(document: unknown): ContainerStats | undefined {
  if (objectAt(document) === undefined) return undefined;
  const total = numberAt(document, 'cpu_stats', 'cpu_usage', 'total_usage');
  const usage = numberAt(document, 'memory_stats', 'usage');
  const inactive = numberAt(document, 'memory_stats', 'stats', 'inactive_file') ?? 0;
  const cpuUsage = cpuBetween(document, total);
  return {
    ...(total === undefined ? {} : { cpuSeconds: total / nanosecondsPerSecond }),
    ...(cpuUsage === undefined ? {} : { cpuUsage }),
    ...(usage === undefined ? {} : { workingSet: Math.max(0, usage - inactive) }),
    networks: readNetworks(document),
  };
}

function cpuBetween(document: unknown, total: number | undefined): number | undefined {
  const before = numberAt(document, 'precpu_stats', 'cpu_usage', 'total_usage');
  const read = Date.parse(textAt(document, 'read') ?? '');
  const preread = Date.parse(textAt(document, 'preread') ?? '');
  const seconds = (read - preread) / 1000;
  // A first reading has no predecessor: its `preread` is the year 1.
  if (total === undefined || before === undefined || !(seconds > 0 && seconds < 3600) || total < before)
    return undefined;
  return (total - before) / nanosecondsPerSecond / seconds;
}

function readNetworks(document: unknown): readonly NetworkCounters[] {
  return Object.entries(objectAt(document, 'networks') ?? {}).flatMap(([name, counters]) => {
    const receivedBytes = numberAt(counters, 'rx_bytes');
    const transmittedBytes = numberAt(counters, 'tx_bytes');
    if (receivedBytes === undefined || transmittedBytes === undefined) return [];
    return [{ interface: name, receivedBytes, transmittedBytes }];
  });
}
