import { isEqual, order } from '../comparison.ts';
import { isList, isObject, type Json, property } from '../json.ts';
import { callFunction, type Evaluate, type FunctionArgument, functionArity, isTrue } from './functions.ts';
import { type Comparator, type Node, parse } from './parser.ts';
import { JmesPathError } from './token.ts';

/** Evaluates a compiled expression on a value. Throws `JmesPathError` where a function refuses its input. */
export type Expression = (value: Json) => Json;

/**
 * Compiles JMESPath to closures: parsed once, run on any number of values. Differs from the specification
 * where Custodian's engine does: ordering also works on text, `split(separator, text)` and `from_json(text)`
 * exist, and literals in backquotes need no quotes.
 */
export function compileExpression(text: string): Expression {
  return build(parse(text));
}

function build(node: Node): Evaluate {
  switch (node.kind) {
    case 'current':
      return (value) => value;
    case 'field':
      return (value) => property(value, node.name);
    case 'literal':
      return () => node.value;
    case 'index':
      return (value) => (isList(value) ? (value.at(node.index) ?? null) : null);
    case 'slice':
      return buildSlice(node.bounds);
    case 'pipe':
    case 'subexpression': {
      const left = build(node.left);
      const right = build(node.right);
      return (value) => {
        const found = left(value);
        return found === null && node.kind === 'subexpression' ? null : right(found);
      };
    }
    case 'or': {
      const left = build(node.left);
      const right = build(node.right);
      return (value) => {
        const found = left(value);
        return isTrue(found) ? found : right(value);
      };
    }
    case 'and': {
      const left = build(node.left);
      const right = build(node.right);
      return (value) => {
        const found = left(value);
        return isTrue(found) ? right(value) : found;
      };
    }
    case 'not': {
      const inner = build(node.inner);
      return (value) => !isTrue(inner(value));
    }
    case 'comparison':
      return buildComparison(node.operator, build(node.left), build(node.right));
    case 'list': {
      const items = node.items.map(build);
      return (value) => (value === null ? null : items.map((item) => item(value)));
    }
    case 'object': {
      const entries = node.entries.map(([key, inner]) => [key, build(inner)] as const);
      return (value) =>
        value === null ? null : Object.fromEntries(entries.map(([key, inner]) => [key, inner(value)]));
    }
    case 'flatten': {
      const inner = build(node.inner);
      return (value) => {
        const found = inner(value);
        return isList(found) ? found.flatMap((item) => (isList(item) ? item : [item])) : null;
      };
    }
    case 'projection': {
      const left = build(node.left);
      const right = build(node.right);
      return (value) => {
        const found = left(value);
        return isList(found) ? project(found, right) : null;
      };
    }
    case 'values': {
      const left = build(node.left);
      const right = build(node.right);
      return (value) => {
        const found = left(value);
        return isObject(found) ? project(Object.values(found), right) : null;
      };
    }
    case 'filter': {
      const left = build(node.left);
      const condition = build(node.condition);
      const right = build(node.right);
      return (value) => {
        const found = left(value);
        if (!isList(found)) return null;
        return project(
          found.filter((item) => isTrue(condition(item))),
          right,
        );
      };
    }
    case 'call':
      return buildCall(node.name, node.args);
    case 'reference':
      throw new JmesPathError('"&" is only allowed as the argument of a function');
  }
}

function project(items: readonly Json[], right: Evaluate): Json {
  const results: Json[] = [];
  for (const item of items) {
    const result = right(item);
    if (result !== null) results.push(result);
  }
  return results;
}

function buildComparison(operator: Comparator, left: Evaluate, right: Evaluate): Evaluate {
  if (operator === '==') return (value) => isSame(left(value), right(value));
  if (operator === '!=') return (value) => !isSame(left(value), right(value));
  return (value) => {
    const a = left(value);
    const b = right(value);
    if (!isOrdered(a) || !isOrdered(b)) return null;
    const result = order(a, b);
    if (result === undefined) throw new JmesPathError(`cannot order ${typeof a} and ${typeof b}`);
    if (operator === '<') return result < 0;
    if (operator === '<=') return result <= 0;
    return operator === '>' ? result > 0 : result >= 0;
  };
}

function isOrdered(value: Json): boolean {
  return typeof value === 'number' || typeof value === 'string';
}

/** In expressions true is not 1. */
function isSame(a: Json, b: Json): boolean {
  return typeof a === 'boolean' || typeof b === 'boolean' ? a === b : isEqual(a, b);
}

function buildSlice(bounds: readonly [number | null, number | null, number | null]): Evaluate {
  const [start, stop, stepOrNull] = bounds;
  const step = stepOrNull ?? 1;
  if (step === 0) throw new JmesPathError('the step of a slice cannot be 0');
  return (value) => {
    if (!isList(value)) return null;
    const size = value.length;
    const clamp = (bound: number): number => {
      const position = bound < 0 ? bound + size : bound;
      return Math.max(step < 0 ? -1 : 0, Math.min(step < 0 ? size - 1 : size, position));
    };
    const from = start === null ? (step < 0 ? size - 1 : 0) : clamp(start);
    const to = stop === null ? (step < 0 ? -1 : size) : clamp(stop);
    const result: Json[] = [];
    for (let i = from; step > 0 ? i < to : i > to; i += step) result.push(value[i] ?? null);
    return result;
  };
}

function buildCall(name: string, args: readonly Node[]): Evaluate {
  const arity = functionArity(name);
  if (arity === undefined) throw new JmesPathError(`unknown function ${name}()`);
  if (args.length < arity.least || args.length > arity.most) {
    throw new JmesPathError(`${name}() takes ${arity.least} arguments, not ${args.length}`);
  }
  const built = args.map((arg): ((value: Json) => FunctionArgument) => {
    if (arg.kind !== 'reference') return build(arg);
    const reference = { reference: build(arg.inner) };
    return () => reference as unknown as FunctionArgument;
  });
  return (value) =>
    callFunction(
      name,
      built.map((arg) => arg(value)),
    );
}
