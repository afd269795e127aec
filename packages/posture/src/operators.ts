import { contains, isEqual, isTruthy, type Operand, order } from './comparison.ts';
import { compileGlob } from './glob.ts';
import { isList, isObject, type Json } from './json.ts';
import { compileRegex, type TextMatcher } from './regex.ts';

/** Compares the resource's side with the policy's. Sides that cannot be compared do not match. */
export type Operator = (resource: Operand, policy: Operand) => boolean;

const equal: Operator = isEqual;
const notEqual: Operator = (a, b) => !isEqual(a, b);
const greater: Operator = (a, b) => (order(a, b) ?? 0) > 0;
const greaterOrEqual: Operator = (a, b) => (order(a, b) ?? -1) >= 0;
const less: Operator = (a, b) => (order(a, b) ?? 0) < 0;
const lessOrEqual: Operator = (a, b) => (order(a, b) ?? 1) <= 0;
const isIn: Operator = (a, b) => contains(b, a) === true;
const isNotIn: Operator = (a, b) => contains(b, a) === false;

const operators: ReadonlyMap<string, Operator> = new Map([
  ['eq', equal],
  ['equal', equal],
  ['ne', notEqual],
  ['not-equal', notEqual],
  ['gt', greater],
  ['greater-than', greater],
  ['ge', greaterOrEqual],
  ['gte', greaterOrEqual],
  ['lt', less],
  ['less-than', less],
  ['le', lessOrEqual],
  ['lte', lessOrEqual],
  ['in', isIn],
  ['not-in', isNotIn],
  ['ni', isNotIn],
  ['contains', (a, b) => contains(a, b) === true],
  ['intersect', (a, b) => overlap(a, b, true)],
  ['difference', (a, b) => overlap(a, b, false)],
  ['mod', (a, b) => typeof a === 'number' && typeof b === 'number' && b !== 0 && a % b !== 0],
  ['glob', textOperator(compileGlob)],
  ['regex', textOperator((pattern) => compileRegex(pattern, { ignoresCase: true }))],
  ['regex-case', textOperator((pattern) => compileRegex(pattern, { ignoresCase: false }))],
]);

export const operatorNames: readonly string[] = [...operators.keys()];

/**
 * The operator of a name; undefined when there is none. Call it once per filter: an operator remembers the
 * pattern it compiled.
 */
export function operatorOf(name: string): Operator | undefined {
  return operators.get(name);
}

/** Some element of `a` is inside `b` (wanted) or outside of it. Text counts as a list of its letters. */
function overlap(a: Operand, b: Operand, isWantedInside: boolean): boolean {
  const left = elements(a);
  const right = elements(b);
  if (left === undefined || right === undefined) return false;
  return left.some((item) => right.some((other) => isEqual(item, other)) === isWantedInside);
}

function elements(value: Operand): readonly Json[] | undefined {
  if (typeof value === 'string') return [...value];
  if (isList(value)) return value.every((item) => !isList(item) && !isObject(item)) ? value : undefined;
  return isObject(value) ? Object.keys(value) : undefined;
}

const maximumPatterns = 500;

function textOperator(compile: (pattern: string) => TextMatcher): Operator {
  const compiled = new Map<string, TextMatcher>();
  return (resource, policy) => {
    if (typeof resource !== 'string' || typeof policy !== 'string') return false;
    let matches = compiled.get(policy);
    if (matches === undefined) {
      if (compiled.size >= maximumPatterns) compiled.clear();
      matches = compile(policy);
      compiled.set(policy, matches);
    }
    return matches(resource);
  };
}

/** The words that a `value` can be instead of a value. Undefined when `word` is none of them or does not apply. */
export function matchesWord(word: Operand, value: Operand): boolean {
  if (word === 'absent') return value === null;
  if (word === 'present') return value !== null;
  if (word === 'not-null') return isTruthy(value);
  return word === 'empty' && !isTruthy(value);
}
