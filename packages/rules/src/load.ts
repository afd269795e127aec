import { fieldTable } from './check/field-table.ts';
import { Collector } from './collector.ts';
import { compileRules } from './compile-rules.ts';
import type { LoadError, LoadWarning, WarningCode } from './diagnostic.ts';
import { checkException } from './exceptions.ts';
import type { Item } from './items.ts';
import { type Context, LoadProblem } from './load-problem.ts';
import type { ParseCache } from './names.ts';
import type { LoadLimits, LoadOptions, RuleFile } from './options.ts';
import { pluginProblems } from './plugin-requirements.ts';
import { readItems } from './reader/read-items.ts';
import { report } from './report.ts';
import { createRuleset, type Rule, type Ruleset } from './ruleset.ts';

/** How one file fared. */
export interface FileLoad {
  readonly name: string;
  readonly isOk: boolean;
  readonly errors: readonly LoadError[];
  readonly warnings: readonly LoadWarning[];
}

export interface LoadResult {
  /** Absent when a file failed: half a set of rules would look like a whole one. */
  readonly ruleset?: Ruleset;
  /** The files that were looked at; loading stops at the first that fails. */
  readonly files: readonly FileLoad[];
  readonly errors: readonly LoadError[];
  readonly warnings: readonly LoadWarning[];
  /**
   * Requirements on plugins that are not met; judged when `plugins` is given. The rules are there all the same: whether to
   * go on without is for the caller to say. Falco does not start.
   */
  readonly unmetPlugins: readonly LoadError[];
}

export const defaultLimits: LoadLimits = { fileBytes: 16 * 1024 * 1024, aliases: 1000, nesting: 64 };

/**
 * Loads rule files in order into one ruleset: read, collect, check and compile. Never throws because of a
 * file: what is wrong is in `errors`, with its place.
 */
export function loadRules(files: readonly (RuleFile | ReadRuleFile)[], options: LoadOptions): LoadResult {
  const limits = { ...defaultLimits, ...options.limits };
  const tables = new Map(options.sources.map((source) => [source.name, fieldTable(source)]));
  const collector = new Collector(new Set(tables.keys()), (source, exception) =>
    checkException(exception, tables.get(source)),
  );
  const cache: ParseCache = new Map();
  const loads: FileLoad[] = [];
  let rules: readonly Rule[] = [];
  for (const file of files) {
    const warnings: LoadWarning[] = [];
    const warn = (code: WarningCode, message: string, context: Context) => {
      warnings.push(report(code, message, context));
    };
    const errors: LoadError[] = [];
    try {
      if ('items' in file) warnings.push(...file.warnings);
      const items = 'items' in file ? file.items : readItems(withoutMark(file), limits, warn);
      for (const item of items) collector.add(item, warn);
      const isDue = options.compilesOnce !== true || file === files.at(-1);
      if (isDue) rules = compileRules(collector, tables, options, cache, warn);
    } catch (error) {
      if (!(error instanceof LoadProblem)) throw error;
      const { appended } = error;
      const problem = report(error.code, error.message, error.context);
      errors.push(appended === undefined ? problem : { ...problem, appended });
    }
    loads.push({ name: file.name, isOk: errors.length === 0, errors, warnings: distinct(warnings) });
    if (errors.length > 0) break;
  }
  const errors = loads.flatMap((load) => load.errors);
  const ruleset = errors.length === 0 ? { ruleset: createRuleset(rules, options.sources) } : {};
  return {
    ...ruleset,
    files: loads,
    errors,
    warnings: distinct(loads.flatMap((load) => load.warnings)),
    unmetPlugins:
      options.plugins === undefined ? [] : pluginProblems(collector.pluginVersions, options.plugins),
  };
}

/**
 * A rule file whose YAML is read, which is most of the work of loading a large one: plain data, which one thread can
 * hand to another.
 */
export interface ReadRuleFile extends RuleFile {
  readonly items: readonly Item[];
  readonly warnings: readonly LoadWarning[];
}

/** The file to load; undefined when it cannot be read: loading it as it is tells why. */
export function readRuleFile(file: RuleFile): ReadRuleFile | undefined {
  const warnings: LoadWarning[] = [];
  try {
    const items = readItems(withoutMark(file), defaultLimits, (code, message, context) => {
      warnings.push(report(code, message, context));
    });
    return { ...file, items: [...items], warnings };
  } catch (error) {
    if (error instanceof LoadProblem) return undefined;
    throw error;
  }
}

/** A condition is compiled anew after each file and a macro checked for each source: once is enough to say it. */
function distinct(warnings: readonly LoadWarning[]): readonly LoadWarning[] {
  const seen = new Set<string>();
  return warnings.filter((warning) => {
    const key = JSON.stringify([warning.code, warning.message, warning.location]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

/** A byte-order mark at the start of a file is none of its text. */
function withoutMark(file: RuleFile): RuleFile {
  return file.text.startsWith('\uFEFF') ? { ...file, text: file.text.slice(1) } : file;
}
