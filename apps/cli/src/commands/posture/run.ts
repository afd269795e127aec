import { isAtLeast, type Severity, severities } from '@breakwater/model';
import { PolicyError, type PolicyResult, runChecks, runPolicies } from '@breakwater/posture';
import { Command, Option } from 'commander';
import { CommandError, exitCode } from '../../exit-code.ts';
import { printLines } from '../inventory/print.ts';
import { defaultSnapshotFile } from '../inventory/snapshot-file.ts';
import { contentFolder, readChecks, readTextFile } from './content.ts';
import { checkLines } from './print-checks.ts';
import { policyLines } from './print-policies.ts';
import { readSnapshotFile, type Snapshot } from './snapshot.ts';

interface RunOptions {
  readonly policy?: readonly string[];
  readonly checks?: string;
  readonly check?: readonly string[];
  readonly resources: string;
  readonly dryRun?: boolean;
  readonly failOn?: Severity;
  readonly format: 'table' | 'json';
  readonly json?: boolean;
}

/** A policy of Custodian's format has no severity; what it finds counts as this. */
const policySeverity: Severity = 'medium';

export function runCommand(): Command {
  return new Command('run')
    .description('Runs checks, or policies of Cloud Custodian, over an inventory snapshot. Needs no network.')
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
    .action(run);
}

async function run(options: RunOptions): Promise<void> {
  const snapshot = await readSnapshotFile(options.resources);
  if (options.policy === undefined) await judgeByChecks(options, snapshot);
  else await judgeByPolicies(options, options.policy, snapshot);
}

async function judgeByChecks(options: RunOptions, { resources, coverage }: Snapshot): Promise<void> {
  const all = await readChecks(options.checks ?? `${contentFolder}/checks`);
  const unknown = options.check?.find((id) => !all.some((check) => check.id === id));
  if (unknown !== undefined) throw new CommandError(`there is no check ${unknown}`);
  const checks = all.filter((check) => options.check?.includes(check.id) ?? true);
  const results = runChecks(checks, resources, coverage, { now: new Date() });
  await printLines(
    isJson(options) ? [`${JSON.stringify({ results }, null, 2)}\n`] : checkLines(checks, results),
  );
  const { failOn } = options;
  const isFailed =
    failOn !== undefined && results.some((one) => one.status === 'FAIL' && isAtLeast(one.severity, failOn));
  process.exitCode = isFailed ? exitCode.failed : exitCode.good;
}

async function judgeByPolicies(
  options: RunOptions,
  files: readonly string[],
  snapshot: Snapshot,
): Promise<void> {
  const results: PolicyResult[] = [];
  for (const file of files) results.push(...(await runPolicyFile(file, snapshot)));
  const acting = results.find((one) => one.actions.length > 0);
  if (acting !== undefined && options.dryRun !== true) {
    throw new CommandError(
      `policy ${acting.policy} has actions, and actions are not carried out: add --dry-run`,
    );
  }
  await printLines(
    isJson(options) ? [`${JSON.stringify({ policies: results }, null, 2)}\n`] : policyLines(results),
  );
  const { failOn } = options;
  const isFailed =
    failOn !== undefined &&
    isAtLeast(policySeverity, failOn) &&
    results.some((one) => one.matched.length > 0);
  if (results.some((one) => one.error !== undefined)) process.exitCode = exitCode.error;
  else process.exitCode = isFailed ? exitCode.failed : exitCode.good;
}

async function runPolicyFile(file: string, { resources }: Snapshot): Promise<readonly PolicyResult[]> {
  try {
    return runPolicies(await readTextFile(file), file, resources, { now: new Date() });
  } catch (error) {
    if (error instanceof PolicyError) throw new CommandError(error.message);
    throw error;
  }
}

function isJson({ json, format }: RunOptions): boolean {
  return json === true || format === 'json';
}
