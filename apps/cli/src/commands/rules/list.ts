import type { Rule } from '@breakwater/rules';
import { Command, Option } from 'commander';
import { CommandError } from '../../exit-code.ts';

interface ListOptions {
  readonly format: 'text' | 'json';
  readonly json?: boolean;
  readonly source?: string;
  readonly tag?: string;
}

export function listCommand(): Command {
  return new Command('list')
    .description('List the rules of rule files')
    .argument('<file...>', 'rule files or directories, loaded in this order')
    .option('--source <name>', 'only rules of this event source')
    .option('--tag <tag>', 'only rules with this tag')
    .addOption(new Option('--format <format>', 'output format').choices(['text', 'json']).default('text'))
    .option('--json', 'same as --format json')
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 2 the rules are invalid or cannot be read.

Examples:
  $ breakwater rules list content/rules
  $ breakwater rules list content/rules --source ecs --json
`,
    )
    .action(list);
}

async function list(paths: readonly string[], options: ListOptions): Promise<void> {
  const { checkSource, describeLoad, loadRuleFiles, readRuleFiles } = await import('./rule-files.ts');
  checkSource(options.source);
  const result = loadRuleFiles(await readRuleFiles(paths));
  if (result.ruleset === undefined) {
    process.stderr.write(describeLoad(result));
    throw new CommandError('the rules are not valid');
  }
  const rules = result.ruleset.rules.filter((rule) => isWanted(rule, options));
  if (options.json === true || options.format === 'json') {
    process.stdout.write(`${JSON.stringify(rules.map(plainRule), null, 2)}\n`);
    return;
  }
  for (const rule of rules) {
    const state = rule.isEnabled ? '' : '  (disabled)';
    process.stdout.write(`${rule.priority.padEnd(13)} ${rule.source.padEnd(14)} ${rule.name}${state}\n`);
  }
  process.stdout.write(`${rules.length} rule(s)\n`);
}

function isWanted(rule: Rule, options: ListOptions): boolean {
  if (options.source !== undefined && rule.source !== options.source) return false;
  return options.tag === undefined || rule.tags.includes(options.tag);
}

function plainRule(rule: Rule): Record<string, unknown> {
  const { name, source, priority, description, tags, condition, outputText, isEnabled, location } = rule;
  const { file, line } = location;
  return {
    rule: name,
    source,
    priority,
    enabled: isEnabled,
    description,
    tags,
    condition,
    output: outputText,
    file,
    line,
  };
}
