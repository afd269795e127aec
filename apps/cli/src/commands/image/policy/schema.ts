import { imagePolicySchema } from '@breakwater/findings';
import { Command } from 'commander';
import { writeOut } from '../../../terminal/output.ts';

export function schemaCommand(): Command {
  return new Command('schema')
    .description('Print the JSON Schema of policy files, for editors')
    .addHelpText('after', '\nExamples:\n  $ breakwater image policy schema > image-policy.schema.json\n')
    .action(() => writeOut(`${JSON.stringify(imagePolicySchema(), null, 2)}\n`));
}
