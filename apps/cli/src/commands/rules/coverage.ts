import { Command, Option } from 'commander';
import type { CoverageOptions } from './run-coverage.ts';

export function coverageCommand(): Command {
  return new Command('coverage')
    .description('Show the ATT&CK techniques and framework controls that rules look for')
    .argument('[file...]', 'rule files or directories (default: the rules of Breakwater)')
    .option('-f, --framework <id...>', 'only these frameworks; ids of Breakwater, or files')
    .option('--source <name>', 'only rules of this event source')
    .option('--gaps', 'list the techniques and controls without a rule, too')
    .addOption(new Option('--format <format>', 'output format').choices(['table', 'json']).default('table'))
    .option('--json', 'same as --format json')
    .addHelpText(
      'after',
      `
A rule looks for the techniques of its tags (T1078, T1078.004) and for the
controls (cis-aws-5.0:4.5). Rules that are switched off do not count. A rule for
a control is evidence that it is watched, not that it is met.

Examples:
  $ breakwater rules coverage
  $ breakwater rules coverage --source aws_cloudtrail --gaps
  $ breakwater rules coverage my-rules.yaml --framework soc2 --json
`,
    )
    .action(async (paths: readonly string[], options: CoverageOptions) => {
      const { runCoverage } = await import('./run-coverage.ts');
      await runCoverage(paths, options);
    });
}
