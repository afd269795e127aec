import { Redaction } from '@breakwater/capture/cut';
import { createEngine, type Engine, type Fired } from '@breakwater/rules';
import { type CapturedEvent, filledFields, replayCapture } from '@breakwater/sources';
import { CommandError } from '../../exit-code.ts';
import { openOutput } from '../../terminal/output.ts';
import { escaped, printable } from '../../terminal/printable.ts';
import { compareToBound } from './bound.ts';
import { captureBytes } from './capture-bytes.ts';
import { checkColumns, defaultColumns, headingOf, outputOfColumns, parseColumns, rowOf } from './columns.ts';
import type { EventsOptions } from './events.ts';
import { jsonLineOf } from './json-line.ts';
import { compileQuery } from './query.ts';
import { checkFile, checkReadable } from './read-capture.ts';
import { readTasks } from './task-metadata.ts';

/** Prints the events that are asked for while the capture is read. */
export async function runEvents(path: string, options: EventsOptions): Promise<void> {
  await checkFile(path);
  const tasks = await readTasks(options.taskMetadata);
  const { heading, engine, lineOf } = prepare(options);
  const isInRange = rangeOf(options);
  const redaction = options.redactSecrets === true ? new Redaction({ secrets: true }) : undefined;
  const output = openOutput();
  const lines: string[] = [];
  let looked = 0;
  let printed = 0;
  let isDone = false;

  async function* pieces(): AsyncGenerator<Uint8Array> {
    for await (const chunk of captureBytes(path)) {
      if (isDone || output.isClosed) return;
      yield chunk;
      if (lines.length > 0) await output.write(lines.splice(0).join(''));
    }
  }

  const look = (event: CapturedEvent): void => {
    if (isDone) return;
    looked += 1;
    const place = isInRange(event);
    if (place === 'after-all') isDone = true;
    if (place !== 'inside') return;
    for (const fired of engine.evaluate(event)) {
      if (printed === 0 && heading !== undefined) lines.push(`${heading}\n`);
      const line = lineOf(fired);
      lines.push(`${redaction === undefined ? line : redaction.text(line)}\n`);
      printed += 1;
    }
    if (printed === options.limit) isDone = true;
  };
  const summary = await replayCapture(pieces(), look, { tasks });
  if (lines.length > 0) await output.write(lines.join(''));
  for (const { count, lastError } of engine.failures())
    process.stderr.write(`the filter failed on ${count} event(s): ${printable(lastError)}\n`);
  if (printed === 0 && looked > 0 && !output.isClosed)
    process.stderr.write(
      `no event matches; ${looked} ${looked === 1 ? 'event was' : 'events were'} looked at\n`,
    );
  if (isDone || output.isClosed) return;
  checkReadable(path, summary);
  const { problem, dropped, unknownEvents } = summary;
  if (problem !== undefined) process.stderr.write(`read in part: ${path}: ${problem.message}\n`);
  if (dropped > 0)
    process.stderr.write(
      `read in part: ${path}: the state had no room for ${dropped} threads, descriptors, containers or users\n`,
    );
  if (unknownEvents > 0)
    process.stderr.write(`read in part: ${path}: ${unknownEvents} events of unknown types\n`);
}

interface Prepared {
  /** Absent: lines have no heading. */
  readonly heading?: string;
  readonly engine: Engine;
  readonly lineOf: (fired: Fired) => string;
}

function prepare({ filter = '', fields, format, json }: EventsOptions): Prepared {
  if (format?.trim() === '') throw new CommandError('--format: the text is empty');
  if (format !== undefined) {
    const query = { condition: filter, output: format, outputOption: '--format' };
    const { ruleset, warnings } = compileQuery(query);
    warn(warnings);
    const labels = ruleset.rules.flatMap(({ output }) => output.fields.map(({ label }) => label));
    const lineOf = json === true ? jsonLineOf(labels) : ({ output }: Fired) => escaped(output);
    return { engine: createEngine(ruleset), lineOf };
  }
  const columns = fields === undefined ? defaultColumns : parseColumns(fields);
  const query = { condition: filter, output: outputOfColumns(columns), outputOption: '--fields' };
  const { ruleset: checked, warnings } = compileQuery(query);
  checkColumns(columns, checked);
  warn(warnings);
  const empty = columns.filter(
    (name) => !filledFields.has(name.replace(/\[.*|(?<=^evt\.(?:raw)?arg)\..*/, '')),
  );
  if (empty.length > 0) warn([`captures do not fill ${empty.join(', ')}`]);
  const shown = json === true ? columns : Object.fromEntries(columns.map((name) => [name, `%${name}`]));
  // Columns come as texts of their own: the output need not be made for every event.
  const { ruleset } = compileQuery({ ...query, output: '%evt.num' }, [shown].flat());
  const engine = createEngine(ruleset);
  if (json === true) return { engine, lineOf: jsonLineOf(columns) };
  const textOf = (fired: Fired) => (name: string) => escaped(String(fired.fields[name]));
  return { heading: headingOf(columns), engine, lineOf: (fired) => rowOf(columns, textOf(fired)) };
}

function warn(warnings: readonly string[]): void {
  for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
}

type Place = 'before' | 'inside' | 'after' | 'after-all';

/** Where an event is in relation to `--from` and `--to`. */
function rangeOf({ from, to }: EventsOptions): (event: CapturedEvent) => Place {
  let first: bigint | undefined;
  return (event) => {
    first ??= event.time;
    if (from !== undefined && compareToBound(event, from, first) < 0) return 'before';
    if (to === undefined || compareToBound(event, to, first) <= 0) return 'inside';
    // Numbers only grow; times of different processors may be out of order.
    return to.kind === 'number' ? 'after-all' : 'after';
  };
}
