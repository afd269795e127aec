import { hostname } from 'node:os';
import { type Priority, priorities } from '@breakwater/model';
import { createEngine, falcoJson, falcoText, type Ruleset } from '@breakwater/rules';
import { findSource, type InputFile, readInput, readStream, type Source, sources } from '@breakwater/sources';
import { CommandError, exitCode } from '../../exit-code.ts';
import { describeLoad, loadRuleFiles, readRuleFiles } from '../rules/rule-files.ts';
import { createSummary, type Summary, writeSummary } from './summary.ts';

export interface DetectOptions {
  readonly rules: readonly string[];
  readonly input: string;
  readonly source?: string;
  readonly format: 'json' | 'text';
  readonly json?: boolean;
  readonly ruleMatching: 'first' | 'all';
  readonly minPriority?: Priority;
  readonly failOn?: Priority;
}

/** Loads the rules, reads the input file by file and writes what fires. */
export async function detect(options: DetectOptions): Promise<void> {
  const ruleset = await loadRuleset(options);
  const source = chooseSource(options.source, ruleset);
  const engine = createEngine(ruleset, { ruleMatching: options.ruleMatching });
  const summary = createSummary();
  const host = hostname();
  const output = createOutput();
  for await (const file of readFiles(options.input)) {
    summary.files += 1;
    if ('error' in file) {
      summary.unreadable.push({ file: file.name, error: file.error });
      continue;
    }
    const { events, rejected } = source.parse(file.content, { firstNumber: summary.events + 1 });
    summary.events += events.length;
    for (const one of rejected) summary.reject(file.name, one);
    for (const event of events) {
      for (const fired of engine.evaluate(event)) {
        summary.count(fired);
        const isJson = options.json === true || options.format === 'json';
        const line = isJson ? falcoJson(fired, event, host) : visible(falcoText(fired, event));
        await output.write(`${line}\n`);
      }
      if (output.isClosed) return;
    }
  }
  writeSummary(summary, engine.failures(), process.stderr);
  process.exitCode = exitCodeOf(summary, options.failOn);
}

async function loadRuleset(options: DetectOptions): Promise<Ruleset> {
  const minPriority = options.minPriority === undefined ? {} : { minPriority: options.minPriority };
  const result = loadRuleFiles(await readRuleFiles(options.rules), minPriority);
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

async function* readFiles(input: string): AsyncGenerator<InputFile> {
  if (input === '-') {
    yield await readStream(process.stdin, 'standard input');
    return;
  }
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
  if (failOn === undefined) return exitCode.good;
  const floor = priorities.indexOf(failOn);
  const hasFailed = [...summary.rules.values()].some((rule) => priorities.indexOf(rule.priority) <= floor);
  return hasFailed ? exitCode.failed : exitCode.good;
}

/** Characters that make a terminal show text in another order, or act, are written as escapes. */
function visible(line: string): string {
  return line.replace(
    /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

interface Output {
  readonly write: (text: string) => Promise<void>;
  readonly isClosed: boolean;
}

/** Standard output with back-pressure; a reader that goes away ends the work quietly. */
function createOutput(): Output {
  let isClosed = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    isClosed = true;
  });
  return {
    get isClosed() {
      return isClosed;
    },
    async write(text) {
      if (isClosed || process.stdout.write(text)) return;
      await new Promise<void>((resolve) => {
        process.stdout.once('drain', resolve);
        process.stdout.once('close', resolve);
        process.stdout.once('error', () => resolve());
      });
    },
  };
}
