import { type Priority, parsePriority, priorities } from '@breakwater/model';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { DetectOptions } from './detect.ts';

/** `breakwater detect`: run rules over recorded events. */
export function detectCommand(): Command {
  return new Command('detect')
    .description('Run detection rules over recorded events')
    .requiredOption('--rules <file...>', 'rule files or directories, loaded in this order')
    .requiredOption(
      '--input <path>',
      'capture (.scap), file or directory (.json, .jsonl, .ndjson, also .gz), or - for standard input',
    )
    .option(
      '--source <name>',
      'event source of the input; default: the source of the rules, if they have one',
    )
    .option(
      '--task-metadata <file...>',
      'for captures: JSON of the ECS metadata endpoint v4 (/task): names the task',
    )
    .addOption(
      new Option('--format <format>', 'json: one object a line in the shape of Falco')
        .choices(['json', 'text'])
        .default('json'),
    )
    .option('--json', 'same as --format json')
    .addOption(
      new Option('--rule-matching <mode>', 'report the first rule that matches an event, or all')
        .choices(['first', 'all'])
        .default('first'),
    )
    .option('--min-priority <priority>', 'leave out less severe rules', readPriority)
    .option('--fail-on <priority>', 'exit 1 when a rule at least this severe fires', readPriority)
    .option('--suggested-output', 'add the fields that the source suggests to every output')
    .option('--append-output <text>', 'add this text, with %fields, to every output')
    .option('--extra-field <name...>', 'add fields to output_fields')
    .option(
      '--rate-limit <n/time>',
      'detections of a rule in a time, as 5/1m; counts the rest',
      readRateLimit,
    )
    .addOption(new Option('--timing', 'time and memory as JSON, to standard error').hideHelp())
    .addHelpText(
      'after',
      `
Detections go to standard output, the summary to standard error. Records that
cannot be read are listed with their place; the others are evaluated.

Exit codes: 0 done, 1 a rule fired (with --fail-on), 2 the rules are invalid,
the input or a part of it cannot be read, or none of its records is an event.

Examples:
  $ breakwater detect --rules content/rules --input logs/ \\
      --source aws_cloudtrail
  $ zcat trail.gz | breakwater detect --rules my.yaml --input - --format text
  $ breakwater detect --rules falco_rules.yaml --input trace.scap
  $ breakwater detect --rules content/rules/ecs.yaml --input ecs.jsonl \\
      --fail-on error
`,
    )
    .action(async (options: DetectOptions) => {
      const { detect } = await import('./detect.ts');
      await detect(options);
    });
}

function readPriority(text: string): Priority {
  const priority = parsePriority(text);
  if (priority === undefined) throw new InvalidArgumentError(`One of ${priorities.join(', ')}.`);
  return priority;
}

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `5/1m`: five in a minute. */
function readRateLimit(text: string): { readonly fires: number; readonly seconds: number } {
  const [, fires = '', count = '', unit = ''] = /^([1-9]\d{0,6})\/([1-9]\d{0,4})?([smhd])$/.exec(text) ?? [];
  const seconds = Number(count || 1) * (unitSeconds[unit] ?? 0);
  if (seconds > 0) return { fires: Number(fires), seconds };
  throw new InvalidArgumentError('A number and a time, as 5/1m or 100/h.');
}
