import type { Rule } from '@breakwater/rules';
import { Command, Option } from 'commander';
import { CommandError } from '../../exit-code.ts';
import { escaped } from '../../terminal/printable.ts';

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
    const { kind } = counting(rule);
    const marks = [...(kind === 'condition' ? [] : [kind]), ...(rule.isEnabled ? [] : ['disabled'])];
    const rest = marks.length === 0 ? '' : `  (${marks.join(', ')})`;
    const line = `${rule.priority.padEnd(13)} ${rule.source.padEnd(14)} ${rule.name}${rest}`;
    process.stdout.write(`${escaped(line)}\n`);
  }
  process.stdout.write(`${rules.length} rule(s)\n`);
}

function isWanted(rule: Rule, options: ListOptions): boolean {
  if (options.source !== undefined && rule.source !== options.source) return false;
  return options.tag === undefined || rule.tags.includes(options.tag);
}

interface Counting {
  readonly kind: 'condition' | 'threshold' | 'sequence';
  /** Events, different values or, of a sequence, its conditions in all. */
  readonly count?: number;
  readonly windowSeconds?: number;
  readonly by?: readonly string[];
  readonly distinct?: string;
}

/** What a rule needs to fire: one event, many, or one after the other. */
function counting({ threshold, sequence }: Rule): Counting {
  if (threshold !== undefined) {
    const { count, window, by, distinct } = threshold;
    const different = distinct === undefined ? {} : { distinct: distinct.label };
    const groups = by.map(({ label }) => label);
    return { kind: 'threshold', count, windowSeconds: window.seconds, by: groups, ...different };
  }
  if (sequence === undefined) return { kind: 'condition' };
  const { steps, window, by } = sequence;
  const groups = by.map(({ label }) => label);
  return { kind: 'sequence', count: steps.length + 1, windowSeconds: window.seconds, by: groups };
}

function plainRule(rule: Rule): Record<string, unknown> {
  const { name, source, priority, description, tags, condition, outputText, isEnabled, location } = rule;
  const { file, line } = location;
  return {
    rule: name,
    source,
    priority,
    ...counting(rule),
    enabled: isEnabled,
    description,
    tags,
    condition,
    output: outputText,
    file,
    line,
  };
}
