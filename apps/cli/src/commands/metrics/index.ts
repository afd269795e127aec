import { Command } from 'commander';
import { taskCommand } from './task.ts';

/** `breakwater metrics`: figures about workloads. */
export function metricsCommand(): Command {
  return new Command('metrics')
    .description('Collect metrics of workloads for Prometheus and for Breakwater')
    .addCommand(taskCommand());
}
