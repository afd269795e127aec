import type { Event, Explanation } from '@breakwater/model';
import { compileAsksFor } from '../compile/asks-for.ts';
import type { Ruleset } from '../ruleset.ts';
import { explainRule } from './explain-rule.ts';
import { compileNearness } from './nearness.ts';

/** The explanation of an event that came nearer to the rule than those before; else undefined. */
export type FindNearest = (event: Event) => Explanation | undefined;

/**
 * Looks for the first event on which the condition of a rule holds, or else the first that comes nearest to it, in a
 * stream of events of which nothing is kept: the last explanation that it yields is the one.
 * Throws RangeError when the ruleset has no rule of the name.
 */
export function findNearest(ruleset: Ruleset, ruleName: string): FindNearest {
  const rule = ruleset.rules.find(({ name }) => name === ruleName);
  if (rule === undefined) throw new RangeError(`there is no rule "${ruleName}"`);
  const nearness = compileNearness(rule.tree);
  const asksFor = compileAsksFor(rule.tree);
  let best = Number.NEGATIVE_INFINITY;
  return (event) => {
    if (best === 1) return undefined;
    // An event of another kind is worth telling of only as long as there is none of the right kind.
    const isOfKind = event.source === rule.source && asksFor(event.type);
    if (!isOfKind && best > Number.NEGATIVE_INFINITY) return undefined;
    const found = isOfKind ? nearness(event) : -1;
    if (found <= best) return undefined;
    best = found;
    return explainRule(ruleset, ruleName, event);
  };
}
