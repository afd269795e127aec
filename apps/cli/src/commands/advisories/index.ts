import { Command } from 'commander';

export interface OutputOptions {
  readonly json?: true;
}

/** `breakwater advisories`: the vulnerability data that scans compare with. */
export function advisoriesCommand(): Command {
  const command = new Command('advisories').description(
    'Import vulnerability data for image scans, and show what is there',
  );
  command
    .command('import')
    .description('Compile advisory data (OSV JSON Lines, KEV, EPSS; files or folders) for later scans')
    .argument('<path...>', 'files or folders')
    .option('--json', 'print what was compiled as JSON')
    .addHelpText(
      'after',
      examples('breakwater advisories import /data/osv /data/kev.json.gz /data/epss.csv.gz'),
    )
    .action(async (paths: readonly string[], options: OutputOptions) => {
      const { importAdvisories } = await import('./run.ts');
      await importAdvisories(paths, options);
    });
  command
    .command('status')
    .description('Show what was imported, and what of it could not be used')
    .option('--json', 'print as JSON')
    .addHelpText('after', examples('breakwater advisories status', 'breakwater advisories status --json'))
    .action(async (options: OutputOptions) => {
      const { showStatus } = await import('./run.ts');
      await showStatus(options);
    });
  return command;
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
