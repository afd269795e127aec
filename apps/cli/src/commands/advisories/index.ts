import { Command, Option } from 'commander';
import type { UpdateOptions } from './update.ts';

const osvBucket = 'https://osv-vulnerabilities.storage.googleapis.com';
const kevCatalogue = 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json';
const epssScores = 'https://epss.empiricalsecurity.com/epss_scores-current.csv.gz';

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
    .description(
      'Compile advisory data (OSV JSON, JSON Lines or zips, KEV, EPSS; files or folders) for later scans',
    )
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
    .command('update')
    .description('Fetch what changed in published advisories, compile it and make it what scans use')
    .option('--mirror <url>', "a mirror with the layout of osv.dev's bucket", osvBucket)
    .option('--ecosystem <name...>', 'only these, such as npm or Debian (default: all that can be matched)')
    .addOption(
      new Option('--kev <url>', 'known exploited vulnerabilities, or "none"').default(
        kevCatalogue,
        'of CISA',
      ),
    )
    .addOption(new Option('--epss <url>', 'EPSS scores, or "none"').default(epssScores, 'of FIRST'))
    .option('--full', 'fetch everything, also where only some records changed')
    .option('--json', 'print what was compiled as JSON')
    .addHelpText(
      'after',
      `
A download that broke off is gone on with. Until everything is there and
compiled, scans use the data set that they used before. Proxies are taken from
HTTPS_PROXY and NO_PROXY, additional authorities from NODE_EXTRA_CA_CERTS.
${examples(
  'breakwater advisories update',
  'breakwater advisories update --ecosystem Debian npm PyPI',
  'breakwater advisories update --mirror https://mirror.example.com/osv',
)}`,
    )
    .action(async (options: UpdateOptions) => {
      const { updateAdvisories } = await import('./update.ts');
      await updateAdvisories(options);
    });
  command
    .command('rollback')
    .description('Return to the data set before the last; two earlier ones are kept')
    .option('--json', 'print as JSON')
    .addHelpText('after', examples('breakwater advisories rollback'))
    .action(async (options: OutputOptions) => {
      const { rollBack } = await import('./run.ts');
      await rollBack(options);
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
