import { Command } from 'commander';
import { listCommand } from './list.ts';
import { showCommand } from './show.ts';
import { syncCommand } from './sync.ts';

export function inventoryCommand(): Command {
  return new Command('inventory')
    .description('Read what an AWS account holds, and look things up in it')
    .addCommand(syncCommand())
    .addCommand(listCommand())
    .addCommand(showCommand());
}
