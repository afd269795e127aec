import type { Event, FieldValue } from '@breakwater/model';
import type { TypedCheck, TypedCondition, TypedOperand } from '../check/typed.ts';
import { compileCheck } from '../compile/check.ts';
import { compileOperand } from '../compile/operand.ts';
import type { Extract } from '../compile/pass.ts';
import type { Rule } from '../ruleset.ts';
import { withoutGroup } from './print-condition.ts';

/** Nodes of one tree that are worked out one by one; beyond them a part is only judged as a whole. */
const maxNodes = 5000;

/** A node of a condition with its verdict on one event, whether the engine would have looked at it or not. */
export interface Judged {
  readonly condition: TypedCondition;
  readonly verdict: boolean;
  readonly children: readonly Judged[];
  /** Children that are not listed because the tree is too large. */
  readonly omitted: number;
  /** Of a check; undefined: missing. */
  readonly value?: FieldValue | undefined;
  readonly otherValue?: FieldValue | undefined;
  /** A field of the check that could not be read; the verdict is then false. */
  readonly error?: string;
}

/** Judges the whole condition of a rule. The exceptions stand beside the parts of an `and`, not above it. */
export function judgeRule(rule: Rule, event: Event): Judged {
  const { tree } = rule;
  const [first, ...joins] = tree.kind === 'and' ? tree.operands : [];
  const hasJoins = rule.exceptions.some((exception) => exception.tree !== undefined);
  const flat: TypedCondition =
    hasJoins && first?.kind === 'and' ? { kind: 'and', operands: [...first.operands, ...joins] } : tree;
  return judge(flat, event);
}

export function judge(condition: TypedCondition, event: Event): Judged {
  let nodes = 0;

  function visit(group: TypedCondition): Judged {
    nodes += 1;
    const one = withoutGroup(group);
    switch (one.kind) {
      case 'and':
      case 'or':
        return junction(one);
      case 'not': {
        const child = visit(one.operand);
        return { condition: one, verdict: !child.verdict, children: [child], omitted: 0 };
      }
      case 'macro': {
        const child = visit(one.body);
        return { condition: one, verdict: child.verdict, children: [child], omitted: 0 };
      }
      default:
        return judgeCheck(one, event);
    }
  }

  function junction(one: TypedCondition & { readonly kind: 'and' | 'or' }): Judged {
    const decides = one.kind === 'or';
    const children: Judged[] = [];
    let verdict = !decides;
    let omitted = 0;
    for (const operand of one.operands) {
      const isDecider = verdict !== decides && nodes >= maxNodes && verdictOf(operand, event) === decides;
      if (nodes < maxNodes || isDecider) {
        const child = visit(operand);
        children.push(child);
        if (child.verdict === decides) verdict = decides;
      } else {
        omitted += 1;
      }
    }
    return { condition: one, verdict, children, omitted };
  }

  return visit(condition);
}

/** The tree of an event that the rule does not look at: nothing is read from it. */
export function unjudged(condition: TypedCondition): Judged {
  let nodes = 0;
  const visit = (one: TypedCondition): Judged => {
    nodes += 1;
    const parts =
      one.kind === 'and' || one.kind === 'or'
        ? one.operands
        : one.kind === 'not'
          ? [one.operand]
          : one.kind === 'macro'
            ? [one.body]
            : [];
    const shown = nodes < maxNodes ? parts.slice(0, maxNodes - nodes) : [];
    const children = shown.map(visit);
    return { condition: one, verdict: false, children, omitted: parts.length - shown.length };
  };
  return visit(condition);
}

/** Left to right, as far as needed; a check that throws is false. */
function verdictOf(condition: TypedCondition, event: Event): boolean {
  switch (condition.kind) {
    case 'and':
      return condition.operands.every((operand) => verdictOf(operand, event));
    case 'or':
      return condition.operands.some((operand) => verdictOf(operand, event));
    case 'not':
      return !verdictOf(condition.operand, event);
    case 'macro':
      return verdictOf(condition.body, event);
    default:
      return judgeCheck(condition, event).verdict;
  }
}

function judgeCheck(check: TypedCheck, event: Event): Judged {
  const node = { condition: check, children: [], omitted: 0 };
  try {
    const value = extractOf(check.left)(event);
    const other = check.kind === 'operand-check' ? { otherValue: extractOf(check.right)(event) } : {};
    return { ...node, verdict: compileCheck(check, extractOf)(event), value, ...other };
  } catch (error) {
    return { ...node, verdict: false, error: error instanceof Error ? error.message : String(error) };
  }
}

function extractOf(operand: TypedOperand): Extract {
  return compileOperand(operand, extractOf);
}
