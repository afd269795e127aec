import { Command, InvalidArgumentError, Option } from 'commander';
import { type Bound, parseBound } from './bound.ts';

export interface CutOptions {
  readonly out: string;
  readonly from?: Bound;
  readonly to?: Bound;
  readonly pid?: readonly number[];
  readonly tid?: readonly number[];
  readonly container?: readonly string[];
  readonly filter?: string;
  readonly taskMetadata?: readonly string[];
  readonly redact?: readonly string[];
  readonly redactEnv?: readonly string[];
  readonly redactSecrets?: boolean;
  readonly compress: boolean;
  readonly force?: boolean;
  readonly format: 'text' | 'json';
  readonly json?: boolean;
}

export function cutCommand(): Command {
  return new Command('cut')
    .description('Write a part of a capture as a capture of its own, with the state that it needs')
    .argument('<file>', 'capture (.scap), plain or gzip')
    .requiredOption('--out <file>', 'capture to write')
    .option('--from <bound>', 'first event: number, time, or +seconds from the first event', readBound)
    .option('--to <bound>', 'last event: number, time, or +seconds from the first event', readBound)
    .option('--pid <pid>', 'events of this process and all that it started (repeatable)', collectId)
    .option('--tid <tid>', 'events of this thread and the processes it started (repeatable)', collectId)
    .option(
      '--container <id>',
      'events of this container: id, its begin, name, or host (repeatable)',
      collect,
    )
    .option('--filter <condition>', 'only events that this condition of the rule language matches')
    .option('--task-metadata <file...>', 'JSON of the ECS metadata endpoint v4 (/task): names the task')
    .option(
      '--redact <pattern>',
      'hide what the pattern (RE2) matches; with groups, only those (repeatable)',
      collect,
    )
    .option(
      '--redact-env <pattern>',
      'hide values of variables whose whole name matches (repeatable)',
      collect,
    )
    .option('--redact-secrets', 'hide what looks like passwords, tokens and keys')
    .option('--no-compress', 'write the capture plain, not as gzip')
    .option('--force', 'write over a file that is there')
    .addOption(
      new Option('--format <format>', 'how the summary is printed').choices(['text', 'json']).default('text'),
    )
    .option('--json', 'same as --format json')
    .addHelpText(
      'after',
      `
Options that choose events are combined: an event is kept when all agree; of
several --pid and --tid, and of several --container, one suffices. Times are in
UTC: 09:30:00, 2026-03-02T09:30:00Z, with fractions of a second.

The cut begins with the state of the system at its first event: threads,
descriptors, users, containers. Events that are not kept but change the state
of those that are stay in the cut for the state alone: Falco, Sysdig and
Breakwater read them and do not show them. Rules raise the same alerts on the
events of the cut as they did on the whole. The format numbers the blocks of a
file: evt.num, and evt.reltime, are those of the cut.

Metadata of tasks is not written into the cut: give it again with the cut.

Redaction puts * in place of each hidden byte, in arguments, environments,
paths and the data of reads and writes; lengths stay. What is hidden can be
matched by no rule. Patterns see one parameter of an event at a time.

Exit codes: 0 done, 2 the file is no capture, nothing is selected, or the file
cannot be written.

Examples:
  $ breakwater capture cut trace.scap --out minute.scap --from +30 --to +90
  $ breakwater capture cut trace.scap --out shell.scap --pid 4711
  $ breakwater capture cut trace.scap --out web.scap --container web-1 \\
      --filter 'evt.type in (execve, connect)'
  $ breakwater capture cut trace.scap --out share.scap --redact-secrets \\
      --redact 'customer=(\\w+)' --redact-env 'DB_.*'
`,
    )
    .action(async (path: string, options: CutOptions) => {
      const { runCut } = await import('./run-cut.ts');
      await runCut(path, options);
    });
}

function readBound(text: string): Bound {
  const bound = parseBound(text);
  if (bound !== undefined) return bound;
  throw new InvalidArgumentError('An event number, 09:30:00, 2026-03-02T09:30:00Z, or +2.5 (seconds).');
}

function collect(text: string, before: readonly string[] = []): readonly string[] {
  if (text === '') throw new InvalidArgumentError('It is empty.');
  return [...before, text];
}

function collectId(text: string, before: readonly number[] = []): readonly number[] {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('A number from 1.');
  return [...before, Number(text)];
}
