import { Command, InvalidArgumentError, Option } from 'commander';
import { type Bound, parseBound } from './bound.ts';

export interface EventsOptions {
  readonly filter?: string;
  readonly fields?: string;
  readonly format?: string;
  readonly from?: Bound;
  readonly to?: Bound;
  readonly limit?: number;
  readonly taskMetadata?: readonly string[];
  readonly redactSecrets?: boolean;
  readonly json?: boolean;
}

export function eventsCommand(): Command {
  return new Command('events')
    .description('Print the events of a capture, each with the state of the system at that moment')
    .argument('<file>', 'capture (.scap), plain or gzip; - for standard input')
    .option('--filter <condition>', 'only events that this condition of the rule language matches')
    .addOption(new Option('--fields <names>', 'columns: fields, separated by commas').conflicts('format'))
    .option('-p, --format <text>', 'a line for each event: text with %fields')
    .option('--from <bound>', 'first event: number, time, or +seconds from the first event', readBound)
    .option('--to <bound>', 'last event: number, time, or +seconds from the first event', readBound)
    .option('--limit <n>', 'stop after so many events', readLimit)
    .option('--task-metadata <file...>', 'JSON of the ECS metadata endpoint v4 (/task): names the task')
    .option('--redact-secrets', 'hide what looks like passwords, tokens and keys')
    .addOption(new Option('--json', 'one object a line, with the values of the fields'))
    .addHelpText(
      'after',
      `
Fields are those of rules on system calls ("breakwater rules fields syscall").
Times are in UTC: 09:30:00, 2026-03-02T09:30:00Z, with fractions of a second.
Events keep their numbers, whatever is left out.

Exit codes: 0 done, 2 the file is no capture or the filter is not valid.

Examples:
  $ breakwater capture events trace.scap --limit 20
  $ breakwater capture events trace.scap \\
      --filter 'evt.type = execve and proc.name = sh'
  $ breakwater capture events trace.scap --from +2.5 --to +3 \\
      --fields evt.num,evt.time,proc.name,fd.name
  $ breakwater capture events trace.scap --format '%evt.num %proc.cmdline'
  $ breakwater capture events trace.scap --fields proc.pid,proc.cmdline --json
  $ breakwater capture events trace.scap --task-metadata task.json \\
      --fields evt.num,ecs.service,ecs.container.name,proc.cmdline
`,
    )
    .action(async (path: string, options: EventsOptions) => {
      const { runEvents } = await import('./run-events.ts');
      await runEvents(path, options);
    });
}

export function readBound(text: string): Bound {
  const bound = parseBound(text);
  if (bound !== undefined) return bound;
  throw new InvalidArgumentError('An event number, 09:30:00, 2026-03-02T09:30:00Z, or +2.5 (seconds).');
}

function readLimit(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('A number from 1.');
}
