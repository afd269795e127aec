import { compileToCache, openCompiled } from '@breakwater/vuln';
import { Command } from 'commander';
import { CommandError, exitCode } from '../../exit-code.ts';
import { cacheFolder } from './cache-folder.ts';
import { describeInfo } from './describe-info.ts';
import { readImported, writeImported } from './imported.ts';

interface StatusOptions {
  readonly json?: true;
}

/** `breakwater advisories`: the vulnerability data that scans compare with. */
export function advisoriesCommand(): Command {
  const command = new Command('advisories').description('vulnerability data for image scans');
  command
    .command('import')
    .description('compile advisory data (OSV JSON Lines, KEV, EPSS; files or folders) for later scans')
    .argument('<path...>', 'files or folders')
    .option('--json', 'print what was compiled as JSON')
    .addHelpText(
      'after',
      examples('breakwater advisories import /data/osv /data/kev.json.gz /data/epss.csv.gz'),
    )
    .action(importAdvisories);
  command
    .command('status')
    .description('what was imported, and what of it could not be used')
    .option('--json', 'print as JSON')
    .addHelpText('after', examples('breakwater advisories status', 'breakwater advisories status --json'))
    .action(showStatus);
  return command;
}

async function importAdvisories(paths: readonly string[], options: StatusOptions): Promise<void> {
  const folder = cacheFolder(process.env);
  try {
    const { path } = await compileToCache(paths, folder);
    await writeImported(folder, { path, importedAt: new Date().toISOString(), sources: paths });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandError(`the advisory data was not imported: ${error.message}`, { cause: error });
  }
  await showStatus(options);
}

async function showStatus(options: StatusOptions): Promise<void> {
  const imported = await readImported(cacheFolder(process.env));
  const database = imported === undefined ? undefined : await openCompiled(imported.path);
  if (imported === undefined || database === undefined) {
    process.exitCode = exitCode.error;
    throw new CommandError(
      imported === undefined
        ? 'no advisory data has been imported; run "breakwater advisories import PATH..."'
        : 'the imported advisory data is damaged or gone; import it again',
    );
  }
  const { info } = database;
  database.close();
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ ...imported, ...info }, null, 2)}\n`);
    return;
  }
  const lines = [`imported        ${imported.importedAt}`, `from            ${imported.sources.join(', ')}`];
  process.stdout.write(`${[...lines, ...describeInfo(info)].join('\n')}\n`);
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
