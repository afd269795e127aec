import type { Event } from '@breakwater/model';
import type { TypedOperand } from '../check/typed.ts';
import { type AskedValue, type IndexedField, indexedFields } from '../compile/index-fields.ts';
import type { Extract, Predicate } from '../compile/pass.ts';
import { Planner } from '../compile/plan.ts';
import { compileProgram } from '../compile/program.ts';
import { createIndex, type IndexField } from '../compile/rule-index.ts';
import type { Rule } from '../ruleset.ts';

/** A rule, and what is read of an event on which its condition holds. */
export interface MatcherRule {
  readonly rule: Rule;
  readonly reads: readonly TypedOperand[];
}

/** A rule with its compiled condition. All is to be called only within the pass that `candidates` began for the event. */
export interface CompiledRule {
  readonly rule: Rule;
  readonly matches: Predicate;
  /** In the order of the operands that the rule reads. */
  readonly reads: readonly Extract[];
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
  entries: readonly MatcherRule[],
  isIndexed: boolean,
  wrap: (compiled: CompiledRule) => R,
): Matcher<R> {
  const planner = new Planner();
  const plans = entries.map(({ rule }) => planner.plan(rule.tree));
  const fields = entries.map(({ rule }) => (isIndexed ? indexedFields(rule.tree) : noFields));
  const operands = new Map<string, TypedOperand>();
  for (const own of fields) for (const [key, { operand }] of own) operands.set(key, operand);
  const read = entries.flatMap(({ reads }) => reads);
  const { begin, predicates, extracts } = compileProgram(plans, [...operands.values(), ...read]);
  let next = operands.size;
  const items = entries.map(({ rule, reads }, place) => {
    next += reads.length;
    const own = extracts.slice(next - reads.length, next);
    return wrap({ rule, matches: predicates[place] ?? never, reads: own });
  });
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
  const indexed = items.map((item, place) => {
    const values = new Map<IndexField, ReadonlySet<AskedValue>>();
    for (const [key, field] of fields[place] ?? noFields) {
      const indexField = indexFields.get(key);
      if (indexField !== undefined) values.set(indexField, field.values);
    }
    return { item, values };
  });
  const find = createIndex(indexed);
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
