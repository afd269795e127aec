import type { Collector, MacroDefinition } from './collector.ts';
import type { Condition } from './condition/ast.ts';
import { SyntaxProblem } from './condition/lexer.ts';
import { parseCondition } from './condition/parser.ts';
import { resolveCondition, type Scope, UnknownMacro } from './condition/resolve.ts';
import { suggestion } from './did-you-mean.ts';
import type { PlacedText } from './items.ts';
import { LoadProblem } from './load-problem.ts';
import { contextAt, joined } from './placed-condition.ts';

/** Parsed texts, kept over the files of one load so that compiling anew after each file stays cheap. */
export type ParseCache = Map<string, Condition>;

/** The lists and macros of a collection, expanded, with a note of which were used. */
export interface Names {
  readonly usedLists: ReadonlySet<string>;
  readonly usedMacros: ReadonlySet<string>;
  /** Parses and resolves a rule's condition: it sees every list and macro. Throws LoadProblem. */
  readonly resolve: (parts: readonly PlacedText[], extra: readonly Condition[]) => Condition;
}

/**
 * Expands lists and resolves macros. A list sees lists defined before its last change, a macro macros
 * defined before its last change. Throws LoadProblem at the first that cannot be resolved.
 */
export function resolveNames(collector: Collector, cache: ParseCache): Names {
  const usedLists = new Set<string>();
  const usedMacros = new Set<string>();
  const lists = expandLists(collector, usedLists);
  const bodies = new Map<string, Condition>();
  const inProgress = new Set<string>();

  const list = (name: string) => {
    const items = lists.get(name);
    if (items !== undefined) usedLists.add(name);
    return items;
  };
  const scopeFor = (visibility: number): Scope => ({
    list,
    macro: (name, at) => {
      const macro = collector.macros.get(name);
      if (macro === undefined || macro.index >= visibility) {
        const later =
          macro === undefined ? suggestion(name, collector.macros.keys()) : '; it is defined later';
        throw new UnknownMacro(`unknown macro "${name}"${later}`, at);
      }
      if (inProgress.has(name)) throw new UnknownMacro(`the macro "${name}" refers back to itself`, at);
      usedMacros.add(name);
      return bodyOf(macro);
    },
  });

  function bodyOf(macro: MacroDefinition): Condition {
    const known = bodies.get(macro.name);
    if (known !== undefined) return known;
    inProgress.add(macro.name);
    const body = resolveParts(macro.condition, [], scopeFor(macro.visibility), cache);
    inProgress.delete(macro.name);
    bodies.set(macro.name, body);
    return body;
  }

  for (const macro of collector.macros.values()) parseParts(macro.condition, cache);
  for (const macro of collector.macros.values()) bodyOf(macro);
  const everything = scopeFor(Number.POSITIVE_INFINITY);
  return { usedLists, usedMacros, resolve: (parts, extra) => resolveParts(parts, extra, everything, cache) };
}

function expandLists(collector: Collector, used: Set<string>): ReadonlyMap<string, readonly string[]> {
  const expanded = new Map<string, readonly string[]>();
  for (const list of collector.lists.values()) {
    const items = list.items.flatMap((item) => {
      const other = collector.lists.get(item);
      if (other === undefined || other.index >= list.visibility) return [item];
      used.add(other.name);
      return other.items;
    });
    expanded.set(list.name, items);
  }
  return deepened(expanded);
}

/** Substitution goes on with lists defined later: items that name one of them are replaced as well. */
function deepened(lists: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const order = new Map([...lists.keys()].map((name, index) => [name, index]));
  const result = new Map<string, readonly string[]>();
  for (const [name, index] of [...order].reverse()) {
    const items = lists.get(name) ?? [];
    result.set(
      name,
      items.flatMap((item) => ((order.get(item) ?? -1) > index ? (result.get(item) ?? [item]) : [item])),
    );
  }
  return result;
}

function parseParts(parts: readonly PlacedText[], cache: ParseCache): Condition {
  const text = joined(parts);
  const known = cache.get(text);
  if (known !== undefined) return known;
  try {
    const condition = parseCondition(text);
    cache.set(text, condition);
    return condition;
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    throw new LoadProblem('LOAD_ERR_COMPILE_CONDITION', error.message, contextAt(parts, error.at));
  }
}

function resolveParts(
  parts: readonly PlacedText[],
  extra: readonly Condition[],
  scope: Scope,
  cache: ParseCache,
): Condition {
  const parsed = parseParts(parts, cache);
  const whole: Condition = extra.length === 0 ? parsed : { kind: 'and', operands: [parsed, ...extra] };
  try {
    return resolveCondition(whole, scope);
  } catch (error) {
    if (error instanceof UnknownMacro) {
      throw new LoadProblem('LOAD_ERR_VALIDATE', error.message, contextAt(parts, error.at));
    }
    if (error instanceof SyntaxProblem) {
      throw new LoadProblem('LOAD_ERR_COMPILE_CONDITION', error.message, contextAt(parts, error.at));
    }
    throw error;
  }
}
