import { isSeverity, type Severity } from '@breakwater/model';
import { compileFilters } from './compile-filters.ts';
import type { CompiledFilter } from './filter.ts';
import { isList, isObject, type Json, type JsonObject, textProperty } from './json.ts';
import { type PolicySource, readSource } from './policy-source.ts';
import { compileKey, type KeyReader } from './resource-key.ts';

/** What a person does about a failing resource, and how it is written down as commands and as code. */
export interface Remediation {
  readonly explanation: string;
  readonly cli: string;
  /** Terraform. */
  readonly iac: string;
}

/** A resource that a check must judge in one way; every check carries its own. */
export interface CheckExample {
  readonly name: string;
  readonly resource: JsonObject;
  /** Other resources of the account by type. */
  readonly related: ReadonlyMap<string, readonly JsonObject[]>;
}

/** A posture check, compiled from its content file. */
export interface Check {
  readonly id: string;
  readonly title: string;
  /** `aws.ecs-task-definition`; `aws.account` for what an account as a whole must have. */
  readonly resourceType: string;
  readonly severity: Severity;
  readonly description: string;
  readonly remediation: Remediation;
  /** The top-level fields it reads, by resource type; a field that was not read makes the verdict ERROR. */
  readonly reads: ReadonlyMap<string, readonly string[]>;
  /** The IAM actions that reading them takes. */
  readonly permissions: readonly string[];
  /** Keeps the resources that the check speaks of; the others get no verdict. */
  readonly applies: CompiledFilter;
  /** Keeps the resources that fail. */
  readonly fails: CompiledFilter;
  /** Expressions whose values are shown with the verdict. */
  readonly evidence: readonly { readonly name: string; readonly read: KeyReader }[];
  readonly examples: { readonly pass: readonly CheckExample[]; readonly fail: readonly CheckExample[] };
}

const keys = [
  'id',
  'title',
  'resource',
  'severity',
  'description',
  'remediation',
  'reads',
  'permissions',
  'applies',
  'fail',
  'evidence',
  'examples',
];

/**
 * Reads one check file (YAML). Throws `PolicyError` with file and line on the first mistake: an unknown
 * key, a missing part, an invalid filter.
 */
export function readCheck(text: string, file: string): Check {
  const source = readSource(text, file);
  const { root } = source;
  if (!isObject(root)) throw source.error(root, 'a check is a mapping');
  const unknown = Object.keys(root).find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw source.error(root, `unknown key ${unknown}; a check has ${keys.join(', ')}`);
  const resourceType = required(root, 'resource', source);
  const { severity } = root;
  if (!isSeverity(severity)) throw source.error(root, 'severity must be critical, high, medium, low or info');
  if (root.fail === undefined)
    throw source.error(root, 'a check needs "fail": the filters that a failing resource matches');
  const options = { source, resourceType };
  return {
    id: required(root, 'id', source),
    title: required(root, 'title', source),
    resourceType,
    severity,
    description: required(root, 'description', source),
    remediation: readRemediation(root, source),
    reads: readReads(root, resourceType, source),
    permissions: textList(root.permissions, 'permissions', source),
    applies: compileFilters(root.applies ?? [], options),
    fails: compileFilters(root.fail, options),
    evidence: textList(root.evidence ?? [], 'evidence', source).map((name) => ({
      name,
      read: compileKey(name),
    })),
    examples: readExamples(root, source),
  };
}

function required(from: JsonObject, key: string, source: PolicySource): string {
  const found = textProperty(from, key);
  if (found === undefined || found.trim() === '') throw source.error(from, `"${key}" is missing`);
  return found.trim();
}

function textList(value: Json | undefined, name: string, source: PolicySource): readonly string[] {
  if (!isList(value) || value.some((item) => typeof item !== 'string')) {
    throw source.error(value, `"${name}" must be a list of text`);
  }
  return value.filter((item) => typeof item === 'string');
}

function readRemediation(root: JsonObject, source: PolicySource): Remediation {
  const { remediation } = root;
  if (!isObject(remediation)) throw source.error(root, '"remediation" is missing: explanation, cli, iac');
  return {
    explanation: required(remediation, 'explanation', source),
    cli: required(remediation, 'cli', source),
    iac: required(remediation, 'iac', source),
  };
}

function readReads(root: JsonObject, resourceType: string, source: PolicySource): Check['reads'] {
  const { reads } = root;
  if (!isObject(reads))
    throw source.error(root, '"reads" is missing: resource types and the fields that are read');
  const map = new Map(
    Object.entries(reads).map(([type, fields]) => [type, textList(fields, `reads ${type}`, source)]),
  );
  const lookedUp = relatedTypes([root.applies ?? [], root.fail ?? []]);
  const missing = [resourceType, ...lookedUp].find((type) => !map.has(type));
  if (missing !== undefined)
    throw source.error(reads, `"reads" does not name ${missing}, which the filters read`);
  return map;
}

/** The types that `related` filters look up, at any depth. */
function relatedTypes(value: Json): readonly string[] {
  if (isList(value)) return value.flatMap(relatedTypes);
  if (!isObject(value)) return [];
  const own = value.type === 'related' && typeof value.resource === 'string' ? [value.resource] : [];
  return [...own, ...Object.values(value).flatMap(relatedTypes)];
}

function readExamples(root: JsonObject, source: PolicySource): Check['examples'] {
  const { examples } = root;
  if (!isObject(examples)) throw source.error(root, '"examples" is missing: pass and fail');
  return {
    pass: readExampleList(examples.pass, 'pass', source),
    fail: readExampleList(examples.fail, 'fail', source),
  };
}

function readExampleList(
  list: Json | undefined,
  name: string,
  source: PolicySource,
): readonly CheckExample[] {
  if (!isList(list) || list.length === 0)
    throw source.error(list, `a check needs at least one ${name} example`);
  return list.map((example) => {
    if (!isObject(example) || !isObject(example.resource))
      throw source.error(example, 'an example needs "resource"');
    const related = isObject(example.related) ? Object.entries(example.related) : [];
    return {
      name: required(example, 'name', source),
      resource: example.resource,
      related: new Map(related.map(([type, others]) => [type, objects(others)])),
    };
  });
}

function objects(value: Json): readonly JsonObject[] {
  return isList(value) ? value.filter((item) => isObject(item)) : [];
}
