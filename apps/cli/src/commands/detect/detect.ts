import { hostname } from 'node:os';
import { type Event, type Priority, priorities } from '@breakwater/model';
import {
  createEngine,
  type Engine,
  type EngineOptions,
  type Fired,
  falcoJson,
  falcoText,
  type Ruleset,
} from '@breakwater/rules';
import {
  findSource,
  type InputFile,
  RecentEvents,
  readInput,
  readStream,
  type Source,
  sources,
} from '@breakwater/sources';
import { CommandError, exitCode } from '../../exit-code.ts';
import { type Output, openOutput } from '../../terminal/output.ts';
import { escaped } from '../../terminal/printable.ts';
import { captureBytes } from '../capture/capture-bytes.ts';
import { readTasks } from '../capture/task-metadata.ts';
import { describeLoad, loadRuleFiles, readRuleFiles } from '../rules/rule-files.ts';
import { isCapture, openStandardInput } from './capture-file.ts';
import { detectInCapture, withCaptures } from './detect-in-capture.ts';
import { createSummary, type Summary, writeSummary } from './summary.ts';

export interface DetectOptions {
  readonly rules: readonly string[];
  readonly input: string;
  readonly source?: string;
  readonly taskMetadata?: readonly string[];
  readonly format: 'json' | 'text';
  readonly json?: boolean;
  readonly ruleMatching: 'first' | 'all';
  readonly minPriority?: Priority;
  readonly failOn?: Priority;
  readonly suggestedOutput?: boolean;
  readonly appendOutput?: string;
  readonly extraField?: readonly string[];
  readonly rateLimit?: NonNullable<EngineOptions['rateLimit']>;
  readonly timing?: boolean;
}

/** Loads the rules, reads the input and writes what fires. */
export async function detect(options: DetectOptions): Promise<void> {
  const tasks = await readTasks(options.taskMetadata);
  const piped = options.input === '-' ? await openStandardInput() : undefined;
  const isCaptured = piped?.isCapture ?? (await isCapture(options.input));
  if (tasks.length > 0 && !isCaptured)
    throw new CommandError('--task-metadata: the input is no capture; only captures have control groups');
  const ruleset = await loadRuleset(options, isCaptured);
  const engine = createEngine(ruleset, {
    ruleMatching: options.ruleMatching,
    slowness: { clock: () => performance.now() },
    ...(options.rateLimit === undefined ? {} : { rateLimit: options.rateLimit }),
  });
  const summary = createSummary();
  const output = openOutput();
  const isJson = options.json === true || options.format === 'json';
  const lineOf = (fired: Fired, event: Event, host: string): string => {
    summary.count(fired);
    return `${isJson ? falcoJson(fired, event, host) : escaped(falcoText(fired, event))}\n`;
  };
  const run: Run = { ruleset, engine, summary, output, lineOf };
  const start = performance.now();
  if (isCaptured) {
    const name = piped === undefined ? options.input : 'standard input';
    await detectInCapture(name, piped?.bytes ?? captureBytes(options.input), run, tasks);
  } else {
    const files =
      piped === undefined ? filesOf(options.input) : [await readStream(piped.bytes, 'standard input')];
    await detectInRecords(files, chooseSource(options.source, ruleset), run);
  }
  if (output.isClosed) return;
  writeSummary(summary, engine, process.stderr);
  if (options.timing === true) writeTiming(performance.now() - start);
  process.exitCode = exitCodeOf(summary, options.failOn);
}

/** What both kinds of input are run with. */
export interface Run {
  readonly ruleset: Ruleset;
  readonly engine: Engine;
  readonly summary: Summary;
  readonly output: Output;
  /** Counts a detection; the line to print for it. */
  readonly lineOf: (fired: Fired, event: Event, host: string) => string;
}

/** For benches: the time that the input alone took, the processor time of all, the most memory at once. */
function writeTiming(inputMs: number): void {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const told = { inputMs, processorMs: (userCPUTime + systemCPUTime) / 1000, peakRssMb: maxRSS / 1024 };
  process.stderr.write(`${JSON.stringify(told)}\n`);
}

