import {
  type Diagnostic,
  formatDiagnostic,
  type LoadError,
  type LoadWarning,
  loadRules,
  type ReadRuleFile,
  type RuleFile,
  type Ruleset,
  readRuleFile,
} from '@breakwater/rules';
import { pluginVersions, sources } from '@breakwater/sources';
import type { StoredRuleFile } from '@breakwater/store';

/** What of a rule file is loaded. */
export type RuleFileText = Pick<StoredRuleFile, 'id' | 'text' | 'isEnabled'>;

/** Files that are switched on, in load order, their YAML read; each is named by its id. */
export type ReadFiles = readonly ReadRuleFile[];

/** What became of the files that are switched on. A problem names its file by id. */
export interface LoadedFiles {
  /** Absent when a file does not load. */
  readonly ruleset?: Ruleset;
  readonly errors: readonly LoadError[];
  readonly warnings: readonly LoadWarning[];
  /** The id of the file that has what stopped it. */
  readonly failedId?: string;
}

/**
 * Loads the files that are switched on, in their order, into one ruleset. As in Falco, a file that needs a plugin whose
 * part no source here plays, or a newer one, does not load.
 */
export function loadRuleFiles(files: readonly RuleFileText[]): LoadedFiles {
  return loadFiles(enabledFiles(files));
}

/** The same files, or undefined when one cannot be read. */
export function readRuleFiles(files: readonly RuleFileText[]): ReadFiles | undefined {
  const read = enabledFiles(files).map(readRuleFile);
  return read.every((file) => file !== undefined) ? read : undefined;
}

function enabledFiles(files: readonly RuleFileText[]): readonly RuleFile[] {
  return files.filter(({ isEnabled }) => isEnabled).map(({ id, text }) => ({ name: id, text }));
}

/** What `loadRuleFiles` makes of its files, given those that are switched on. */
export function loadFiles(enabled: readonly RuleFile[] | ReadFiles): LoadedFiles {
  const loaded = loadRules(enabled, { sources, plugins: pluginVersions, compilesOnce: true });
  const { warnings, unmetPlugins } = loaded;
  const errors = [...loaded.errors, ...unmetPlugins];
  const ruleset = unmetPlugins.length === 0 ? loaded.ruleset : undefined;
  const failedId = errors[0]?.location.file;
  return {
    ...(ruleset === undefined ? {} : { ruleset }),
    errors,
    warnings,
    ...(failedId === undefined ? {} : { failedId }),
  };
}

/** Shipped files first, each kind in its order. */
export function inLoadOrder<F extends Pick<StoredRuleFile, 'origin' | 'position'>>(
  files: readonly F[],
): readonly F[] {
  return files.toSorted(
    (a, b) => Number(a.origin === 'custom') - Number(b.origin === 'custom') || a.position - b.position,
  );
}

/** A problem as one line that names its file as people know it. */
export function problemText(
  problem: Diagnostic,
  files: readonly Pick<StoredRuleFile, 'id' | 'name'>[],
): string {
  const name = files.find(({ id }) => id === problem.location.file)?.name ?? problem.location.file;
  return formatDiagnostic({ ...problem, location: { ...problem.location, file: name } });
}
