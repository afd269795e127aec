import { resolve } from 'node:path';
import { addImported, compileToCache, openCompiled, readImported, returnToEarlier } from '@breakwater/vuln';
import { CommandError } from '../../exit-code.ts';
import { writeOut } from '../../terminal/output.ts';
import { cacheFolder } from './cache-folder.ts';
import { ageInDays, describeInfo } from './describe-info.ts';
import type { OutputOptions } from './index.ts';

/** Compiles data into the cache and makes it what scans use. */
export async function importAdvisories(paths: readonly string[], options: OutputOptions): Promise<void> {
  const folder = cacheFolder(process.env);
  try {
    const { path } = await compileToCache(paths, folder);
    await addImported(folder, {
      path,
      importedAt: new Date().toISOString(),
      sources: paths.map((source) => resolve(source)),
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandError(`the advisory data was not imported: ${error.message}`, { cause: error });
  }
  await showStatus(options);
}

/** Makes the data set before the last the one in use again. */
export async function rollBack(options: OutputOptions): Promise<void> {
  if ((await returnToEarlier(cacheFolder(process.env))) === undefined) {
    throw new CommandError('there is no earlier data set to return to');
  }
  await showStatus(options);
}

/** Prints what was imported last. */
export async function showStatus(options: OutputOptions): Promise<void> {
  const imported = await readImported(cacheFolder(process.env));
  const database = imported === undefined ? undefined : await openCompiled(imported.path);
  if (imported === undefined || database === undefined) {
    throw new CommandError(
      imported === undefined
        ? 'no advisory data has been imported; run "breakwater advisories import PATH..."'
        : 'the imported advisory data is damaged or gone; import it again',
    );
  }
  const { info } = database;
  database.close();
  const now = Date.now();
  if (options.json === true) {
    const ageDays = ageInDays(info, now);
    await writeOut(`${JSON.stringify({ ...imported, ...info, ageDays }, null, 2)}\n`);
    return;
  }
  const lines = [`imported        ${imported.importedAt}`, `from            ${imported.sources.join(', ')}`];
  await writeOut(`${[...lines, ...describeInfo(info, now)].join('\n')}\n`);
}
