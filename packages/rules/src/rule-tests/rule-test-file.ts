/** A record of an event as JSON, of the source that it names or else of the file's. */
export type TestRecord = Readonly<Record<string, unknown>>;

/** Events to evaluate, in order: given here, or in a file as the source writes it (a CloudTrail log). */
export interface TestInput {
  readonly name: string;
  readonly records: readonly TestRecord[];
  /** Relative to the test file; then there are no records. */
  readonly file?: string;
  readonly source: string;
  /** Line of the test in its file, from 1. */
  readonly line: number;
}

/** What a rule must make of an input, or a rule that must not fire on it. */
export interface ExpectedDetection {
  readonly rule: string;
  /** How often; at least once when absent. */
  readonly times?: number;
  /** The whole output of the first one. */
  readonly output?: string;
  /** Output fields of the first one, as printed in JSON; those that are not named are not looked at. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

export interface RuleTest {
  readonly input: TestInput;
  readonly detections: readonly ExpectedDetection[];
  /** Rules that must stay silent. */
  readonly forbidden: readonly string[];
  /** No rule may fire but those in `detections`. */
  readonly isExact: boolean;
}

/** Tests of rules as data. The form is described in `content/rules/README.md`. */
export interface RuleTestFile {
  readonly name: string;
  /** Rule files to load, in this order, relative to the test file; absent: the caller knows them. */
  readonly rules?: readonly string[];
  readonly tests: readonly RuleTest[];
}

/** A test file that is not of the form: what, and at which line. */
export class RuleTestProblem extends Error {
  override readonly name = 'RuleTestProblem';

  constructor(file: string, line: number, message: string) {
    super(`${file}:${line}: ${message}`);
  }
}
