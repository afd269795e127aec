import type { Event, Explanation } from '@breakwater/model';
import { explainRule, type Rule, type Ruleset } from '@breakwater/rules';
import { findSource, readInput, readStream } from '@breakwater/sources';
import { CommandError } from '../../exit-code.ts';
import { printExplanation } from './print-explanation.ts';
import { describeLoad, loadRuleFiles, readRuleFiles } from './rule-files.ts';

export interface ExplainOptions {
  readonly rules: readonly string[];
  readonly input: string;
  readonly event?: number;
  readonly only?: 'fired' | 'quiet';
  readonly limit: number;
  readonly format: 'text' | 'json';
  readonly json?: boolean;
}

/** An event with its place in the input. */
interface Placed {
  readonly event: Event;
  readonly file: string;
  /** From 1, over all files. */
  readonly number: number;
}

/** Explains one rule on the events of an input, as many as were asked for. */
export async function runExplain(name: string, options: ExplainOptions): Promise<void> {
  const ruleset = await loadRuleset(options.rules);
  const rule = findRule(ruleset, name);
  const explained: (Placed & { readonly explanation: Explanation })[] = [];
  let seen = 0;
  let left = 0;
  for await (const placed of eventsOf(options.input, rule)) {
    seen = placed.number;
    if (options.event !== undefined && placed.number !== options.event) continue;
    const explanation = explainRule(ruleset, rule.name, placed.event);
    if (options.only !== undefined && explanation.fired !== (options.only === 'fired')) continue;
    if (explained.length < options.limit) explained.push({ ...placed, explanation });
    else left += 1;
    if (options.event !== undefined) break;
  }
  if (seen === 0) throw new CommandError(`${options.input} holds no event of the source ${rule.source}`);
  if (options.event !== undefined && explained.length + left === 0 && seen < options.event)
    throw new CommandError(`the input has ${seen} event(s); there is no number ${options.event}`);
  if (options.json === true || options.format === 'json') {
    const rows = explained.map(({ event, file, number, explanation }) => ({
      file,
      event: number,
      id: event.id,
      time: timeOf(event),
      ...explanation,
    }));
    process.stdout.write(`${JSON.stringify(rows, jsonValue, 2)}\n`);
    return;
  }
  for (const { event, file, number, explanation } of explained) {
    const place = `event ${number} of ${file}, ${timeOf(event)}`;
    process.stdout.write(`${printExplanation(explanation, place)}\n`);
  }
  if (explained.length === 0) process.stdout.write(`none of ${seen} event(s)\n`);
  if (left > 0) process.stdout.write(`${left} more event(s); --limit shows more, --event one\n`);
}

async function loadRuleset(paths: readonly string[]): Promise<Ruleset> {
  const result = loadRuleFiles(await readRuleFiles(paths));
  if (result.ruleset !== undefined) return result.ruleset;
  process.stderr.write(describeLoad(result));
  throw new CommandError('the rules are not valid');
}

function findRule(ruleset: Ruleset, name: string): Rule {
  const exact = ruleset.rules.find((rule) => rule.name === name);
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  const near = ruleset.rules.filter((rule) => rule.name.toLowerCase().includes(wanted));
  const [only] = near;
  if (near.length === 1 && only !== undefined) return only;
  const list = near.slice(0, 10).map((rule) => `  ${rule.name}`);
  const hint =
    list.length === 0 ? 'see breakwater rules list' : `these have it in their names:\n${list.join('\n')}`;
  throw new CommandError(`there is no rule "${name}"; ${hint}`);
}

async function* eventsOf(input: string, rule: Rule): AsyncGenerator<Placed> {
  const source = findSource(rule.source);
  if (source === undefined) throw new CommandError(`there is no reader for the source "${rule.source}"`);
  let number = 0;
  for await (const file of input === '-'
    ? [readStream(process.stdin, 'standard input')]
    : inputFiles(input)) {
    if ('error' in file) throw new CommandError(`cannot read ${file.name}: ${file.error}`);
    const { events, rejected } = source.parse(file.content, { firstNumber: number + 1 });
    for (const { index, error } of rejected.slice(0, 5))
      process.stderr.write(`rejected: ${file.name}: record ${index + 1}: ${error}\n`);
    if (rejected.length > 5) process.stderr.write(`rejected: ${rejected.length - 5} more record(s)\n`);
    for (const event of events) {
      number += 1;
      yield { event, file: file.name, number };
    }
  }
}

async function* inputFiles(path: string): ReturnType<typeof readInput> {
  try {
    yield* readInput(path);
  } catch (error) {
    throw new CommandError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function timeOf(event: Event): string {
  return new Date(Number(event.time / 1_000_000n)).toISOString();
}

function jsonValue(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
