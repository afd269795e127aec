import type { CompiledFilter, Evaluation, FilterContext, FilterType } from './filter.ts';
import { filterTypes } from './filters/index.ts';
import { value } from './filters/value.ts';
import { isList, isObject, type Json, type JsonObject } from './json.ts';
import type { PolicySource } from './policy-source.ts';

/** What the filters of one policy or check stand in. */
export interface CompileOptions {
  readonly source: PolicySource;
  readonly resourceType: string;
  readonly hasMode?: boolean;
}

const blocks = ['and', 'or', 'not'] as const;
type Block = (typeof blocks)[number];

/**
 * Compiles a list of filters and blocks, joined by and. Throws `PolicyError` that names the place of the
 * first mistake; nothing is evaluated.
 */
export function compileFilters(filters: Json, options: CompileOptions): CompiledFilter {
  return contextOf(options).compileFilters(filters, options.source.root);
}

function contextOf(options: CompileOptions): FilterContext {
  const context: FilterContext = {
    source: options.source,
    resourceType: options.resourceType,
    hasMode: options.hasMode ?? false,
    compileFilters: (inner, at, resourceType) =>
      compileList(inner, at, resourceType === undefined ? context : contextOf({ ...options, resourceType })),
  };
  return context;
}

function compileList(filters: Json, at: unknown, context: FilterContext): CompiledFilter {
  if (!isList(filters)) throw context.source.error(at, 'filters must be a list');
  return allOf(filters.map((filter) => compileOne(filter, at, context)));
}

function compileOne(filter: Json, at: unknown, context: FilterContext): CompiledFilter {
  if (typeof filter === 'string') return filterType(filter, at, context).compile({ type: filter }, context);
  if (!isObject(filter)) throw context.source.error(at, 'a filter must be a mapping or a name');
  const keys = Object.keys(filter);
  const [key] = keys;
  if (key === undefined) throw context.source.error(filter, 'empty filter');
  if (typeof filter.type === 'string')
    return filterType(filter.type, filter, context).compile(filter, context);
  if (keys.length > 1)
    throw context.source.error(filter, `a filter with the keys ${keys.join(', ')} needs "type"`);
  if (isBlock(key)) return compileBlock(key, filter, context);
  return value.compile({ type: 'value', key, value: filter[key] ?? null }, context);
}

function filterType(name: string, at: unknown, context: FilterContext): FilterType {
  const candidates = filterTypes.filter((type) => type.name === name);
  const fitting = candidates.find((type) => type.resourceTypes?.includes(context.resourceType) ?? true);
  if (fitting !== undefined) return fitting;
  if (candidates.length > 0) throw context.source.error(at, `${context.resourceType} has no filter ${name}`);
  throw context.source.error(at, `unknown filter ${name}`);
}

function isBlock(key: string): key is Block {
  return (blocks as readonly string[]).includes(key);
}

function compileBlock(block: Block, filter: JsonObject, context: FilterContext): CompiledFilter {
  const members = filter[block] ?? null;
  if (!isList(members)) throw context.source.error(filter, `${block} needs a list`);
  const compiled = members.map((member) => compileOne(member, filter, context));
  if (block === 'and') return allOf(compiled);
  return block === 'or' ? anyOf(compiled) : noneOf(compiled);
}

/** Each filter sees what the one before kept; stops when nothing is left. */
function allOf(filters: readonly CompiledFilter[]): CompiledFilter {
  return (resources, evaluation) => {
    let kept = resources;
    for (const filter of filters) {
      if (kept.length === 0) return kept;
      kept = filter(kept, evaluation);
    }
    return kept;
  };
}

function anyOf(filters: readonly CompiledFilter[]): CompiledFilter {
  return (resources, evaluation) => {
    const kept = new Set(filters.flatMap((filter) => filter(resources, evaluation)));
    return resources.filter((resource) => kept.has(resource));
  };
}

/** What matches inside a `not` is no reason for the match of the whole, so it is not noted. */
function noneOf(filters: readonly CompiledFilter[]): CompiledFilter {
  const all = allOf(filters);
  return (resources, evaluation) => {
    const { annotate: _dropped, ...silent }: Evaluation = evaluation;
    const matched = new Set(all(resources, silent));
    return resources.filter((resource) => !matched.has(resource));
  };
}
