import { join } from 'node:path';
import { type RuleCoverage, ruleCoverage } from '@breakwater/compliance';
import type { Framework } from '@breakwater/model';
import { CommandError } from '../../exit-code.ts';
import { escaped } from '../../terminal/printable.ts';
import { isFrameworkFile, loadFramework, loadFrameworks } from '../compliance/load-framework.ts';
import { printLines } from '../inventory/print.ts';
import { contentFolder } from '../posture/content.ts';
import { checkSource, describeLoad, loadRuleFiles, readRuleFiles } from './rule-files.ts';

export interface CoverageOptions {
  readonly framework?: readonly string[];
  readonly source?: string;
  readonly gaps?: boolean;
  readonly format: 'table' | 'json';
  readonly json?: boolean;
}

/** Prints the matrix of tactics and techniques, and the controls, with the rules that look for them. */
export async function runCoverage(paths: readonly string[], options: CoverageOptions): Promise<void> {
  checkSource(options.source);
  const files = await readRuleFiles(paths.length > 0 ? paths : [join(contentFolder, 'rules')]);
  const { ruleset, ...loaded } = loadRuleFiles(files);
  if (ruleset === undefined) {
    process.stderr.write(describeLoad(loaded));
    throw new CommandError('the rules are not valid');
  }
  const frameworks = await frameworksOf(options.framework);
  const rules = ruleset.rules.filter(
    ({ isEnabled, source }) => isEnabled && (options.source === undefined || options.source === source),
  );
  const coverage = ruleCoverage(rules, frameworks);
  const isJson = options.json === true || options.format === 'json';
  const lines = isJson
    ? [`${JSON.stringify(coverage, null, 2)}\n`]
    : table(coverage, rules.length, options.gaps ?? false);
  await printLines(lines);
}

async function frameworksOf(names: readonly string[] | undefined): Promise<readonly Framework[]> {
  const all = await loadFrameworks();
  if (names === undefined) return all;
  const known = new Map(all.map((framework) => [framework.id, framework]));
  return Promise.all(
    names.map((name) => {
      const framework = known.get(name);
      if (framework !== undefined) return framework;
      if (isFrameworkFile(name)) return loadFramework(name);
      throw new CommandError(
        `unknown framework "${name}"; one of ${[...known.keys()].join(', ')}, or a file`,
      );
    }),
  );
}

function table({ tactics, frameworks, unknown }: RuleCoverage, rules: number, hasGaps: boolean): string[] {
  const lines = [`${rules} rule(s)\n\n`];
  for (const { name, techniques } of tactics) {
    const covered = techniques.filter((technique) => technique.rules.length > 0);
    lines.push(`${name}: ${covered.length} of ${techniques.length} techniques\n`);
    for (const { id, name: title, rules: own } of hasGaps ? techniques : covered) {
      lines.push(`  ${id.padEnd(10)} ${count(own.length)}  ${title}\n`);
    }
  }
  for (const { id, name, version, controls } of frameworks) {
    const covered = controls.filter((control) => control.rules.length > 0);
    lines.push(
      `\n${name} ${version} (${id}): rules watch ${covered.length} of ${controls.length} controls\n`,
    );
    for (const control of hasGaps ? controls : covered) {
      lines.push(`  ${control.id.padEnd(10)} ${count(control.rules.length)}  ${control.title}\n`);
    }
  }
  for (const { tag, rules: own } of unknown) {
    const names = own.map((rule) => `"${rule}"`).join(', ');
    lines.push(`\n${escaped(`unknown: the tag "${tag}" of ${names}`)}\n`);
  }
  return lines;
}

function count(rules: number): string {
  return (rules === 0 ? '-' : String(rules)).padStart(3);
}
