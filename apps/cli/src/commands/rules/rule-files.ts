import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  formatDiagnostic,
  type LoadOptions,
  type LoadResult,
  loadRules,
  type RuleFile,
} from '@breakwater/rules';
import { pluginVersions, sources } from '@breakwater/sources';
import { CommandError } from '../../exit-code.ts';
import { escaped, printable } from '../../terminal/printable.ts';

/** Reads rule files; a directory stands for its `.yaml` and `.yml` files in the order of names. */
export async function readRuleFiles(paths: readonly string[]): Promise<readonly RuleFile[]> {
  const files: RuleFile[] = [];
  for (const path of paths) {
    for (const name of await filesOf(path)) files.push({ name, text: await readText(name) });
  }
  if (files.length === 0) throw new CommandError(`no rule files (.yaml, .yml) in ${paths.join(', ')}`);
  return files;
}

/**
 * Loads rule files, against every source that is built in unless others are given. As in Falco, rules that need a plugin
 * whose part no source here plays, or a newer one, are an error.
 */
export function loadRuleFiles(files: readonly RuleFile[], options: Partial<LoadOptions> = {}): LoadResult {
  const loaded = loadRules(files, { sources, plugins: pluginVersions, ...options });
  if (loaded.unmetPlugins.length === 0) return loaded;
  const { ruleset: _, ...result } = loaded;
  return { ...result, errors: [...loaded.errors, ...loaded.unmetPlugins] };
}

/** @throws CommandError when there is no event source of the name */
export function checkSource(name: string | undefined): void {
  if (name === undefined || sources.some((source) => source.name === name)) return;
  throw new CommandError(
    `unknown source "${name}"; one of ${sources.map((source) => source.name).join(', ')}`,
  );
}

/** Errors and warnings as lines for people, each with the line it is about. */
export function describeLoad(result: LoadResult): string {
  const entries = [
    ...result.errors.map((error) => ({ word: 'error', diagnostic: error })),
    ...result.warnings.map((warning) => ({ word: 'warning', diagnostic: warning })),
  ];
  return entries
    .map(
      ({ word, diagnostic }) =>
        `${word}: ${escaped(formatDiagnostic(diagnostic))}\n${indent(diagnostic.snippet)}\n`,
    )
    .join('');
}

/** Character for character, so that the caret stays below its place. */
function indent(snippet: string): string {
  return snippet
    .split('\n')
    .map((line) => `    ${printable(line)}`)
    .join('\n');
}

async function filesOf(path: string): Promise<readonly string[]> {
  const status = await stat(path).catch((error: unknown) => unreadable(path, error));
  if (!status.isDirectory()) return [path];
  const names = await readdir(path).catch((error: unknown) => unreadable(path, error));
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((error: unknown) => unreadable(path, error));
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** UTF-8 unless a byte-order mark says UTF-16. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

function unreadable(path: string, error: unknown): never {
  throw new CommandError(`cannot read ${path}: ${plainReason(error)}`);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EISDIR: 'it is a directory',
};

/** Why a file could not be read, in plain words. */
export function plainReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof Error && 'code' in error ? (reasons[String(error.code)] ?? message) : message;
}
