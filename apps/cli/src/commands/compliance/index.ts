import { Command } from 'commander';
import { assessCommand } from './assess.ts';

export function complianceCommand(): Command {
  return new Command('compliance')
    .description('Score an AWS account against frameworks')
    .addCommand(assessCommand('assess'))
    .addCommand(assessCommand('report'));
}
