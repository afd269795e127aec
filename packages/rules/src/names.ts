import type { Collector, MacroDefinition } from './collector.ts';
import type { Condition, Value } from './condition/ast.ts';
import { type Extent, extentOf, maxExtent } from './condition/extent.ts';
import { SyntaxProblem } from './condition/lexer.ts';
import { parseCondition, parseListItem } from './condition/parser.ts';
import { type Nesting, resolveCondition, type Scope, UnknownMacro } from './condition/resolve.ts';
import { suggestion } from './did-you-mean.ts';
import type { PlacedText } from './items.ts';
import { LoadProblem } from './load-problem.ts';
import { OddNames } from './odd-names.ts';
import { contextAt, joined } from './placed-condition.ts';

/** Parsed texts, kept over the files of one load so that compiling anew after each file stays cheap. */
export type ParseCache = Map<string, Condition>;

/** Items of one list with the lists it names replaced. */
const maxListItems = 1_000_000;

/** The lists and macros of a collection, expanded, with a note of which were used. */
export interface Names {
  readonly usedLists: ReadonlySet<string>;
  readonly usedMacros: ReadonlySet<string>;
  /** Parses and resolves a rule's condition: it sees every list and macro. Throws LoadProblem. */
  readonly resolve: (parts: readonly PlacedText[], extra?: Extra) => Condition;
}

/** Conditions that are joined to a parsed one by `and`; their offsets count on through their own parts. */
export interface Extra {
  readonly conditions: readonly Condition[];
  readonly parts: readonly PlacedText[];
}

const nothing: Extra = { conditions: [], parts: [] };

/**
 * Expands lists and resolves macros. A list sees lists defined before its last change, a macro macros
 * defined before its last change. Throws LoadProblem at the first that cannot be resolved.
 */
export function resolveNames(collector: Collector, cache: ParseCache): Names {
  const usedLists = new Set<string>();
  const usedMacros = new Set<string>();
  const lists = expandLists(collector, usedLists);
  const bodies = new Map<string, Condition>();
  const extents = new Map<Condition, Extent>();
  const inProgress = new Set<string>();

  const oddNames = new OddNames(lists.keys());
  const values = new Map<string, readonly Value[]>();
  const nesting: Nesting = { depth: 0 };

  const list = (word: string) => {
    const name = oddNames.nameOf(word);
    const known = values.get(name);
    if (known !== undefined) return known;
    const items = lists.get(name);
    if (items === undefined) return undefined;
    usedLists.add(name);
    const first = items.findIndex((item) => item !== '');
    const found = first === -1 ? [] : items.slice(first).flatMap((item) => parseListItem(item));
    values.set(name, found);
    return found;
  };
  const parse = (parts: readonly PlacedText[]) => parseParts(parts, oddNames, cache);
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
    if (inProgress.size >= maxExtent.depth) throw tooLarge(macro.condition, 'levels');
    inProgress.add(macro.name);
    const body = resolveParts(macro.condition, nothing, scopeFor(macro.visibility), parse, nesting);
    inProgress.delete(macro.name);
    extents.set(body, checkedExtent(body, macro.condition));
    bodies.set(macro.name, body);
    return body;
  }

  /** Macros in macros grow exponentially: measured before anything walks the whole of it. */
  function checkedExtent(condition: Condition, parts: readonly PlacedText[]): Extent {
    const extent = extentOf(condition, extents);
    if (extent.depth > maxExtent.depth) throw tooLarge(parts, 'levels');
    if (extent.checks > maxExtent.checks) throw tooLarge(parts, 'checks');
    return extent;
  }

  for (const macro of collector.macros.values()) parse(macro.condition);
  for (const macro of collector.macros.values()) bodyOf(macro);
  const everything = scopeFor(Number.POSITIVE_INFINITY);
  const resolve = (parts: readonly PlacedText[], extra = nothing) => {
    const condition = resolveParts(parts, extra, everything, parse, nesting);
    checkedExtent(condition, parts);
    return condition;
  };
  return { usedLists, usedMacros, resolve };
}

function tooLarge(parts: readonly PlacedText[], what: 'levels' | 'checks'): LoadProblem {
  const limit = what === 'checks' ? maxExtent.checks : maxExtent.depth;
  const message = `with its macros replaced the condition has more than ${limit} ${what}; use fewer macros inside macros`;
  return new LoadProblem('LOAD_ERR_COMPILE_CONDITION', message, contextAt(parts, 0));
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
  return deepened(expanded, collector);
}

/** Substitution goes on with lists defined later: items that name one of them are replaced as well. */
function deepened(
  lists: ReadonlyMap<string, readonly string[]>,
  collector: Collector,
): ReadonlyMap<string, readonly string[]> {
  const order = new Map([...lists.keys()].map((name, index) => [name, index]));
  const result = new Map<string, readonly string[]>();
  for (const [name, index] of [...order].reverse()) {
    const items = lists.get(name) ?? [];
    const parts = items.map((item) =>
      (order.get(item) ?? -1) > index ? (result.get(item) ?? [item]) : [item],
    );
    const definition = collector.lists.get(name);
    const size = parts.reduce((sum, part) => sum + part.length, 0);
    if (size > maxListItems && definition !== undefined) {
      const message = `with its lists replaced the list has more than ${maxListItems} items; use fewer lists inside lists`;
      throw new LoadProblem('LOAD_ERR_COMPILE_CONDITION', message, definition.context);
    }
    result.set(name, parts.flat());
  }
  return result;
}

type Parse = (parts: readonly PlacedText[]) => Condition;

function parseParts(parts: readonly PlacedText[], oddNames: OddNames, cache: ParseCache): Condition {
  const text = oddNames.encode(joined(parts));
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
  { conditions, parts: more }: Extra,
  scope: Scope,
  parse: Parse,
  nesting: Nesting,
): Condition {
  const parsed = parse(parts);
  const whole: Condition =
    conditions.length === 0 ? parsed : { kind: 'and', operands: [parsed, ...conditions] };
  const places = [...parts, ...more];
  try {
    return resolveCondition(whole, scope, nesting);
  } catch (error) {
    if (error instanceof UnknownMacro) {
      throw new LoadProblem('LOAD_ERR_VALIDATE', error.message, contextAt(places, error.at));
    }
    if (error instanceof SyntaxProblem) {
      throw new LoadProblem('LOAD_ERR_COMPILE_CONDITION', error.message, contextAt(places, error.at));
    }
    throw error;
  }
}
