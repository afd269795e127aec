import { createRequire } from 'node:module';
import { Command, Option } from 'commander';
import { addConnectOptions, type ConnectOptions } from './connect-options.ts';
import { defaultSnapshotFile } from './default-snapshot.ts';
import { wrap } from './print.ts';

export interface SyncOptions extends ConnectOptions {
  readonly output: string;
  readonly region?: readonly string[];
  readonly type?: readonly string[];
  readonly format: 'table' | 'json';
  readonly json?: boolean;
}

export function syncCommand(): Command {
  const command = new Command('sync')
    .description('Read the resources of an account in all enabled regions into a snapshot file')
    .option('-o, --output <file>', 'snapshot file, replaced when the reading is done', defaultSnapshotFile)
    .option('--region <region...>', 'only these regions (default: all that are enabled)')
    .option('--type <type...>', 'only these types (default: all)');
  return addConnectOptions(command)
    .addOption(
      new Option('--format <format>', 'of what is printed').choices(['table', 'json']).default('table'),
    )
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      () => `
Credentials come from where the AWS CLI finds them: AWS_ACCESS_KEY_ID and its
companions, AWS_PROFILE, single sign-on, or the role of the task or instance.
What they may not read is listed with the missing right; the rest is kept.
Ends with 0 when something was read, 2 when nothing was.

Types:
${wrap(typeNames().join(', '), '  ')}

Examples:
  breakwater inventory sync
  breakwater inventory sync --region eu-west-1 eu-central-1 --type aws.ecs
  breakwater inventory sync --role-arn arn:aws:iam::210987654321:role/reader \\
    --external-id 7f3a -o production.jsonl
`,
    )
    .action(async (options: SyncOptions) => {
      const { runSync } = await import('./run-sync.ts');
      await runSync(options);
    });
}

/** Help is written without waiting, so that this cannot be an `import()`; loaded before, it would slow every command. */
function typeNames(): readonly string[] {
  const inventory: typeof import('@breakwater/inventory') = createRequire(import.meta.url)(
    '@breakwater/inventory',
  );
  return inventory.resourceTypes.map(({ type }) => type);
}
