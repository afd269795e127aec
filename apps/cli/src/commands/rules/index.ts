import { Command } from 'commander';
import { coverageCommand } from './coverage.ts';
import { explainCommand } from './explain.ts';
import { fieldsCommand } from './fields.ts';
import { listCommand } from './list.ts';
import { testCommand } from './test.ts';
import { validateCommand } from './validate.ts';

/** `breakwater rules`: work with rule files. */
export function rulesCommand(): Command {
  return new Command('rules')
    .description('Validate, test, explain and list detection rules, and the fields they can use')
    .addCommand(validateCommand())
    .addCommand(listCommand())
    .addCommand(fieldsCommand())
    .addCommand(testCommand())
    .addCommand(explainCommand())
    .addCommand(coverageCommand())
    .addHelpText(
      'after',
      `
Examples:
  $ breakwater rules validate my-rules.yaml
  $ breakwater rules test my-rules/tests
  $ breakwater rules list content/rules --json
  $ breakwater rules coverage --gaps
  $ breakwater rules fields aws_cloudtrail
`,
    );
}
