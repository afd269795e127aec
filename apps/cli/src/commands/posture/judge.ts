import { isAtLeast } from '@breakwater/model';
import { PolicyError, type PolicyResult, runChecks, runPolicies } from '@breakwater/posture';
import { CommandError, exitCode } from '../../exit-code.ts';
import { printLines } from '../inventory/print.ts';
import { contentFolder, readChecks, readTextFile } from './content.ts';
import { policySeverity } from './policy-severity.ts';
import { checkLines } from './print-checks.ts';
import { policyLines } from './print-policies.ts';
import type { RunOptions } from './run.ts';
import { readSnapshotFile, type Snapshot } from './snapshot.ts';

/** Judges a snapshot by checks, or by policies when there are some, and prints the verdicts. */
export async function judge(options: RunOptions): Promise<void> {
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
