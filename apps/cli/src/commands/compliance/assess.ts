import { join } from 'node:path';
import { assess, FrameworkError, readFramework } from '@breakwater/compliance';
import type { Framework } from '@breakwater/model';
import { runChecks } from '@breakwater/posture';
import { Command, Option } from 'commander';
import { CommandError, exitCode } from '../../exit-code.ts';
import { printLines } from '../inventory/print.ts';
import { defaultSnapshotFile } from '../inventory/snapshot-file.ts';
import { contentFolder, readChecks, readTextFile } from '../posture/content.ts';
import { readSnapshotFile } from '../posture/snapshot.ts';
import { reportLines, summaryLines } from './print-assessment.ts';

interface AssessOptions {
  readonly framework: string;
  readonly resources: string;
  readonly checks?: string;
  readonly failUnder?: number;
  readonly format: 'table' | 'json';
  readonly json?: boolean;
}

const descriptions = {
  assess: 'Scores a snapshot against a framework, requirement by requirement.',
  report: 'The same with every control and the resources that fail it.',
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
    .action((options: AssessOptions) => run(name, options));
}

async function run(name: 'assess' | 'report', options: AssessOptions): Promise<void> {
  const [framework, checks, { resources, coverage }] = await Promise.all([
    loadFramework(options.framework),
    readChecks(options.checks ?? join(contentFolder, 'checks')),
    readSnapshotFile(options.resources),
  ]);
  const results = runChecks(checks, resources, coverage, { now: new Date() });
  const assessment = assess(
    framework,
    results,
    checks.map((check) => check.id),
  );
  const isJson = options.json === true || options.format === 'json';
  const lines = name === 'report' ? reportLines(assessment) : summaryLines(assessment);
  await printLines(isJson ? [`${JSON.stringify(assessment, null, 2)}\n`] : lines);
  const { failUnder } = options;
  if (failUnder !== undefined && !framework.isScored) throw new CommandError(`${framework.id} has no score`);
  const isFailed = failUnder !== undefined && (assessment.score ?? 0) * 100 < failUnder;
  process.exitCode = isFailed ? exitCode.failed : exitCode.good;
}

async function loadFramework(name: string): Promise<Framework> {
  const isFile = /[/\\]|\.ya?ml$/.test(name);
  const path = isFile ? name : join(contentFolder, 'frameworks', `${name}.yaml`);
  try {
    return readFramework(await readTextFile(path), isFile ? path : `${name}.yaml`);
  } catch (error) {
    if (error instanceof FrameworkError) throw new CommandError(error.message);
    throw error;
  }
}

function readPercent(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 100)) {
    throw new CommandError(`--fail-under "${text}" is no percentage from 0 to 100`);
  }
  return value;
}
