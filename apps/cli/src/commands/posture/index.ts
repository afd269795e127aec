import { Command } from 'commander';
import { runCommand } from './run.ts';

export function postureCommand(): Command {
  return new Command('posture')
    .description('Judge the configuration of an AWS account by checks and policies')
    .addCommand(runCommand());
}
