import { Command, InvalidArgumentError, Option } from 'commander';
import type { TestOptions } from './run-tests.ts';

export function testCommand(): Command {
  return new Command('test')
    .description('Run tests of rules: events and the detections they must, or must not, make')
    .argument('<file...>', 'test files, or directories of them')
    .option('--rules <file...>', 'rule files to load instead of those that the test files name')
    .option('--rule <name>', 'only tests of this rule')
    .option('--workers <n>', 'threads; default: one a core', readCount)
    .addOption(
      new Option('--format <format>', 'output format').choices(['text', 'json', 'junit']).default('text'),
    )
    .option('--json', 'same as --format json')
    .addHelpText(
      'after',
      `
A test file names the rule files to load (relative to itself) and, per rule,
records that fire it and records that must not:

  rules: [../my-rules.yaml]
  source: aws_cloudtrail
  base: { eventTime: "2026-03-02T09:30:00Z", eventType: AwsApiCall }
  tests:
    - rule: Trail stopped
      fires:
        - { name: stopped, record: { eventName: StopLogging } }
        - { name: a real log, file: logs/trail.json.gz, times: 2 }
      quiet:
        - { name: started, record: { eventName: StartLogging } }

"file" is beside the test file: a log as the source writes it, also .gz, or a
capture (.scap) with "source: syscall".

Exit codes: 0 all pass, 1 a test fails, 2 a file cannot be read or is no test
file.

Examples:
  $ breakwater rules test content/rules/tests
  $ breakwater rules test tests/ --rule "Trail stopped"
  $ breakwater rules test tests/ --format junit > rules.xml
`,
    )
    .action(async (paths: readonly string[], options: TestOptions) => {
      const { runTests } = await import('./run-tests.ts');
      await runTests(paths, options);
    });
}

function readCount(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1 && count <= 64) return count;
  throw new InvalidArgumentError('A whole number from 1 to 64.');
}
