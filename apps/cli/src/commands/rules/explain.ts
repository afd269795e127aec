import { Command, InvalidArgumentError, Option } from 'commander';
import type { ExplainOptions } from './run-explain.ts';

export function explainCommand(): Command {
  return new Command('explain')
    .description('Say why a rule fires on an event, or does not')
    .argument('<rule>', 'name of the rule')
    .requiredOption('--rules <file...>', 'rule files or directories, loaded in this order')
    .requiredOption('--input <path>', 'capture (.scap), file or directory of events, or - for standard input')
    .option('--event <n>', 'only the event of this number, counted from 1; of a capture: evt.num', readCount)
    .option('--only <verdict>', 'only events on which the rule fires, or is quiet', readVerdict)
    .option('--limit <n>', 'events to explain at most', readCount, 10)
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('--json', 'same as --format json')
    .addHelpText(
      'after',
      `
Prints the condition as a tree: + holds, - does not, . was not looked at because
an earlier part had decided; each check with the value that the event has.

Of a capture it takes the first event on which the condition holds, or else the
one that came nearest, unless --event or --only asks for others.

Exit codes: 0 done, 2 the rules are invalid, there is no such rule, or the input
cannot be read.

Examples:
  $ breakwater rules explain "Trail stopped or deleted" \\
      --rules content/rules --input trail.json
  $ breakwater rules explain "Root user acted" --rules content/rules \\
      --input logs/ --only quiet --limit 3
  $ breakwater rules explain "Trail stopped or deleted" \\
      --rules content/rules --input trail.json --event 7 --json
  $ breakwater rules explain "Web server started a shell" \\
      --rules content/rules --input trace.scap
`,
    )
    .action(async (rule: string, options: ExplainOptions) => {
      const { runExplain } = await import('./run-explain.ts');
      await runExplain(rule, options);
    });
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError('A whole number from 1.');
}

function readVerdict(text: string): 'fired' | 'quiet' {
  if (text === 'fired' || text === 'quiet') return text;
  throw new InvalidArgumentError('One of fired, quiet.');
}
