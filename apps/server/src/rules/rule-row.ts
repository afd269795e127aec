import type { RuleDetail, RuleRow } from '@breakwater/api';
import { type Filter, severityFromPriority } from '@breakwater/model';
import type { Rule } from '@breakwater/rules';
import { rulesOfPolicy } from '../policies/check-policy.ts';
import { isInSight } from '../policies/policy-sight.ts';
import type { FileWithItems } from './file-items.ts';
import type { LiveRules, RulesInForce } from './live-rules.ts';
import { macroConditions } from './rule-items.ts';

/** Rules as the API shows them within a scope; `detections` counts by the name of the rule. */
export function ruleRows(
  rules: LiveRules,
  detections: ReadonlyMap<string, number>,
  scope: Filter,
): readonly RuleRow[] {
  const { inForce } = rules;
  const policies = policiesByRule(inForce, scope);
  const statistics = new Map(inForce.engine.statistics().map((one) => [one.rule, one]));
  const files = new Map(inForce.files.map((file) => [file.id, file]));
  return inForce.ruleset.rules.map((rule): RuleRow => {
    const file = files.get(rule.location.file);
    const run = statistics.get(rule.name);
    return {
      name: rule.name,
      description: rule.description,
      source: rule.source,
      priority: rule.priority,
      severity: severityFromPriority(rule.priority),
      tags: rule.tags,
      kind: kindOf(rule),
      fileId: rule.location.file,
      fileName: file?.name ?? rule.location.file,
      origin: file?.origin ?? 'custom',
      isEnabled: rule.isEnabled,
      hasCapture: rule.hasCapture,
      policies: policies.get(rule.name) ?? [],
      detections: detections.get(rule.name) ?? 0,
      ...(run === undefined || run.failed === 0
        ? {}
        : { failures: { count: run.failed, lastError: run.lastError ?? '' } }),
      ...(run === undefined || run.slow === 0
        ? {}
        : { slowness: { count: run.slow, skippedEvents: run.skipped } }),
    };
  });
}

/** A rule with its text, what it refers to and what it leaves out. */
export function ruleDetail(row: RuleRow, rule: Rule, files: readonly FileWithItems[]): RuleDetail {
  const file = files.find(({ id }) => id === row.fileId);
  const items = (file?.items ?? []).filter(({ kind, name }) => kind === 'rule' && name === rule.name);
  const conditions = macroConditions(files);
  const macros = [...macroNames(rule.tree)];
  return {
    ...row,
    condition: rule.condition,
    output: rule.outputText,
    text: items.map(({ text }) => text).join('\n'),
    line: rule.location.line,
    macros: macros.map((name) => ({ name, condition: conditions.get(name) ?? '' })),
    exceptions: rule.exceptions.map(({ name }) => name),
  };
}

function kindOf(rule: Rule): RuleRow['kind'] {
  if (rule.threshold !== undefined) return 'threshold';
  return rule.sequence === undefined ? 'event' : 'sequence';
}

/** Whether a rule that is switched on remembers events. */
export function isStateful(rule: Rule): boolean {
  return rule.isEnabled && kindOf(rule) !== 'event';
}

function policiesByRule(inForce: RulesInForce, scope: Filter): ReadonlyMap<string, RuleRow['policies']> {
  const byRule = new Map<string, { readonly id: string; readonly name: string }[]>();
  for (const policy of inForce.policies) {
    if (!isInSight(policy, scope)) continue;
    const { id, name } = policy;
    for (const rule of rulesOfPolicy(policy, inForce.ruleset)) {
      const known = byRule.get(rule.name);
      if (known === undefined) byRule.set(rule.name, [{ id, name }]);
      else known.push({ id, name });
    }
  }
  return byRule;
}

/** The macros of a condition and those inside them, in the order of their use. */
function macroNames(tree: Rule['tree'], names: Set<string> = new Set()): ReadonlySet<string> {
  switch (tree.kind) {
    case 'and':
    case 'or':
      for (const operand of tree.operands) macroNames(operand, names);
      break;
    case 'not':
      macroNames(tree.operand, names);
      break;
    case 'macro':
      if (names.has(tree.name)) break;
      names.add(tree.name);
      macroNames(tree.body, names);
      break;
    default:
  }
  return names;
}
