import { Command } from 'commander';
import { listCommand } from './list.ts';
import { schemaCommand } from './schema.ts';
import { showCommand } from './show.ts';
import { testCommand } from './test.ts';

/** `breakwater image policy`: what images must meet, and whether they do. */
export function policyCommand(): Command {
  return new Command('policy')
    .description('List, show and test the policies that images are judged by')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(testCommand())
    .addCommand(schemaCommand())
    .addHelpText(
      'after',
      `
Examples:
  $ breakwater image policy list
  $ breakwater image policy show pci-dss > policies/payments.yaml
  $ breakwater image policy test policies/payments.yaml
  $ breakwater image policy test policies/*.yaml --report results/
`,
    );
}
