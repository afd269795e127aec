import { policyVersion } from '@breakwater/findings';
import { Command } from 'commander';
import { writeOut } from '../../../terminal/output.ts';
import { readPolicyFile } from '../policies.ts';

export function showCommand(): Command {
  return new Command('show')
    .description('Print a shipped policy, to use or to change, or check one of your own')
    .argument('<policy>', 'name of a shipped policy, or a file')
    .option('--json', 'as it is understood, with its version')
    .addHelpText(
      'after',
      '\nExamples:\n  $ breakwater image policy show strict > my-policy.yaml\n  $ breakwater image policy show ./my-policy.yaml --json\n',
    )
    .action(async (wanted: string, { json }: { readonly json?: true }) => {
      const { text, policy } = await readPolicyFile(wanted);
      const understood = { ...policy, version: policyVersion(policy) };
      await writeOut(json === true ? `${JSON.stringify(understood, null, 2)}\n` : text);
    });
}
