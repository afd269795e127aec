import { readFile } from 'node:fs/promises';
import { type IgnoreRule, PolicyError, readIgnoreRules } from '@breakwater/findings';
import { CommandError } from '../../exit-code.ts';

/** The rules of ignore files, in the order given. Throws CommandError with the file's name and every mistake in it. */
export async function readIgnoreFiles(paths: readonly string[]): Promise<IgnoreRule[]> {
  const rules: IgnoreRule[] = [];
  for (const path of paths) {
    try {
      rules.push(...readIgnoreRules(await readFile(path, 'utf8'), path));
    } catch (error) {
      if (error instanceof PolicyError)
        throw new CommandError(`--ignore: ${error.message}`, { cause: error });
      if (!(error instanceof Error) || !('code' in error)) throw error;
      const why = error.code === 'ENOENT' ? 'no such file' : error.message;
      throw new CommandError(`--ignore: ${path}: ${why}`, { cause: error });
    }
  }
  return rules;
}
