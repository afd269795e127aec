import type { Rule } from './ruleset.ts';

/** What decides when a rule fires and what it tells: not its description, nor where it stands. */
const deciding = [
  'source',
  'priority',
  'tags',
  'isEnabled',
  'outputText',
  'tree',
  'exceptions',
  'threshold',
  'sequence',
] as const satisfies readonly (keyof Rule)[];

/**
 * The rules of `after` that `before` does not have, or that would decide or tell otherwise there: of another text, or of
 * another macro or list. Both must be compiled against the same sources.
 */
export function changedRules(before: readonly Rule[], after: readonly Rule[]): readonly Rule[] {
  const known = new Map(before.map((rule) => [rule.name, rule]));
  const same: SamePairs = new WeakMap();
  return after.filter((rule) => {
    const old = known.get(rule.name);
    return old === undefined || deciding.some((key) => !isSame(old[key], rule[key], same));
  });
}

/** Values found to be the same: macros and lists are shared among rules, and nest. */
type SamePairs = WeakMap<object, object>;

/** By value; of functions, which fields bring, only that both are there. */
function isSame(a: unknown, b: unknown, same: SamePairs): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a === 'function') return typeof b === 'function';
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (same.get(a) === b) return true;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  if (left.length !== right.length || Array.isArray(a) !== Array.isArray(b)) return false;
  for (const [index, [key, value]] of left.entries()) {
    const other = right[index];
    if (other?.[0] !== key || !isSame(value, other[1], same)) return false;
  }
  same.set(a, b);
  return true;
}