async function detectInRecords(
  files: AsyncIterable<InputFile> | Iterable<InputFile>,
  source: Source,
  run: Run,
): Promise<void> {
  const { engine, summary, output, lineOf } = run;
  const host = hostname();
  const recent = new RecentEvents();
  let bytes = 0;
  for await (const file of files) {
    summary.files += 1;
    if ('error' in file) {
      summary.unreadable.push({ file: file.name, error: file.error });
      continue;
    }
    if (file.problem !== undefined) summary.cut(file.name, file.problem);
    bytes += file.content.length;
    const { events, rejected } = source.parse(file.content, { firstNumber: summary.events + 1, recent });
    summary.events += events.length;
    for (const one of rejected) summary.reject(file.name, one);
    for (const event of events) {
      for (const fired of engine.evaluate(event)) await output.write(lineOf(fired, event, host));
      if (output.isClosed) return;
    }
  }
  if (bytes === 0 && summary.files > summary.unreadable.length)
    throw new CommandError('the input is empty; there was nothing to evaluate');
}

/** The options that give what is added to outputs. */
const appendOptions = { extraOutput: '--append-output', extraFields: '--extra-field' } as const;

async function loadRuleset(options: DetectOptions, isCaptured: boolean): Promise<Ruleset> {
  const { minPriority, appendOutput, extraField } = options;
  const source = isCaptured ? 'syscall' : options.source;
  const isAppended = appendOutput !== undefined || extraField !== undefined;
  const result = loadRuleFiles(await readRuleFiles(options.rules), {
    sources: isCaptured ? withCaptures : sources,
    suggestedOutput: options.suggestedOutput === true,
    ...(minPriority === undefined ? {} : { minPriority }),
    ...(isAppended
      ? {
          appendOutput: [
            {
              ...(source === undefined ? {} : { source }),
              ...(appendOutput === undefined ? {} : { extraOutput: appendOutput }),
              ...(extraField === undefined ? {} : { extraFields: extraField }),
            },
          ],
        }
      : {}),
  });
  const wrongOption = result.errors.find((error) => error.appended !== undefined);
  if (wrongOption?.appended !== undefined)
    throw new CommandError(`${appendOptions[wrongOption.appended]}: ${wrongOption.message}`);
  process.stderr.write(describeLoad(result));
  if (result.ruleset === undefined) throw new CommandError('the rules are not valid; nothing was evaluated');
  return result.ruleset;
}

/** Named, or the one source that the rules are for. */
function chooseSource(name: string | undefined, ruleset: Ruleset): Source {
  const known = sources.map((source) => source.name).join(', ');
  if (name !== undefined) {
    const source = findSource(name);
    if (source !== undefined) return source;
    throw new CommandError(`unknown source "${name}"; one of ${known}`);
  }
  const named = [...new Set(ruleset.rules.map((rule) => rule.source))];
  const only = named.length === 1 ? findSource(named[0] ?? '') : undefined;
  if (only !== undefined) return only;
  throw new CommandError(
    `the rules are for ${named.join(', ') || 'no source'}; name the input's with --source (${known})`,
  );
}

async function* filesOf(input: string): AsyncGenerator<InputFile> {
  try {
    yield* readInput(input);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw new CommandError(
      `cannot read ${input}: ${isMissing ? 'there is no such file or directory' : String(error)}`,
    );
  }
}

function exitCodeOf(summary: Summary, failOn: Priority | undefined): number {
  if (summary.files === 0) throw new CommandError('the directory holds no .json, .jsonl or .ndjson file');
  if (summary.unreadable.length > 0 && summary.unreadable.length === summary.files) return exitCode.error;
  if (summary.events === 0 && summary.rejectedCount > 0) return exitCode.error;
  const floor = failOn === undefined ? -1 : priorities.indexOf(failOn);
  const hasFailed = [...summary.rules.values()].some((rule) => priorities.indexOf(rule.priority) <= floor);
  if (hasFailed) return exitCode.failed;
  const isWhole = summary.unreadable.length === 0 && !summary.isCut;
  return isWhole ? exitCode.good : exitCode.error;
}
