import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { routes } from '@breakwater/api';
import type { ImageReport } from '@breakwater/model';
import { CommandError } from '../../../exit-code.ts';

export interface StoredReport {
  readonly path: string;
  readonly report: ImageReport;
}

export interface UnreadReport {
  readonly path: string;
  readonly error: string;
}

const maxReportBytes = 256 << 20;
const maxReports = 100_000;

/** The files that paths mean: files as they are, of folders every `.json` in them, in order of name. */
export async function listReports(paths: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const path of paths) {
    if (!(await isFolder(path))) files.push(path);
    else {
      const names = (await readdir(path, { recursive: true }))
        .filter((name) => name.endsWith('.json'))
        .sort();
      if (names.length === 0) throw new CommandError(`the folder ${path} holds no .json`);
      files.push(...names.map((name) => join(path, name)));
    }
    if (files.length > maxReports)
      throw new CommandError(`more than ${maxReports} results; give fewer at once`);
  }
  return files;
}

/** Reads a result of `image scan --json`. What is wrong with it is a value, so that the others are judged all the same. */
export async function readReport(path: string): Promise<StoredReport | UnreadReport> {
  try {
    if ((await stat(path)).size > maxReportBytes) return { path, error: 'larger than 256 MiB' };
    return toReport(path, JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (error instanceof SyntaxError) return { path, error: `not JSON: ${error.message}` };
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { path, error: error.code === 'ENOENT' ? 'no such file' : error.message };
  }
}

/** Checks that a value has the shape of a result. */
export function toReport(path: string, value: unknown): StoredReport | UnreadReport {
  const read = routes.uploadImage.body?.safeParse({ origin: 'cli', report: value });
  if (read === undefined) throw new RangeError('results have no schema');
  if (read.success) return { path, report: read.data.report };
  const [issue] = read.error.issues;
  const field = (issue?.path ?? []).slice(1).map(String).join('.');
  return {
    path,
    error: `not a result of "image scan --json": ${field === '' ? 'it' : field}: ${issue?.message}`,
  };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
