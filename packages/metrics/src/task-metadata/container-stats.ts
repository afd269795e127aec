import type { ForeignDocument } from './foreign-document.ts';

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
  /** Memory at which the container is killed, bytes. */
  readonly memoryLimit?: number;
  readonly networks: readonly NetworkCounters[];
}

const nanosecondsPerSecond = 1e9;
/** A control group without a limit says the largest number of pages, nearly 2^63 bytes. */
const noLimit = 2 ** 60;
/** Two readings further apart than this are no two readings in a row. */
const maxSecondsBetween = 3600;
const interfacePattern = /^[\w.:@-]{1,64}$/;

/**
 * Reads Docker statistics of a Linux container as Fargate gives them; undefined where there are none: the value of
 * a container that is stopped, or that runs for less than a second, is null or was read in the year 1.
 */
export function readContainerStats(document: ForeignDocument): ContainerStats | undefined {
  if (document.isAbsent) return undefined;
  if (!document.isObject) {
    document.reject();
    return { networks: [] };
  }
  const readAt = document.time('read');
  if (readAt !== undefined && readAt <= 0) return undefined;
  const total = document.requiredNumber('cpu_stats', 'cpu_usage', 'total_usage');
  const cpuUsage = cpuBetween(document, total, readAt);
  const workingSet = readWorkingSet(document.at('memory_stats'));
  const memoryLimit = readMemoryLimit(document.at('memory_stats'));
  return {
    ...(total === undefined ? {} : { cpuSeconds: total / nanosecondsPerSecond }),
    ...(cpuUsage === undefined ? {} : { cpuUsage }),
    ...(workingSet === undefined ? {} : { workingSet }),
    ...(memoryLimit === undefined ? {} : { memoryLimit }),
    networks: readNetworks(document),
  };
}

/** CPU time over wall time; `online_cpus` counts the host's CPUs and says nothing about the task. */
function cpuBetween(
  document: ForeignDocument,
  total: number | undefined,
  readAt: number | undefined,
): number | undefined {
  const before = document.number('precpu_stats', 'cpu_usage', 'total_usage');
  const prereadAt = document.time('preread');
  if (total === undefined || before === undefined || total < before) return undefined;
  if (readAt === undefined || prereadAt === undefined) return undefined;
  // A first reading has no predecessor: its `preread` is the year 1.
  const seconds = (readAt - prereadAt) / 1000;
  if (seconds <= 0 || seconds > maxSecondsBetween) return undefined;
  return (total - before) / nanosecondsPerSecond / seconds;
}

function readWorkingSet(memory: ForeignDocument): number | undefined {
  const usage = memory.requiredNumber('usage');
  const inactive = memory.number('stats', 'inactive_file') ?? memory.number('stats', 'total_inactive_file');
  if (inactive === undefined) memory.at('stats', 'inactive_file').reject();
  if (usage === undefined || inactive === undefined) return undefined;
  return Math.max(0, usage - inactive);
}

/** The lowest of what is said: either figure may be "none". */
function readMemoryLimit(memory: ForeignDocument): number | undefined {
  const limits = [memory.number('limit'), memory.number('stats', 'hierarchical_memory_limit')]
    .filter((limit) => limit !== undefined)
    .filter((limit) => limit > 0 && limit < noLimit);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

function readNetworks(document: ForeignDocument): readonly NetworkCounters[] {
  return document.entries('networks').flatMap(([name, counters]) => {
    if (!interfacePattern.test(name)) {
      counters.reject();
      return [];
    }
    const receivedBytes = counters.requiredNumber('rx_bytes');
    const transmittedBytes = counters.requiredNumber('tx_bytes');
    if (receivedBytes === undefined || transmittedBytes === undefined) return [];
    return [{ interface: name, receivedBytes, transmittedBytes }];
  });
}
