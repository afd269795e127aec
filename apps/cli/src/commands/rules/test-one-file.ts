import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
  formatDiagnostic,
  RuleTestProblem,
  type RuleTestResult,
  readRuleTests,
  runRuleTest,
} from '@breakwater/rules';
import { CommandError } from '../../exit-code.ts';
import { eventSources } from './event-sources.ts';
import { inputsOf } from './read-test-input.ts';
import { loadRuleFiles, plainReason, readRuleFiles } from './rule-files.ts';

export interface TestTask {
  readonly file: string;
  /** In place of the rule files that the test file names. */
  readonly rules?: readonly string[];
  /** Only tests of this rule. */
  readonly rule?: string;
}

export interface FileResult {
  readonly file: string;
  /** Why the file could not be run at all. */
  readonly error?: string;
  /** A file that one of its tests reads cannot be read; that test fails, the others are run. */
  readonly hasUnreadable?: boolean;
  readonly results: readonly RuleTestResult[];
}

/** Runs the tests of one file. Never throws because of a file. */
export async function testOneFile(task: TestTask): Promise<FileResult> {
  const { file } = task;
  try {
    const tests = readRuleTests(file, readFileSync(file, 'utf8'));
    const names = task.rules ?? tests.rules?.map((name) => join(dirname(file), name)) ?? [besideOf(file)];
    const { ruleset, errors } = loadRuleFiles(await readRuleFiles(names), { sources: eventSources });
    if (ruleset === undefined) return { file, error: errors.map(formatDiagnostic).join('\n'), results: [] };
    const wanted = tests.tests.filter(
      ({ detections, forbidden }) =>
        task.rule === undefined ||
        forbidden.includes(task.rule) ||
        detections.some(({ rule }) => rule === task.rule),
    );
    let hasUnreadable = false;
    const readEvents = inputsOf(file, () => {
      hasUnreadable = true;
    });
    const results: RuleTestResult[] = [];
    for (const test of wanted)
      results.push(await runRuleTest(test, ruleset, readEvents, () => performance.now()));
    return { file, ...(hasUnreadable ? { hasUnreadable } : {}), results };
  } catch (error) {
    if (error instanceof RuleTestProblem) return { file, error: error.message, results: [] };
    const reason = error instanceof CommandError ? error.message : `cannot be read: ${plainReason(error)}`;
    return { file, error: reason, results: [] };
  }
}

/** `rules/tests/x.yaml` tests `rules/x.yaml` unless it says otherwise. */
function besideOf(file: string): string {
  const beside = join(dirname(file), '..', basename(file));
  if (existsSync(beside)) return beside;
  throw new RuleTestProblem(file, 1, `names no rule files, and there is no ${beside}: add "rules: [FILE]"`);
}
