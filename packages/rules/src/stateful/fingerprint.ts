import { createHash } from 'node:crypto';
import type { TypedCondition } from '../check/typed.ts';
import { printCondition, printOperand } from '../explain/print-condition.ts';
import type { GroupField, Stateful } from './definition.ts';

/** A hash of everything that decides what a rule counts: a rule with another one starts anew. */
export function fingerprint(source: string, tree: TypedCondition, stateful: Stateful): string {
  const known = new Map<TypedCondition, string>();
  const { threshold, sequence } = stateful;
  const parts = [
    source,
    conditionHash(tree, known),
    threshold === undefined
      ? null
      : [threshold.count, threshold.window.seconds, labels(threshold.by), threshold.distinct?.label ?? null],
    sequence === undefined
      ? null
      : [
          sequence.window.seconds,
          labels(sequence.by),
          sequence.steps.map((step) => [step.source, conditionHash(step.tree, known), labels(step.by)]),
        ],
  ];
  return hash(JSON.stringify(parts));
}

function labels(fields: readonly GroupField[]): readonly string[] {
  return fields.map(({ operand }) => printOperand(operand));
}

/** Over what macros stand for; a part that is there many times is hashed once. */
function conditionHash(condition: TypedCondition, known: Map<TypedCondition, string>): string {
  if (condition.kind === 'macro') return conditionHash(condition.body, known);
  const before = known.get(condition);
  if (before !== undefined) return before;
  const result = hash(textOf(condition, known));
  known.set(condition, result);
  return result;
}

function textOf(
  condition: Exclude<TypedCondition, { readonly kind: 'macro' }>,
  known: Map<TypedCondition, string>,
): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `${condition.kind} ${condition.operands.map((operand) => conditionHash(operand, known)).join(' ')}`;
    case 'not':
      return `not ${conditionHash(condition.operand, known)}`;
    default:
      return printCondition(condition);
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
