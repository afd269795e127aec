import { Command, Option } from 'commander';
import { CommandError } from '../../exit-code.ts';
import { defaultSnapshotFile } from '../inventory/default-snapshot.ts';

export interface AssessOptions {
  readonly framework: string;
  readonly resources: string;
  readonly checks?: string;
  readonly failUnder?: number;
  readonly format: 'table' | 'json';
  readonly json?: boolean;
}

const descriptions = {
  assess: 'Score a snapshot against a framework, requirement by requirement',
  report: 'Score it with every control and the resources that fail it',
} as const;

/** `assess` and `report` do the same work and differ in how much they print. */
export function assessCommand(name: 'assess' | 'report'): Command {
  return new Command(name)
    .description(descriptions[name])
    .requiredOption('-f, --framework <id>', 'id of a framework of Breakwater, or a file')
    .option('-r, --resources <file>', 'snapshot of `inventory sync`', defaultSnapshotFile)
    .option('--checks <folder>', 'folder of check files (default: the checks of Breakwater)')
    .option('--fail-under <percent>', 'exit 1 when the score is lower, or there is none', readPercent)
    .addOption(
      new Option('--format <format>', 'of what is printed').choices(['table', 'json']).default('table'),
    )
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      `
Controls without a verdict are shown as not assessed and never count as passed.
GDPR and SOC 2 get no score: checks are evidence for them, not proof.

Examples:
  breakwater compliance ${name} --framework aws-fsbp
  breakwater compliance ${name} --framework cis-aws-7.0 --fail-under 80
  breakwater compliance ${name} --framework ./own.yaml --json
`,
    )
    .action(async (options: AssessOptions) => {
      const { runAssess } = await import('./run-assess.ts');
      await runAssess(name, options);
    });
}

function readPercent(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 100)) {
    throw new CommandError(`--fail-under "${text}" is no percentage from 0 to 100`);
  }
  return value;
}
