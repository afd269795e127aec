import { compileFilters } from './compile-filters.ts';
import type { CompiledFilter, Evaluation } from './filter.ts';
import { isList, isObject, type Json, type JsonObject, textProperty } from './json.ts';
import { type PolicySource, readSource } from './policy-source.ts';
import { resourceTypeName } from './resource-type-name.ts';

/** A policy of Custodian's format, checked and ready to run. Actions are checked for their form only. */
export interface Policy {
  readonly name: string;
  readonly description?: string;
  /** `aws.ecs-service`. */
  readonly resourceType: string;
  /** `pull` when the policy names none. */
  readonly mode: string;
  readonly filter: CompiledFilter;
  readonly actions: readonly Json[];
}

/** What text in braces stands for while policies are read. */
export interface PolicyVariables {
  readonly accountId: string;
  readonly region: string;
  readonly now: Date;
}

const policyKeys = [
  'name',
  'resource',
  'filters',
  'actions',
  'mode',
  'conditions',
  'region',
  'tz',
  'start',
  'end',
  'query',
  'source',
  'max-resources',
  'max-resources-percent',
  'description',
  'comment',
  'comments',
  'tags',
  'metadata',
  'title',
];

const modes = [
  'pull',
  'periodic',
  'schedule',
  'cloudtrail',
  'ec2-instance-state',
  'asg-instance-state',
  'guard-duty',
  'phd',
  'config-rule',
  'config-poll-rule',
  'hub-finding',
  'hub-action',
];

/**
 * Reads a policy file: `policies` and, optionally, `vars`. Throws `PolicyError` with file and line on the
 * first mistake.
 */
export function readPolicies(text: string, file: string, variables: PolicyVariables): readonly Policy[] {
  const source = readSource(text, file);
  const { root } = source;
  if (!isObject(root)) throw source.error(root, 'a policy file is a mapping with "policies"');
  const unknown = Object.keys(root).find((key) => key !== 'policies' && key !== 'vars');
  if (unknown !== undefined)
    throw source.error(root, `unknown key ${unknown}; a policy file has "policies" and "vars"`);
  const { policies = null } = root;
  if (!isList(policies)) throw source.error(root, '"policies" must be a list');
  const read = policies.map((policy) => readPolicy(policy, source, variables));
  const twice = read.find((policy, index) => read.findIndex((other) => other.name === policy.name) !== index);
  if (twice !== undefined) throw source.error(policies, `two policies are named ${twice.name}`);
  return read;
}

/** The resources that a policy keeps. */
export function matchPolicy(
  policy: Policy,
  resources: readonly JsonObject[],
  evaluation: Evaluation,
): readonly JsonObject[] {
  return policy.filter(resources, evaluation);
}

function readPolicy(policy: Json, source: PolicySource, variables: PolicyVariables): Policy {
  if (!isObject(policy)) throw source.error(policy, 'a policy is a mapping');
  const { name, resource, filters = [], actions = [] } = policy;
  if (typeof name !== 'string' || !/^[A-z][A-z0-9]*(-[A-z0-9]+)*$/.test(name)) {
    throw source.error(
      policy,
      `a policy needs a name of letters, digits and single hyphens, not ${JSON.stringify(name ?? null)}`,
    );
  }
  const unknown = Object.keys(policy).find((key) => !policyKeys.includes(key));
  if (unknown !== undefined) throw source.error(policy, `policy ${name}: unknown key ${unknown}`);
  if (typeof resource !== 'string') throw source.error(policy, `policy ${name} needs "resource", one type`);
  if (!isList(actions)) throw source.error(policy, `policy ${name}: actions must be a list`);
  const resourceType = resourceTypeName(resource);
  const mode = readMode(policy, source);
  const description = textProperty(policy, 'description');
  return {
    name,
    ...(description === undefined ? {} : { description }),
    resourceType,
    mode,
    filter: compileFilters(expand(filters ?? [], name, variables, source), {
      source: { ...source, root: policy },
      resourceType,
      hasMode: mode !== 'pull',
    }),
    actions,
  };
}

function readMode(policy: JsonObject, source: PolicySource): string {
  if (policy.mode === undefined) return 'pull';
  const type = textProperty(policy.mode, 'type');
  if (type === undefined || !modes.includes(type)) {
    throw source.error(policy.mode, `unknown mode ${type ?? ''}; known are ${modes.join(', ')}`);
  }
  return type;
}

/** Fills text variables in, everywhere in the filters; lists and mappings keep their place in the file. */
function expand(value: Json, name: string, variables: PolicyVariables, source: PolicySource): Json {
  const { accountId, region, now } = variables;
  const known: Readonly<Record<string, string>> = {
    account_id: accountId,
    region,
    partition: 'aws',
    now: now.toISOString(),
    policy: name,
  };
  const fill = (text: string): string =>
    text.replace(
      /\{(account_id|region|partition|now|policy)(?::([^{}]*))?\}/g,
      (_whole, key: string, format?: string) =>
        key === 'now' && format !== undefined ? formatDate(now, format) : (known[key] ?? ''),
    );
  const walk = (one: Json): Json => {
    if (typeof one === 'string') return fill(one);
    if (isList(one)) return source.keepPlace(one, one.map(walk));
    if (!isObject(one)) return one;
    return source.keepPlace(
      one,
      Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, walk(inner)])),
    );
  };
  return walk(value);
}

/** The parts of strftime that policies use: %Y %m %d %H %M %S. */
function formatDate(date: Date, format: string): string {
  const iso = date.toISOString();
  const parts: Readonly<Record<string, string>> = {
    Y: iso.slice(0, 4),
    m: iso.slice(5, 7),
    d: iso.slice(8, 10),
    H: iso.slice(11, 13),
    M: iso.slice(14, 16),
    S: iso.slice(17, 19),
  };
  return format.replace(/%([A-Za-z])/g, (whole, letter: string) => parts[letter] ?? whole);
}
