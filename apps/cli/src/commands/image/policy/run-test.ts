import { appliesTo, type JudgeContext } from '@breakwater/findings';
import type { ImageReport, PolicyVerdict } from '@breakwater/model';
import { CommandError, exitCode } from '../../../exit-code.ts';
import { writeOut } from '../../../terminal/output.ts';
import { judgeReport, type PolicyFile, readPolicyFile } from '../policies.ts';
import { completeReport } from './complete-report.ts';
import { findTests, type Outcome, type PolicyTest, readTests } from './policy-tests.ts';
import { printResults } from './print-results.ts';
import { readContext, readPlaceOption, readTime } from './read-context.ts';
import { listReports, readReport, type StoredReport, toReport, type UnreadReport } from './read-reports.ts';
import type { PolicyTestOptions } from './test.ts';

/** What one policy makes of one image, or one test of it. */
export interface PolicyResult {
  readonly policy: string;
  /** A test's name, or what was scanned. */
  readonly name: string;
  /** The file of the result or of the test. */
  readonly file: string;
  readonly outcome: Outcome | 'error';
  /** False: the image does not pass, or the test fails. */
  readonly isGood: boolean;
  /** What a test expected and did not get, or why a file could not be read. */
  readonly problems: readonly string[];
  readonly verdict?: PolicyVerdict;
}

/** Judges and prints; sets the exit code. */
export async function runTest(wanted: readonly string[], options: PolicyTestOptions): Promise<void> {
  const policies: PolicyFile[] = [];
  for (const one of wanted) if (!one.endsWith('.tests.yaml')) policies.push(await readPolicyFile(one));
  if (policies.length === 0)
    throw new CommandError('no policy is named: tests are found by the name of their policy');
  const results =
    options.report.length === 0 ? await runTests(policies) : await judgeReports(policies, options);
  await writeOut(printResults(results, options.json === true ? 'json' : options.format));
  if (results.some(({ isGood }) => !isGood)) process.exitCode = exitCode.failed;
  if (results.some(({ outcome }) => outcome === 'error')) process.exitCode = exitCode.error;
}

async function judgeReports(
  policies: readonly PolicyFile[],
  options: PolicyTestOptions,
): Promise<readonly PolicyResult[]> {
  const context = readContext(options.origin, readPlaceOption(options.place), '--place');
  const asOf = options.asOf === undefined ? undefined : readTime(options.asOf, '--as-of');
  const results: PolicyResult[] = [];
  for (const file of await listReports(options.report)) {
    const read = await readReport(file);
    if ('error' in read) {
      results.push(unread('', file, read));
      continue;
    }
    for (const one of policies) {
      const { outcome, verdict } = judgeOne(
        one,
        read.report,
        asOf ?? new Date(read.report.scannedAt),
        context,
      );
      results.push({
        policy: one.policy.name,
        name: read.report.reference,
        file,
        outcome,
        isGood: outcome === 'passed' || outcome === 'not-applicable',
        problems: [],
        ...(verdict === undefined ? {} : { verdict }),
      });
    }
  }
  return results;
}

async function runTests(policies: readonly PolicyFile[]): Promise<readonly PolicyResult[]> {
  const results: PolicyResult[] = [];
  for (const one of policies) {
    const file = await findTests(one.path);
    if (file === undefined) {
      throw new CommandError(
        `nothing to test ${one.path} on: give --report, or write tests beside it (see "breakwater image policy test --help")`,
      );
    }
    for (const test of await readTests(file)) results.push(await runCase(one, test, file));
  }
  return results;
}

async function runCase(one: PolicyFile, test: PolicyTest, file: string): Promise<PolicyResult> {
  const where = `${file}:${test.line}`;
  const read = await readImage(test, where);
  if ('error' in read) return unread(one.policy.name, where, read, test.name);
  const asOf = test.asOf === undefined ? new Date(read.report.scannedAt) : readTime(test.asOf, where);
  const { outcome, verdict } = judgeOne(one, read.report, asOf, readContext(test.origin, test.place, where));
  const problems = [
    ...(outcome === test.expect ? [] : [`expected ${test.expect}, got ${outcome}`]),
    ...compareGates('fail', test.fails, verdict),
    ...compareGates('warn', test.warns, verdict),
  ];
  return {
    policy: one.policy.name,
    name: test.name,
    file: where,
    outcome,
    isGood: problems.length === 0,
    problems,
    ...(verdict === undefined ? {} : { verdict }),
  };
}

async function readImage(test: PolicyTest, where: string): Promise<StoredReport | UnreadReport> {
  if (test.report !== undefined) return readReport(test.report);
  return toReport(where, completeReport(test.image, test.asOf));
}

function judgeOne(
  { policy }: PolicyFile,
  report: ImageReport,
  now: Date,
  context: JudgeContext,
): { readonly outcome: Outcome; readonly verdict?: PolicyVerdict } {
  if (!appliesTo(policy, report, context)) return { outcome: 'not-applicable' };
  const [verdict] = judgeReport([policy], report, now, context);
  return verdict === undefined ? { outcome: 'not-applicable' } : { outcome: verdict.status, verdict };
}

/** In words, when other gates than those expected failed or warned. */
function compareGates(
  level: 'fail' | 'warn',
  expected: readonly string[] | undefined,
  verdict: PolicyVerdict | undefined,
): string[] {
  if (expected === undefined) return [];
  const reasons = verdict?.reasons.filter((reason) => reason.level === level) ?? [];
  const actual = [...new Set(reasons.map(({ gate }) => gate))].sort();
  const wanted = [...new Set(expected)].sort();
  if (actual.join('\0') === wanted.join('\0')) return [];
  const verb = level === 'fail' ? 'fail' : 'warn';
  return [`expected to ${verb}: ${wanted.join(', ') || 'none'}; got: ${actual.join(', ') || 'none'}`];
}

function unread(policy: string, file: string, { error }: UnreadReport, name = file): PolicyResult {
  return { policy, name, file, outcome: 'error', isGood: false, problems: [error] };
}
