import { isEqual } from '../comparison.ts';
import { checkKeys, each, type FilterType } from '../filter.ts';
import { isList, isObject, type Json, type JsonObject, listOf, textProperty } from '../json.ts';
import { statementsOf, texts } from '../policy-document.ts';
import { readPolicy, typesWithPolicy } from './policy-location.ts';

const elements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
];
const sets = ['Action', 'NotAction', 'Resource', 'NotResource'];
const variables: readonly (readonly [string, (resource: JsonObject) => string | undefined])[] = [
  ['bucket_name', (resource) => textProperty(resource, 'Name')],
  ['queue_arn', (resource) => textProperty(resource, 'QueueArn')],
  ['topic_arn', (resource) => textProperty(resource, 'TopicArn')],
  ['fs_arn', (resource) => textProperty(resource, 'FileSystemArn')],
  ['endpoint_id', (resource) => textProperty(resource, 'VpcEndpointId')],
];

/**
 * The resource policy has all the statements asked for: by id (`statement_ids`), or by content
 * (`statements`), where every element given must be the same, as sets, or a subset where `PartialMatch`
 * names it.
 */
export const hasStatement: FilterType = {
  name: 'has-statement',
  resourceTypes: typesWithPolicy,
  compile: (filter, context) => {
    checkKeys(filter, ['statement_ids', 'statements'], context);
    const ids = texts(filter.statement_ids);
    const wanted = listOf(filter.statements).filter((statement) => isObject(statement));
    for (const statement of wanted) {
      const unknown = Object.keys(statement).find((key) => key !== 'PartialMatch' && !elements.includes(key));
      if (unknown !== undefined)
        throw context.source.error(statement, `has-statement: unknown element ${unknown}`);
      if (statement.Effect === undefined)
        throw context.source.error(statement, 'has-statement: a statement needs Effect');
    }
    return each((resource, evaluation) => {
      const found = statementsOf(readPolicy(context.resourceType, resource, evaluation));
      if (found.length === 0) return false;
      if (ids.some((id) => !found.some((statement) => statement.Sid === id))) return false;
      return wanted.every((statement) => {
        const filled = fillIn(statement, resource, evaluation);
        return isObject(filled) && found.some((candidate) => matches(filled, candidate));
      });
    });
  },
};

function matches(wanted: JsonObject, statement: JsonObject): boolean {
  const partial = texts(wanted.PartialMatch);
  return Object.keys(wanted).every((key) => {
    if (key === 'PartialMatch') return true;
    if (!Object.hasOwn(statement, key)) return false;
    return matchesElement(key, wanted[key] ?? null, statement[key] ?? null, partial.includes(key));
  });
}

function matchesElement(key: string, wanted: Json, found: Json, isPartial: boolean): boolean {
  if (sets.includes(key)) {
    const ignoresCase = key.endsWith('Action');
    return isSameSet(normalise(wanted, ignoresCase), normalise(found, ignoresCase), isPartial);
  }
  if (isObject(wanted) && isObject(found)) return matchesMapping(key, wanted, found, isPartial);
  return isEqual(wanted, found);
}

/** Principal and Condition: mappings of sets; the keys of conditions have no letter case. */
function matchesMapping(key: string, wanted: JsonObject, found: JsonObject, isPartial: boolean): boolean {
  const left = entries(wanted, key === 'Condition');
  const right = entries(found, key === 'Condition');
  if (!isPartial && left.size !== right.size) return false;
  return [...left].every(([name, values]) => {
    const other = right.get(name);
    return other !== undefined && isSameSet(values, other, isPartial);
  });
}

function entries(mapping: JsonObject, isCondition: boolean): ReadonlyMap<string, readonly Json[]> {
  if (!isCondition) return new Map(Object.entries(mapping).map(([name, values]) => [name, listOf(values)]));
  return new Map(
    Object.entries(mapping).flatMap(([operator, keys]) =>
      isObject(keys)
        ? Object.entries(keys).map(
            ([key, values]) => [`${operator} ${key.toLowerCase()}`, listOf(values).map(String)] as const,
          )
        : [],
    ),
  );
}

function normalise(value: Json, ignoresCase: boolean): readonly Json[] {
  return listOf(value).map((item) => (ignoresCase && typeof item === 'string' ? item.toLowerCase() : item));
}

function isSameSet(wanted: readonly Json[], found: readonly Json[], isPartial: boolean): boolean {
  const isSubset = wanted.every((item) => found.some((other) => isEqual(item, other)));
  return isSubset && (isPartial || found.every((item) => wanted.some((other) => isEqual(item, other))));
}

function fillIn(value: Json, resource: JsonObject, evaluation: { accountId: string; region: string }): Json {
  if (typeof value === 'string') {
    let text = value
      .replaceAll('{account_id}', evaluation.accountId)
      .replaceAll('{region}', evaluation.region);
    for (const [name, read] of variables) text = text.replaceAll(`{${name}}`, read(resource) ?? `{${name}}`);
    return text;
  }
  if (isList(value)) return value.map((item) => fillIn(item, resource, evaluation));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, fillIn(inner, resource, evaluation)]),
  );
}
