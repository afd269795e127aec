import { type Severity, severities } from '@breakwater/model';
import { Command, Option } from 'commander';
import { defaultSnapshotFile } from '../inventory/default-snapshot.ts';
import { policySeverity } from './policy-severity.ts';

export interface RunOptions {
  readonly policy?: readonly string[];
  readonly checks?: string;
  readonly check?: readonly string[];
  readonly resources: string;
  readonly dryRun?: boolean;
  readonly failOn?: Severity;
  readonly format: 'table' | 'json';
  readonly json?: boolean;
}

export function runCommand(): Command {
  return new Command('run')
    .description('Run checks, or policies of Cloud Custodian, over an inventory snapshot, offline')
    .addOption(
      new Option('--policy <file...>', 'policy files instead of checks').conflicts(['checks', 'check']),
    )
    .option('--checks <folder>', 'folder of check files (default: the checks of Breakwater)')
    .option('--check <id...>', 'only these checks')
    .option('-r, --resources <file>', 'snapshot of `inventory sync`', defaultSnapshotFile)
    .option('--dry-run', 'accept policies with actions, and only say what they would act on')
    .addOption(
      new Option('--fail-on <severity>', 'exit 1 when something of this severity or worse fails').choices([
        ...severities,
      ]),
    )
    .addOption(
      new Option('--format <format>', 'of what is printed').choices(['table', 'json']).default('table'),
    )
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      `
What could not be read is an ERROR, never a pass. A policy's match counts as
${policySeverity} for --fail-on. Nothing in the account is ever changed.

Examples:
  breakwater inventory sync && breakwater posture run
  breakwater posture run --fail-on high --check sg-no-ssh-from-internet
  breakwater posture run --policy policies.yml --dry-run --json
`,
    )
    .action(async (options: RunOptions) => {
      const { judge } = await import('./judge.ts');
      await judge(options);
    });
}
