import type { Check, Condition, Value } from './ast.ts';
import { maxExtent } from './extent.ts';
import { SyntaxProblem } from './lexer.ts';

/** What a condition may refer to by name. Each lookup marks its name as used. */
export interface Scope {
  /** The values of a list, expanded; undefined when there is no such list. Throws SyntaxProblem. */
  readonly list: (name: string) => readonly Value[] | undefined;
  /** The resolved condition of a macro. Throws UnknownMacro when there is none that may be seen from here. */
  readonly macro: (name: string, at: number) => Condition;
}

/** How deep the resolver stands, over all macros: they are resolved one inside another. */
export interface Nesting {
  depth: number;
}

/** A word that should be a macro is none, or one that leads back to itself. */
export class UnknownMacro extends Error {
  override readonly name = 'UnknownMacro';
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/**
 * Replaces names by what they stand for: macros get their condition as `body`, list names in value
 * position their items. Parts without names are shared with the input.
 */
export function resolveCondition(
  condition: Condition,
  scope: Scope,
  nesting: Nesting = { depth: 0 },
): Condition {
  nesting.depth += 1;
  if (nesting.depth > maxExtent.depth) {
    throw new SyntaxProblem(
      `with its macros replaced the condition has more than ${maxExtent.depth} levels; use fewer macros inside macros`,
      0,
    );
  }
  const resolved = resolveNode(condition, scope, nesting);
  nesting.depth -= 1;
  return resolved;
}

function resolveNode(condition: Condition, scope: Scope, nesting: Nesting): Condition {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return {
        ...condition,
        operands: condition.operands.map((operand) => resolveCondition(operand, scope, nesting)),
      };
    case 'not':
      return { ...condition, operand: resolveCondition(condition.operand, scope, nesting) };
    case 'macro':
      return resolveMacro(condition.name, condition.at, scope);
    case 'check':
      return resolveCheck(condition, scope);
  }
}

/** A list name in the place of a check stands for its one item, as every list name does. */
function resolveMacro(name: string, at: number, scope: Scope): Condition {
  const items = listAt(name, at, scope);
  if (items === undefined) return { kind: 'macro', name, at, body: scope.macro(name, at) };
  const [item] = items;
  if (items.length !== 1 || item === undefined || item.isQuoted) {
    throw new SyntaxProblem(`"${name}" is a list, not a condition`, at);
  }
  return { kind: 'macro', name: item.text, at, body: scope.macro(item.text, at) };
}

function resolveCheck(check: Check, scope: Scope): Check {
  const right = check.right;
  if (right === undefined || right.kind === 'operand') return check;
  if (right.kind === 'values') {
    if (right.values.every((value) => value.isQuoted)) return check;
    const [only, ...others] = right.values;
    // A list alone is shared by all that name it, not copied: it may be long.
    const values =
      only !== undefined && others.length === 0
        ? expand(only, scope)
        : right.values.flatMap((value) => expand(value, scope));
    return { ...check, right: { ...right, values } };
  }
  const isListOperator =
    check.operator === 'in' || check.operator === 'intersects' || check.operator === 'pmatch';
  const values = expand(right, scope);
  const [value] = values;
  if (values.length !== 1 || value === undefined) {
    const hint = isListOperator ? `; write (${right.text})` : '';
    throw new SyntaxProblem(
      `the list "${right.text}" has ${values.length} items where one value is due${hint}`,
      right.at,
    );
  }
  if (!isListOperator) return value === right ? check : { ...check, right: value };
  return { ...check, right: { kind: 'values', values: [value], at: right.at } };
}

function expand(value: Value, scope: Scope): readonly Value[] {
  if (value.isQuoted) return [value];
  return listAt(value.text, value.at, scope) ?? [value];
}

function listAt(name: string, at: number, scope: Scope): readonly Value[] | undefined {
  try {
    return scope.list(name);
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    throw new SyntaxProblem(`in the list "${name}": ${error.message}`, at);
  }
}
