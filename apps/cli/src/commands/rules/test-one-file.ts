import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Event } from '@breakwater/model';
import {
  formatDiagnostic,
  loadRules,
  type RuleFile,
  RuleTestProblem,
  type RuleTestResult,
  readRuleTests,
  runRuleTest,
  type TestEvents,
  type TestInput,
} from '@breakwater/rules';
import { findSource, sources } from '@breakwater/sources';

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
  readonly results: readonly RuleTestResult[];
}

const maxInputBytes = 256 * 1024 * 1024;

/** Runs the tests of one file. Never throws because of a file. */
export function testOneFile(task: TestTask): FileResult {
  const { file } = task;
  try {
    const tests = readRuleTests(file, readFileSync(file, 'utf8'));
    const names = task.rules ?? tests.rules?.map((name) => join(dirname(file), name)) ?? [besideOf(file)];
    const files = names.map((name): RuleFile => ({ name, text: readFileSync(name, 'utf8') }));
    const { ruleset, errors } = loadRules(files, { sources });
    if (ruleset === undefined) return { file, error: errors.map(formatDiagnostic).join('\n'), results: [] };
    const wanted = tests.tests.filter(
      ({ detections, forbidden }) =>
        task.rule === undefined ||
        forbidden.includes(task.rule) ||
        detections.some(({ rule }) => rule === task.rule),
    );
    const results = wanted.map((test) =>
      runRuleTest(
        test,
        ruleset,
        (input) => eventsOf(input, file),
        () => performance.now(),
      ),
    );
    return { file, results };
  } catch (error) {
    if (error instanceof RuleTestProblem) return { file, error: error.message, results: [] };
    const reason = error instanceof Error ? error.message : String(error);
    return { file, error: `cannot be read: ${reason}`, results: [] };
  }
}

/** `rules/tests/x.yaml` tests `rules/x.yaml` unless it says otherwise. */
function besideOf(file: string): string {
  const beside = join(dirname(file), '..', basename(file));
  if (existsSync(beside)) return beside;
  throw new RuleTestProblem(file, 1, `names no rule files, and there is no ${beside}: add "rules: [FILE]"`);
}

function eventsOf(input: TestInput, testFile: string): TestEvents {
  const source = findSource(input.source);
  if (source === undefined) {
    return {
      error: `unknown source "${input.source}"; one of ${sources.map(({ name }) => name).join(', ')}`,
    };
  }
  if (input.file !== undefined) return read(join(dirname(testFile), input.file), source.parse);
  const { events, rejected } = source.parse(input.records.map((record) => JSON.stringify(record)).join('\n'));
  const [first] = rejected;
  return first === undefined
    ? { events }
    : { error: `record ${first.index + 1} is no event: ${first.error}` };
}

function read(path: string, parse: (bytes: Uint8Array) => { readonly events: readonly Event[] }): TestEvents {
  try {
    if (statSync(path).size > maxInputBytes)
      return { error: `${path} is larger than ${maxInputBytes} bytes` };
    const bytes = readFileSync(path);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const { events } = parse(isGzip ? gunzipSync(bytes, { maxOutputLength: maxInputBytes }) : bytes);
    return events.length === 0 ? { error: `${path} holds no event of the source` } : { events };
  } catch (error) {
    return { error: `cannot read ${path}: ${error instanceof Error ? error.message : String(error)}` };
  }
}
