import { checkKeys, each, type FilterContext, type FilterType } from '../filter.ts';
import { isList, isObject, type Json, type JsonObject, listOf, property, textProperty } from '../json.ts';
import { EvaluationError } from '../policy-error.ts';
import { compileValue, type Predicate } from './value.ts';

const sources = ['IpRanges', 'Ipv6Ranges', 'PrefixListIds', 'UserIdGroupPairs'] as const;
const rawKeys = [
  'IpProtocol',
  'FromPort',
  'ToPort',
  'UserIdGroupPairs',
  'IpRanges',
  'PrefixListIds',
] as const;
const otherKeys = [
  'Cidr',
  'CidrV6',
  'Ports',
  'OnlyPorts',
  'SelfReference',
  'Description',
  'SGReferences',
] as const;

/** Inbound rules of a security group, each split to one source; all given keys must hold on the same one. */
export const ingress: FilterType = ruleFilter('ingress', 'IpPermissions');

/** Outbound rules, likewise. */
export const egress: FilterType = ruleFilter('egress', 'IpPermissionsEgress');

/** Judges one split rule; undefined when it has nothing to say about it. */
type RuleTest = (
  rule: JsonObject,
  group: JsonObject,
  evaluation: Parameters<Predicate>[1],
) => boolean | undefined;

function ruleFilter(name: string, permissions: string): FilterType {
  return {
    name,
    resourceTypes: ['aws.security-group'],
    compile: (filter, context) => {
      checkKeys(filter, [...rawKeys, ...otherKeys, 'match-operator'], context);
      const operator = filter['match-operator'] ?? 'and';
      if (operator !== 'and' && operator !== 'or') {
        throw context.source.error(filter, 'match-operator must be "and" or "or"');
      }
      const tests = compileTests(filter, context);
      return each((group, evaluation) => {
        const matched = splitRules(property(group, permissions)).filter((rule) => {
          const verdicts = tests
            .map((test) => test(rule, group, evaluation))
            .filter((one) => one !== undefined);
          if (verdicts.length === 0) return false;
          return operator === 'or' ? verdicts.includes(true) : !verdicts.includes(false);
        });
        if (matched.length > 0) evaluation.annotate?.(group, `Matched${permissions}`, matched);
        return matched.length > 0;
      });
    },
  };
}

/** One rule per source, so that a condition on the source and one on the port speak of the same traffic. */
function splitRules(permissions: Json): readonly JsonObject[] {
  return listOf(permissions).flatMap((permission) => {
    if (!isObject(permission)) throw new EvaluationError('a security group rule is no object');
    const bare = { ...permission, IpRanges: [], Ipv6Ranges: [], PrefixListIds: [], UserIdGroupPairs: [] };
    return sources.flatMap((source) =>
      listOf(permission[source]).map((one) => ({ ...bare, [source]: [one] })),
    );
  });
}

function compileTests(filter: JsonObject, context: FilterContext): readonly RuleTest[] {
  const tests: RuleTest[] = rawKeys
    .filter((key) => key in filter)
    .map((key) => {
      const matches = compilePart(filter[key] ?? null, key, context, true);
      return (rule, _group, evaluation) => matches(rule, evaluation);
    });
  if ('Description' in filter) tests.push(descriptionTest(filter, context));
  if ('Ports' in filter || 'OnlyPorts' in filter) tests.push(portsTest(filter, context));
  if ('Cidr' in filter || 'CidrV6' in filter) tests.push(cidrTest(filter, context));
  if ('SelfReference' in filter) tests.push(selfReferenceTest(filter.SelfReference === true));
  if ('SGReferences' in filter) tests.push(groupReferenceTest(filter, context));
  return tests;
}

/** A plain value, or a value filter without its key. */
function compilePart(part: Json, key: string, context: FilterContext, needsType: boolean): Predicate {
  if (!isObject(part)) return compileValue({ key, value: part }, context);
  if (needsType && part.type !== 'value')
    throw context.source.error(part, `${key}: a value filter needs "type: value"`);
  return compileValue({ ...part, key }, context);
}

function descriptionTest(filter: JsonObject, context: FilterContext): RuleTest {
  const matches = compilePart(filter.Description ?? null, 'Description', context, false);
  return (rule, _group, evaluation) => {
    const [source] = ['Ipv6Ranges', 'IpRanges', 'UserIdGroupPairs', 'PrefixListIds'].flatMap((key) =>
      listOf(rule[key]),
    );
    return source !== undefined && matches(source, evaluation);
  };
}

function portsTest(filter: JsonObject, context: FilterContext): RuleTest {
  const ports = portList(filter, 'Ports', context);
  const onlyPorts = portList(filter, 'OnlyPorts', context);
  return (rule) => {
    const { FromPort: from, ToPort: to } = rule;
    // A rule for all protocols has no ports and is not judged by them.
    if (typeof from !== 'number' || typeof to !== 'number') return undefined;
    const isListed = ports.length === 0 ? undefined : ports.some((port) => port >= from && port <= to);
    if (onlyPorts.length === 0) return isListed;
    return onlyPorts.some((port) => port === from && port === to) ? false : (isListed ?? true);
  };
}

function portList(filter: JsonObject, key: string, context: FilterContext): readonly number[] {
  const list = filter[key] ?? [];
  if (!isList(list) || list.some((port) => typeof port !== 'number')) {
    throw context.source.error(filter, `${key} must be a list of numbers`);
  }
  return list.filter((port) => typeof port === 'number');
}

function cidrTest(filter: JsonObject, context: FilterContext): RuleTest {
  const isAny = filter['match-operator'] === 'or';
  const families = [
    { key: 'CidrV6', attribute: 'CidrIpv6', source: 'Ipv6Ranges' },
    { key: 'Cidr', attribute: 'CidrIp', source: 'IpRanges' },
  ]
    .filter(({ key }) => key in filter)
    .map(({ key, attribute, source }) => ({
      source,
      matches: compilePart(filter[key] ?? null, attribute, context, false),
    }));
  return (rule, _group, evaluation) => {
    const verdicts = families.map(({ source, matches }) =>
      listOf(rule[source]).some((range) => matches(range, evaluation)),
    );
    return isAny ? verdicts.includes(true) : !verdicts.includes(false);
  };
}

function selfReferenceTest(isWanted: boolean): RuleTest {
  return (rule, group) => {
    const own = textProperty(group, 'GroupId');
    return listOf(rule.UserIdGroupPairs).some((pair) => textProperty(pair, 'GroupId') === own) === isWanted;
  };
}

function groupReferenceTest(filter: JsonObject, context: FilterContext): RuleTest {
  const reference = filter.SGReferences;
  if (!isObject(reference)) throw context.source.error(filter, 'SGReferences needs a value filter');
  const matches = compileValue(reference, context);
  return (rule, group, evaluation) => {
    const ids = listOf(rule.UserIdGroupPairs)
      .filter((pair) => property(pair, 'UserId') === property(group, 'OwnerId'))
      .map((pair) => property(pair, 'GroupId'));
    if (ids.length === 0) return false;
    return evaluation
      .related('aws.security-group')
      .some((other) => ids.includes(property(other, 'GroupId')) && matches(other, evaluation));
  };
}
