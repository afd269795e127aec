import { readFile } from 'node:fs/promises';
import type { VexOfFile } from '@breakwater/scan';
import { readVex } from '@breakwater/vuln';
import { CommandError } from '../../exit-code.ts';

const maxBytes = 64 * 1024 * 1024;

/** The statements of VEX documents, in the order given: later ones count more. Throws CommandError with the file's name. */
export async function readVexFiles(paths: readonly string[]): Promise<VexOfFile[]> {
  const statements: VexOfFile[] = [];
  for (const path of paths) {
    try {
      const content = await readFile(path, 'utf8');
      if (content.length > maxBytes) throw new Error(`is longer than ${maxBytes} bytes`);
      statements.push(...readVex(content).map((statement) => ({ ...statement, source: path })));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const isMissing = 'code' in error && error.code === 'ENOENT';
      throw new CommandError(`--vex: ${path}: ${isMissing ? 'no such file' : error.message}`, {
        cause: error,
      });
    }
  }
  return statements;
}
