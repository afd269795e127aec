import { join } from 'node:path';
import { assess } from '@breakwater/compliance';
import { runChecks } from '@breakwater/posture';
import { CommandError, exitCode } from '../../exit-code.ts';
import { printLines } from '../inventory/print.ts';
import { contentFolder, readChecks } from '../posture/content.ts';
import { readSnapshotFile } from '../posture/snapshot.ts';
import type { AssessOptions } from './assess.ts';
import { loadFramework } from './load-framework.ts';
import { reportLines, summaryLines } from './print-assessment.ts';

/** Scores a snapshot and prints the score, or the whole report. */
export async function runAssess(name: 'assess' | 'report', options: AssessOptions): Promise<void> {
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
