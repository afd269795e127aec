import { Command, Option } from 'commander';

export interface InfoOptions {
  readonly rules?: readonly string[];
  readonly taskMetadata?: readonly string[];
  readonly all?: boolean;
  readonly format: 'text' | 'json';
  readonly json?: boolean;
}

export function infoCommand(): Command {
  return new Command('info')
    .description('Say what a capture holds: machine, time, events, processes, containers, peers')
    .argument('<file>', 'capture (.scap), plain or gzip; - for standard input')
    .option('--rules <file...>', 'rule files or directories: count what they detect')
    .option('--task-metadata <file...>', 'JSON of the ECS metadata endpoint v4 (/task): names the task')
    .option('--all', 'list everything, not only the most frequent')
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('--json', 'same as --format json')
    .addHelpText(
      'after',
      `
A capture that is damaged or cut off is read as far as it is whole; what is
missing is said, with the block and byte where reading ended.

Exit codes: 0 done, 2 the file is no capture or the rules are invalid.

Examples:
  $ breakwater capture info trace.scap
  $ breakwater capture info trace.scap --rules falco_rules.yaml
  $ breakwater capture info trace.scap --task-metadata task.json
  $ ssh host cat trace.scap.gz | breakwater capture info -
  $ breakwater capture info trace.scap --json | jq '.events.byType[0]'
`,
    )
    .action(async (path: string, options: InfoOptions) => {
      const { runInfo } = await import('./run-info.ts');
      await runInfo(path, options);
    });
}
