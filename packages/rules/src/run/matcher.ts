import type { Event } from '@breakwater/model';
import type { TypedOperand } from '../check/typed.ts';
import { type AskedValue, type IndexedField, indexedFields } from '../compile/index-fields.ts';
import type { Extract, Predicate } from '../compile/pass.ts';
import { Planner } from '../compile/plan.ts';
import { compileProgram } from '../compile/program.ts';
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

const noFields: ReadonlyMap<string, IndexedField> = new Map();
const never: Predicate = () => false;
const nothing: Extract = () => undefined;

/**
 * Compiles rules of one source so that they share what they have in common and an event meets only those
 * whose index fields fit. `wrap` makes of each what `candidates` yields.
 */
export function createMatcher<R>(
  rules: readonly Rule[],
  isIndexed: boolean,
  wrap: (compiled: CompiledRule) => R,
): Matcher<R> {
  const planner = new Planner();
  const plans = rules.map((rule) => planner.plan(rule.tree));
  const fields = rules.map((rule) => (isIndexed ? indexedFields(rule.tree) : noFields));
  const operands = new Map<string, TypedOperand>();
  for (const own of fields) for (const [key, { operand }] of own) operands.set(key, operand);
  const { begin, predicates, extracts } = compileProgram(plans, [...operands.values()]);
  const items = rules.map((rule, place) => wrap({ rule, matches: predicates[place] ?? never }));
  if (!isIndexed) {
    return {
      candidates: () => {
        begin();
        return items;
      },
    };
  }
  const indexFields = new Map<string, IndexField>();
  for (const [place, key] of [...operands.keys()].entries()) {
    indexFields.set(key, { extract: extracts[place] ?? nothing });
  }
  const entries = items.map((item, place) => {
    const values = new Map<IndexField, ReadonlySet<AskedValue>>();
    for (const [key, field] of fields[place] ?? noFields) {
      const indexField = indexFields.get(key);
      if (indexField !== undefined) values.set(indexField, field.values);
    }
    return { item, values };
  });
  const find = createIndex(entries);
  return {
    candidates: (event) => {
      begin();
      try {
        return find(event);
      } catch {
        // A field that throws is the failure of the rules that ask for it; each meets it itself.
        return items;
      }
    },
  };
}
