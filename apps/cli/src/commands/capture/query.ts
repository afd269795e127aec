import {
  type AppendOutput,
  type Diagnostic,
  type LoadResult,
  loadRules,
  type Ruleset,
} from '@breakwater/rules';
import { capturedSyscalls } from '@breakwater/sources';
import { CommandError } from '../../exit-code.ts';
import { printable } from '../../terminal/printable.ts';

/** What is asked of a capture, in the words of rules. */
export interface Query {
  readonly condition: string;
  /** Text with `%fields`. */
  readonly output: string;
  /** The option that the output comes from: errors name it. */
  readonly outputOption: string;
}

export interface CompiledQuery {
  readonly ruleset: Ruleset;
  readonly warnings: readonly string[];
}

const everyEvent = 'evt.num >= 0';
const indent = '    ';

/** Codes that advise authors of rules: a query is asked once. */
const advice: ReadonlySet<string> = new Set(['LOAD_NO_EVTTYPE', 'LOAD_UNSAFE_NA_CHECK']);

/**
 * The query as a ruleset of one rule, made by the compiler of rules; extra fields as in `appendOutput` of rules.
 * @throws CommandError that shows the place in the filter or format
 */
export function compileQuery(
  { condition, output, outputOption }: Query,
  extraFields: NonNullable<AppendOutput['extraFields']> = [],
): CompiledQuery {
  const filter = condition.trim() === '' ? everyEvent : condition;
  const head = `- rule: query\n  desc: query\n  priority: DEBUG\n  source: ${capturedSyscalls.name}\n`;
  const text = `${head}  condition: |2-\n${block(filter)}\n  output: |2-\n${block(output)}\n`;
  const result = loadRules([{ name: 'query', text }], {
    sources: [capturedSyscalls],
    appendOutput: [{ extraFields }],
  });
  if (result.ruleset === undefined) throw new CommandError(describe(result, filter, output, outputOption));
  const warnings = result.warnings.filter(({ code }) => !advice.has(code));
  return { ruleset: result.ruleset, warnings: warnings.map(({ message }) => printable(message)) };
}

/** As a block of YAML every character of a text keeps its line, and its column but for the indent. */
function block(text: string): string {
  return text
    .split(/\r?\n/)
    .map((line) => `${indent}${line}`)
    .join('\n');
}

function describe({ errors }: LoadResult, filter: string, output: string, outputOption: string): string {
  return errors.map((error) => describeOne(error, filter, output, outputOption)).join('\n');
}

/** Lines of the rule before the filter. */
const linesBefore = 5;

function describeOne(
  { code, message, location }: Diagnostic,
  filter: string,
  output: string,
  outputOption: string,
): string {
  const isFormat = code === 'LOAD_ERR_COMPILE_OUTPUT';
  const isFilter = code === 'LOAD_ERR_COMPILE_CONDITION';
  const name = isFormat ? outputOption : '--filter';
  if (!isFormat && !isFilter) return `--filter is not valid: ${printable(message)}`;
  // The text of columns was made here: its places are not those of what was typed.
  if (isFormat && outputOption !== '--format') return `${outputOption}: ${printable(message)}`;
  const filterLines = filter.split(/\r?\n/);
  const lines = isFormat ? output.split(/\r?\n/) : filterLines;
  const before = isFormat ? linesBefore + filterLines.length + 1 : linesBefore;
  const line = lines[location.line - before - 1];
  if (line === undefined) return `${name} is not valid: ${printable(message)}`;
  const column = Math.max(1, location.column - indent.length);
  const place = lines.length > 1 ? `line ${location.line - before}, column ${column}` : `column ${column}`;
  return `${name}, ${place}: ${printable(message)}\n${snippet(line, column)}`;
}

const snippetWidth = 72;

/** The part of the line around the column, with a caret below it. */
function snippet(line: string, column: number): string {
  const first = line.length <= snippetWidth ? 0 : Math.max(0, column - 1 - snippetWidth / 2);
  const shown = printable(line.slice(first, first + snippetWidth).replaceAll('\t', ' '));
  return `${indent}${shown}\n${indent}${' '.repeat(column - 1 - first)}^`;
}
