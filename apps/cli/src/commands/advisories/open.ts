import { type AdvisoryDatabase, openAdvisories, openCompiled, readImported } from '@breakwater/vuln';
import { CommandError } from '../../exit-code.ts';

/**
 * The advisories for a scan: the data at `paths`, compiled on first use, or else what was imported last.
 * Undefined when there is neither.
 */
export async function openForScan(
  paths: readonly string[] | undefined,
  folder: string,
): Promise<AdvisoryDatabase | undefined> {
  if (paths !== undefined) return compile(paths, folder);
  const imported = await readImported(folder);
  if (imported === undefined) return undefined;
  return (await openCompiled(imported.path)) ?? (await compile(imported.sources, folder));
}

async function compile(paths: readonly string[], folder: string): Promise<AdvisoryDatabase> {
  try {
    return await openAdvisories(paths, folder);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code, path } = error as NodeJS.ErrnoException;
    const reason = code === 'ENOENT' && path !== undefined ? `there is no ${path}` : error.message;
    throw new CommandError(`the advisory data cannot be used: ${reason}`, { cause: error });
  }
}
