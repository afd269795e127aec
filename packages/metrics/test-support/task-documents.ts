import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface TaskDocument {
  readonly TaskARN: string;
  readonly Containers: readonly Record<string, unknown>[];
  readonly [key: string]: unknown;
}

interface CpuStats {
  cpu_usage: { total_usage: number };
}

interface Stats {
  read: string;
  preread: string;
  cpu_stats: CpuStats;
  precpu_stats: CpuStats;
  memory_stats: { usage: number; limit: number; stats: Record<string, number> };
  networks: Record<string, { rx_bytes: number; tx_bytes: number }>;
}

const testdata = join(import.meta.dirname, '..', 'src', 'task-metadata', 'testdata');

/** `/task` of a task on Fargate platform 1.4: the containers app and proxy run, migrate has stopped. */
export function taskDocument(): TaskDocument {
  return JSON.parse(readFileSync(join(testdata, 'fargate-task.json'), 'utf8'));
}

/** `/task/stats` of the same task, by the id of the container. */
export function taskStats(): Record<string, Stats | null> {
  return JSON.parse(readFileSync(join(testdata, 'fargate-stats.json'), 'utf8'));
}
