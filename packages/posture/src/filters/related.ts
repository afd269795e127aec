import { isTruthy } from '../comparison.ts';
import { type CompiledFilter, checkKeys, type Evaluation, type FilterType } from '../filter.ts';
import { isList, isObject, type Json, type JsonObject, listOf, property } from '../json.ts';
import { operatorOf } from '../operators.ts';
import { compileKey } from '../resource-key.ts';

/**
 * Looks at resources of another type in the same account: how many of them belong to this one and match.
 *
 * `resource`: the other type; `join`: mapping of the other's key to this resource's key, all must agree (a
 * list on either side agrees when one element does; empty or missing never does); `filters`: what the others
 * must match; `count`, `count_op`: how many (at least one when absent). Not part of Custodian's language.
 */
export const related: FilterType = {
  name: 'related',
  compile: (filter, context) => {
    checkKeys(filter, ['resource', 'join', 'filters', 'count', 'count_op'], context);
    const {
      resource: type,
      join = {},
      count = 1,
      count_op: countOp = 'count' in filter ? 'eq' : 'gte',
    } = filter;
    if (typeof type !== 'string') throw context.source.error(filter, 'related needs "resource"');
    if (!isObject(join)) throw context.source.error(filter, 'join must be a mapping');
    if (typeof count !== 'number') throw context.source.error(filter, 'count must be a number');
    const operator = typeof countOp === 'string' ? operatorOf(countOp) : undefined;
    if (operator === undefined)
      throw context.source.error(filter, `unknown count_op ${JSON.stringify(countOp)}`);
    const candidates = compileCandidates(type, filter.filters ?? [], context);
    const joins = Object.entries(join).map(([theirs, ours]) => {
      if (typeof ours !== 'string') throw context.source.error(filter, 'join must map key to key');
      return { theirs: compileKey(theirs), ours: compileKey(ours) };
    });
    const lookUps = new WeakMap<Evaluation['related'], LookUp>();
    return (resources, evaluation) => {
      let lookUp = lookUps.get(evaluation.related);
      if (lookUp === undefined) {
        const others = candidates(evaluation);
        lookUp = { others, index: joins[0] === undefined ? undefined : indexBy(others, joins[0].theirs) };
        lookUps.set(evaluation.related, lookUp);
      }
      const { others, index } = lookUp;
      return resources.filter((resource) => {
        const near =
          joins[0] === undefined || index === undefined ? others : entriesOf(index, joins[0].ours(resource));
        const found = near.filter((other) =>
          joins.every(({ theirs, ours }) => agree(theirs(other), ours(resource))),
        );
        const isMatch = operator(found.length, count);
        if (isMatch && found.length > 0) evaluation.annotate?.(resource, type, found.map(identity));
        return isMatch;
      });
    };
  },
};

/** The matching resources of the other type, once per run. */
interface LookUp {
  readonly others: readonly JsonObject[];
  readonly index: ReadonlyMap<Json, readonly JsonObject[]> | undefined;
}

function compileCandidates(
  type: string,
  filters: Json,
  context: Parameters<FilterType['compile']>[1],
): (evaluation: Evaluation) => readonly JsonObject[] {
  const matches: CompiledFilter = context.compileFilters(filters, filters, type);
  return (evaluation) => {
    const { annotate: _dropped, ...silent }: Evaluation = evaluation;
    return matches(evaluation.related(type), silent);
  };
}

function indexBy(
  others: readonly JsonObject[],
  key: (other: Json) => Json,
): ReadonlyMap<Json, readonly JsonObject[]> {
  const index = new Map<Json, JsonObject[]>();
  for (const other of others) {
    for (const value of new Set(listOf(key(other)))) {
      const bucket = index.get(value);
      if (bucket === undefined) index.set(value, [other]);
      else bucket.push(other);
    }
  }
  return index;
}

function entriesOf(index: ReadonlyMap<Json, readonly JsonObject[]>, value: Json): readonly JsonObject[] {
  return [...new Set(listOf(value).flatMap((one) => index.get(one) ?? []))];
}

function agree(a: Json, b: Json): boolean {
  const left = listOf(a).filter(isTruthy);
  return listOf(b).some((item) => left.includes(item));
}

/** The attributes that tell which one it is, for the evidence. */
function identity(other: JsonObject): Json {
  const name = Object.keys(other).find(
    (key) => /(^|[a-z])(Arn|ARN)$|Id$|^Name$/.test(key) && !isList(other[key]),
  );
  return name === undefined ? null : property(other, name);
}
