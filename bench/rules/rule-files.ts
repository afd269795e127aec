import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createEngine,
  type Engine,
  type EngineOptions,
  formatDiagnostic,
  loadRules,
  type RuleFile,
  type Ruleset,
} from '@breakwater/rules';
import { sources } from '@breakwater/sources';

const root = join(import.meta.dirname, '../..');
const upstream = join(process.env.BREAKWATER_CASES ?? join(root, '../shared'), 'upstream-rules');

/** The rules that Breakwater ships, or those of another folder. */
export function shippedFiles(folder: string = join(root, 'content/rules')): readonly RuleFile[] {
  return filesIn(folder);
}

/** Upstream's files of these names; none, with a message, when they are not there. */
export function upstreamFiles(...names: readonly string[]): readonly RuleFile[] {
  if (existsSync(upstream)) return names.map((name) => fileAt(upstream, name));
  process.stderr.write(`no ${upstream}: measured without ${names.join(', ')} (set BREAKWATER_CASES)\n`);
  return [];
}

export function load(files: readonly RuleFile[]): Ruleset {
  const { ruleset, errors } = loadRules(files, { sources });
  if (ruleset === undefined) throw new Error(errors.map(formatDiagnostic).join('\n'));
  return ruleset;
}

export function engineOf(ruleset: Ruleset, options: EngineOptions = {}): Engine {
  return createEngine(ruleset, { ruleMatching: 'all', ...options });
}

/** Enabled rules of a source. */
export function countRules(ruleset: Ruleset, source: string): number {
  return ruleset.rules.filter((rule) => rule.isEnabled && rule.source === source).length;
}

/** Rules with a threshold or a sequence remember; the others are decided by the event alone. */
export function withoutCounting(ruleset: Ruleset): Ruleset {
  const rules = ruleset.rules.filter((rule) => rule.threshold === undefined && rule.sequence === undefined);
  return { ...ruleset, rules };
}

function filesIn(folder: string): readonly RuleFile[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names.map((name) => fileAt(folder, name));
}

function fileAt(folder: string, name: string): RuleFile {
  return { name, text: readFileSync(join(folder, name), 'utf8') };
}
