import type { SampleTask } from './ecs-events.ts';
import { randomOf } from './seeded.ts';

const mebibyte = 1024 * 1024;
/** By how much a sample may lie off the line, as a share of the limit. */
const noise = 0.025;

/** The metrics of tasks in Prometheus text with times; empty when no task has any. */
export function taskMetrics(tasks: readonly SampleTask[], base: number): string {
  const lines = tasks.flatMap((task) => metricsOf(task, base));
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function metricsOf({ id, service, template, startedAt, stoppedAt }: SampleTask, base: number): string[] {
  const { metrics } = template;
  if (metrics === undefined) return [];
  const { account, region, cluster } = service;
  const labels = Object.entries({ account, region, cluster, service: service.service, task: id })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
  const end = Math.min(stoppedAt ?? base, base);
  const start = Math.max(end - metrics.over, startedAt);
  const random = randomOf(`metrics ${id}`);
  const steps = Math.max(1, Math.floor((end - start) / metrics.step));
  const arn = `arn:aws:ecs:${region}:${account}:task/${cluster}/${id}`;
  const lines = [`bw_task_info{${labels},task_arn="${arn}"} 1`];
  for (let step = 0; step <= steps; step += 1) {
    const time = Math.round(end - (steps - step) * metrics.step);
    const use = ([first, last]: readonly [number, number]): number => {
      const onLine = first + (last - first) * (step / steps);
      return step === steps ? last : Math.min(1, Math.max(0.01, onLine + (random() * 2 - 1) * noise));
    };
    const memory = Math.round(use(metrics.memory) * service.memory * mebibyte);
    const cpu = ((use(metrics.cpu) * service.cpu) / 1024).toFixed(4);
    const disk = Math.round((0.9 + (0.3 * step) / steps + random() * 0.02) * 1024 * mebibyte);
    lines.push(
      `bw_task_memory_working_set_bytes{${labels}} ${memory} ${time}`,
      `bw_task_cpu_usage_vcpus{${labels}} ${cpu} ${time}`,
      `bw_task_ephemeral_used_bytes{${labels}} ${disk} ${time}`,
    );
  }
  return lines;
}
