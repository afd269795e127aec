import { severities } from '@breakwater/model';
import type {
  CheckGate,
  Gate,
  ImagePolicy,
  PackageGate,
  PolicyException,
  VulnerabilityGate,
} from './image-policy.ts';
import { type Place, PolicyError, PolicyReader } from './policy-yaml.ts';

const gateTypes = ['vulnerabilities', 'checks', 'packages'] as const;

const gateFields = {
  vulnerabilities: ['severityAtLeast', 'epssAtLeast', 'knownExploited', 'fixableOnly', 'graceDays'],
  checks: ['severityAtLeast', 'checks'],
  packages: ['deny'],
} as const;

/**
 * Reads an image policy from YAML. Throws PolicyError with every mistake and its line; `file` names it in
 * messages.
 */
export function readImagePolicy(text: string, file: string): ImagePolicy {
  const reader = new PolicyReader(text);
  const policy = reader.problems.length === 0 ? readPolicy(reader) : undefined;
  if (policy === undefined || reader.problems.length > 0) throw new PolicyError(file, reader.problems);
  return policy;
}

function readPolicy(reader: PolicyReader): ImagePolicy | undefined {
  const map = reader.map(reader.root, ['name', 'description', 'applies', 'gates', 'exceptions']);
  if (map === undefined) return undefined;
  const at = (key: string) => reader.at(map, '', key);
  const name = reader.text(at('name') ?? reader.root);
  const description = reader.text(at('description'));
  const gates = reader.list(at('gates'))?.flatMap((place) => readGate(reader, place) ?? []);
  if (gates === undefined) reader.problem(at('gates') ?? reader.root, 'a policy needs a list "gates"');
  else if (gates.length === 0) reader.problem(at('gates') ?? reader.root, 'a policy needs at least one gate');
  const exceptions = reader.list(at('exceptions'))?.flatMap((place) => readException(reader, place) ?? []);
  return {
    name: name ?? '',
    ...(description === undefined ? {} : { description }),
    ...readSelectors(reader, at('applies')),
    gates: gates ?? [],
    exceptions: exceptions ?? [],
  };
}

function readSelectors(
  reader: PolicyReader,
  place: Place | undefined,
): Pick<ImagePolicy, 'repositories' | 'tags'> {
  const map = place === undefined ? undefined : reader.map(place, ['repositories', 'tags']);
  if (map === undefined) return { repositories: [], tags: [] };
  return {
    repositories: reader.texts(reader.at(map, 'applies', 'repositories')) ?? [],
    tags: reader.texts(reader.at(map, 'applies', 'tags')) ?? [],
  };
}

function readGate(reader: PolicyReader, place: Place): Gate | undefined {
  const every = new Set(['name', 'type', ...Object.values(gateFields).flat()]);
  const map = reader.map(place, [...every]);
  if (map === undefined) return undefined;
  const at = (key: string) => reader.at(map, place.field, key);
  const type = reader.oneOf(at('type') ?? place, gateTypes);
  const name = reader.text(at('name') ?? place);
  if (type === undefined || name === undefined) return undefined;
  const fields: readonly string[] = gateFields[type];
  for (const key of every) {
    const stray = key === 'name' || key === 'type' || fields.includes(key) ? undefined : at(key);
    if (stray !== undefined) reader.problem(stray, `has no meaning in a gate of type ${type}`);
  }
  if (!fields.some((key) => map.has(key))) {
    return reader.problem(place, `a gate of type ${type} needs one of ${fields.join(', ')}`);
  }
  return readGateOfType[type](reader, name, at);
}

type FieldAt = (key: string) => Place | undefined;

const readGateOfType = {
  vulnerabilities: (reader: PolicyReader, name: string, at: FieldAt): VulnerabilityGate => {
    const severityAtLeast = reader.oneOf(at('severityAtLeast'), severities);
    const epssAtLeast = reader.number(at('epssAtLeast'), 0, 1);
    const knownExploited = reader.flag(at('knownExploited'));
    const fixableOnly = reader.flag(at('fixableOnly'));
    const graceDays = reader.number(at('graceDays'), 0, 3650);
    return {
      name,
      type: 'vulnerabilities',
      ...(severityAtLeast === undefined ? {} : { severityAtLeast }),
      ...(epssAtLeast === undefined ? {} : { epssAtLeast }),
      ...(knownExploited === undefined ? {} : { knownExploited }),
      ...(fixableOnly === undefined ? {} : { fixableOnly }),
      ...(graceDays === undefined ? {} : { graceDays }),
    };
  },
  checks: (reader: PolicyReader, name: string, at: FieldAt): CheckGate => {
    const severityAtLeast = reader.oneOf(at('severityAtLeast'), severities);
    const checks = reader.texts(at('checks'));
    return {
      name,
      type: 'checks',
      ...(severityAtLeast === undefined ? {} : { severityAtLeast }),
      ...(checks === undefined ? {} : { checks }),
    };
  },
  packages: (reader: PolicyReader, name: string, at: FieldAt): PackageGate => {
    return { name, type: 'packages', deny: reader.texts(at('deny')) ?? [] };
  },
} as const;

function readException(reader: PolicyReader, place: Place): PolicyException | undefined {
  const map = reader.map(place, ['vulnerability', 'check', 'package', 'reason', 'expires']);
  if (map === undefined) return undefined;
  const at = (key: string) => reader.at(map, place.field, key);
  const vulnerability = reader.text(at('vulnerability'));
  const check = reader.text(at('check'));
  const name = reader.text(at('package'));
  const reason = reader.text(at('reason'));
  const expires = reader.text(at('expires'));
  if (reason === undefined) return reader.problem(at('reason') ?? place, 'an exception needs a reason');
  if (expires === undefined)
    return reader.problem(at('expires') ?? place, 'an exception needs "expires", a date');
  if (!isDate(expires)) return reader.problem(at('expires') ?? place, 'must be a date like 2027-01-31');
  if (vulnerability === undefined && check === undefined && name === undefined) {
    return reader.problem(place, 'an exception names a vulnerability, a check or a package');
  }
  return {
    ...(vulnerability === undefined ? {} : { vulnerability }),
    ...(check === undefined ? {} : { check }),
    ...(name === undefined ? {} : { package: name }),
    reason,
    expires,
  };
}

function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}
