import type { Event } from '@breakwater/model';
import { Compiler } from '../compile/compiler.ts';
import { indexedFields } from '../compile/index-fields.ts';
import type { IndexValue } from '../compile/index-values.ts';
import type { Pass, Predicate } from '../compile/pass.ts';
import { type Plan, Planner } from '../compile/plan.ts';
import { createIndex, type IndexField } from '../compile/rule-index.ts';
import type { Rule } from '../ruleset.ts';

/** A rule with its compiled condition. */
export interface CompiledRule {
  readonly rule: Rule;
  /** Only within the pass that `candidates` began for this event. */
  readonly matches: Predicate;
}

/** The rules of one source, compiled together. */
export interface Matcher<R> {
  /** Begins a pass: the rules that the event may match, in load order. */
  readonly candidates: (event: Event) => readonly R[];
}

/**
 * Compiles rules of one source so that they share what they have in common and an event meets only those
 * whose index fields fit. `wrap` makes of each what `candidates` yields.
 */
export function createMatcher<R>(
  rules: readonly Rule[],
  isIndexed: boolean,
  wrap: (compiled: CompiledRule) => R,
): Matcher<R> {
  const pass: Pass = { number: 0 };
  const planner = new Planner();
  const plans = rules.map((rule): readonly [Rule, Plan] => [rule, planner.plan(rule.tree)]);
  const compiler = new Compiler(pass);
  const items = plans.map(([rule, plan]) => wrap({ rule, matches: compiler.compile(plan) }));
  if (!isIndexed) {
    return {
      candidates: () => {
        pass.number += 1;
        return items;
      },
    };
  }
  const fields = new Map<string, IndexField>();
  const entries = items.map((item, position) => {
    const values = new Map<IndexField, ReadonlySet<IndexValue>>();
    const tree = rules[position]?.tree;
    for (const [key, field] of tree === undefined ? [] : indexedFields(tree)) {
      let known = fields.get(key);
      if (known === undefined) {
        known = { operand: field.operand, extract: compiler.operand(field.operand) };
        fields.set(key, known);
      }
      values.set(known, field.values);
    }
    return { item, values };
  });
  const find = createIndex(entries);
  return {
    candidates: (event) => {
      pass.number += 1;
      try {
        return find(event);
      } catch {
        // A field that throws is the failure of the rules that ask for it; each meets it itself.
        return items;
      }
    },
  };
}
