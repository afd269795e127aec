import { Command } from 'commander';
import { writeOut } from '../../../terminal/output.ts';
import { wrap } from '../../../terminal/terminal.ts';
import { shippedPolicies } from '../policies.ts';

export function listCommand(): Command {
  return new Command('list')
    .description('List the shipped policies; --policy NAME of "image scan" takes them')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  $ breakwater image policy list\n  $ breakwater image policy list --json\n',
    )
    .action(async ({ json }: { readonly json?: true }) => {
      const policies = (await shippedPolicies()).map(({ policy }) => policy);
      await writeOut(json === true ? `${JSON.stringify(policies, null, 2)}\n` : tableOf(policies));
    });
}

function tableOf(policies: readonly { readonly name: string; readonly description?: string }[]): string {
  const width = Math.max(...policies.map(({ name }) => name.length)) + 2;
  const indent = ' '.repeat(width);
  const lines = policies.flatMap(({ name, description = '' }) =>
    wrap(description, indent, { width: 80, hasColour: false }, name.padEnd(width)),
  );
  return `${lines.join('\n')}\n`;
}
