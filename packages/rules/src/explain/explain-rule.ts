import type { Event, ExceptionExplanation, Explanation, ExplanationNode } from '@breakwater/model';
import type { TypedCondition } from '../check/typed.ts';
import { suggestion } from '../did-you-mean.ts';
import type { Rule, Ruleset } from '../ruleset.ts';
import { decisiveChildren, evaluatedChildren, firstError } from './decisive.ts';
import { firesIf } from './fires-if.ts';
import { type Judged, judge, judgeRule, unjudged } from './judge.ts';
import { needsOf } from './needs.ts';
import { type PrintLimits, printCondition } from './print-condition.ts';
import { reasonOf } from './reason.ts';

const limits: PrintLimits = { listItems: 5, length: 400 };

/**
 * Why a rule fires on an event, or does not: the condition as a tree with what every part came to, as left-to-right
 * evaluation sees it. Works for rules that are switched off and for events of another source as well.
 * Throws RangeError when the ruleset has no rule of the name.
 */
export function explainRule(ruleset: Ruleset, ruleName: string, event: Event): Explanation {
  const rule = ruleset.rules.find((candidate) => candidate.name === ruleName);
  if (rule === undefined) {
    const names = ruleset.rules.map((candidate) => candidate.name);
    throw new RangeError(`there is no rule "${ruleName}"${suggestion(ruleName, names)}`);
  }
  const isOfSource = event.source === rule.source;
  const judged = isOfSource ? judgeRule(rule, event) : unjudged(rule.tree);
  const fails = firstError(judged) !== undefined;
  const needs = needsOf(rule);
  return {
    rule: rule.name,
    fired: isOfSource && rule.isEnabled && judged.verdict && !fails && needs === undefined,
    reason: reasonOf(rule, event, judged),
    tree: present(judged, exceptionNames(rule), { isEvaluated: isOfSource, isDecisive: isOfSource }),
    exceptions: rule.exceptions.map((exception): ExceptionExplanation => {
      const { tree } = exception;
      return {
        name: exception.name,
        applies: isOfSource && tree !== undefined && judge(tree, event).verdict,
        firesIf: firesIf(tree),
      };
    }),
    ...(needs === undefined ? {} : { needs }),
  };
}

type ExceptionNames = ReadonlyMap<TypedCondition, string>;

function exceptionNames(rule: Rule): ExceptionNames {
  const names = new Map<TypedCondition, string>();
  for (const { name, tree } of rule.exceptions) if (tree !== undefined) names.set(tree, name);
  return names;
}

interface Standing {
  readonly isEvaluated: boolean;
  readonly isDecisive: boolean;
}

function present(node: Judged, names: ExceptionNames, standing: Standing): ExplanationNode {
  const { condition, verdict, error, omitted } = node;
  const evaluated = new Set(standing.isEvaluated ? evaluatedChildren(node) : []);
  const decisive = new Set(standing.isDecisive ? decisiveChildren(node) : []);
  const isCheck = ['exists', 'constant-check', 'operand-check'].includes(condition.kind);
  const name = nameOf(condition, names);
  return {
    kind: kindOf(condition),
    text: printCondition(condition, limits),
    verdict,
    ...standing,
    ...(name === undefined ? {} : { name }),
    ...(isCheck && 'value' in node ? { value: node.value ?? null } : {}),
    ...(condition.kind === 'operand-check' && 'otherValue' in node
      ? { otherValue: node.otherValue ?? null }
      : {}),
    ...(error === undefined ? {} : { error }),
    ...(omitted === 0 ? {} : { omitted }),
    children: node.children.map((child) =>
      present(child, names, { isEvaluated: evaluated.has(child), isDecisive: decisive.has(child) }),
    ),
  };
}

function nameOf(condition: TypedCondition, names: ExceptionNames): string | undefined {
  if (condition.kind === 'macro') return condition.name;
  return condition.kind === 'not' ? names.get(condition.operand) : undefined;
}

function kindOf(condition: TypedCondition): ExplanationNode['kind'] {
  switch (condition.kind) {
    case 'and':
    case 'or':
    case 'not':
    case 'macro':
      return condition.kind;
    default:
      return 'check';
  }
}
