import { isSeverity, severities } from '@breakwater/model';
import { subjectKeys } from './exceptions.ts';
import { days, entries, type FieldsOf, oneOf, readFields, text } from './field.ts';
import { gateKinds, gateTypes } from './gates/index.ts';
import type { Gate, ImagePolicy, ImageSelectors, PolicyException } from './image-policy.ts';
import { packagePatternProblem } from './package-pattern.ts';
import { type Place, PolicyError, PolicyReader } from './policy-yaml.ts';
import { selectorFields } from './selectors.ts';

const control = /^[a-z0-9.-]+:\S.*$/;

/** What every gate may say beside what its type says. */
export const gateFields: FieldsOf<
  Pick<Gate, 'name' | 'description' | 'controls'> & { action: 'fail' | 'warn' }
> = {
  name: text('Names the gate in verdicts and exceptions; unique in the policy.'),
  description: text('Why it is there.'),
  action: oneOf(['fail', 'warn'], '`warn`: what it finds is told and fails nothing.'),
  controls: entries(
    'Controls of standards that it serves, as `FRAMEWORK:CONTROL`.',
    control.source,
    (entry) => (control.test(entry) ? undefined : 'must be FRAMEWORK:CONTROL, like pci-dss-4.0:6.3.3'),
  ),
};

type ExceptionText = Omit<PolicyException, 'applies'>;

export const exceptionFields: FieldsOf<ExceptionText> = {
  vulnerability: text('Id or alias of a vulnerability.'),
  check: text('Id of a check, also of one that looks at files.'),
  secret: text('Id of a check that finds secrets in files.'),
  license: text('SPDX id of a licence.'),
  package: text('Alone: the package may be there. With a vulnerability or licence: only in this package.'),
  path: text('Path in the image. Alone: what is found in files there.'),
  gate: text('Only in this gate. Alone: all that it finds.'),
  owner: text('Who answers for it.'),
  reason: text('Why; required.'),
  expires: text('The last day (UTC) on which it holds, like 2027-01-31; required.'),
};

export const policyFields: FieldsOf<
  Pick<ImagePolicy, 'name' | 'description' | 'controls' | 'failOn' | 'graceDays'>
> = {
  name: text('Names the policy in verdicts.'),
  description: text('What it is for.'),
  controls: gateFields.controls,
  failOn: oneOf(severities, 'Any vulnerability, failing check or finding in files at least so severe fails.'),
  graceDays: days('Days after publication in which no vulnerability fails.'),
};

/**
 * Reads an image policy from YAML. Throws PolicyError with every mistake, its line and column; `file` names it in
 * messages.
 */
export function readImagePolicy(yaml: string, file: string): ImagePolicy {
  const reader = new PolicyReader(yaml);
  const policy = reader.problems.length === 0 ? readPolicy(reader) : undefined;
  if (policy === undefined || reader.problems.length > 0) throw new PolicyError(file, reader.problems);
  return policy;
}

function readPolicy(reader: PolicyReader): ImagePolicy | undefined {
  const known = [...Object.keys(policyFields), 'applies', 'excludes', 'gates', 'exceptions'];
  const map = reader.map(reader.root, known);
  if (map === undefined) return undefined;
  const at = (key: string) => reader.at(map, '', key);
  const head = readFields(reader, policyFields, at);
  if (at('name') === undefined) reader.problem(reader.root, 'a policy needs a "name"');
  const excludes = readSelectors(reader, at('excludes'));
  return {
    ...head,
    name: head.name ?? '',
    applies: readSelectors(reader, at('applies')) ?? {},
    ...(excludes === undefined ? {} : { excludes }),
    gates: readGates(reader, at('gates'), at('failOn') !== undefined),
    exceptions: readExceptions(reader, at('exceptions')),
  };
}

function readSelectors(reader: PolicyReader, place: Place | undefined): ImageSelectors | undefined {
  const map = place === undefined ? undefined : reader.map(place, Object.keys(selectorFields));
  if (place === undefined || map === undefined) return undefined;
  return readFields(reader, selectorFields, (key) => reader.at(map, place.field, key));
}

/** Named so by `failOn`. */
const failOnGates: readonly string[] = ['vulnerabilities', 'configuration', 'files'];

function readGates(reader: PolicyReader, place: Place | undefined, hasFailOn: boolean): readonly Gate[] {
  const places = reader.list(place);
  if (place === undefined) {
    if (!hasFailOn) reader.problem(reader.root, 'a policy needs a list "gates", or "failOn"');
    return [];
  }
  if (places?.length === 0 && !hasFailOn) reader.problem(place, 'a policy needs at least one gate');
  const names = new Set<string>(hasFailOn ? failOnGates : []);
  return (places ?? []).flatMap((one) => {
    const gate = readGate(reader, one);
    if (gate === undefined) return [];
    if (names.has(gate.name)) reader.problem(one, `there is another gate named "${gate.name}"`);
    names.add(gate.name);
    return [gate];
  });
}

const everyGateField: readonly string[] = [
  ...new Set([
    'type',
    ...Object.keys(gateFields),
    ...gateTypes.flatMap((type) => Object.keys(gateKinds[type].fields)),
  ]),
];

function readGate(reader: PolicyReader, place: Place): Gate | undefined {
  const map = reader.map(place, everyGateField);
  if (map === undefined) return undefined;
  const at = (key: string) => reader.at(map, place.field, key);
  const type = reader.oneOf(at('type') ?? place, gateTypes);
  const { action, ...head } = readFields(reader, gateFields, at);
  if (at('name') === undefined) reader.problem(place, 'a gate needs a "name"');
  if (type === undefined || head.name === undefined) return undefined;
  const kind = gateKinds[type];
  const own = Object.keys(kind.fields);
  for (const key of everyGateField) {
    const stray = key === 'type' || key in gateFields || own.includes(key) ? undefined : at(key);
    if (stray !== undefined) reader.problem(stray, `has no meaning in a gate of type ${type}`);
  }
  if (kind.isUsefulAlone !== true && !own.some((key) => at(key) !== undefined)) {
    return reader.problem(place, `a gate of type ${type} needs one of ${own.join(', ')}`);
  }
  const fields = readFields<object>(reader, kind.fields, at);
  return { ...head, name: head.name, type, ...(action === 'warn' ? { action } : {}), ...fields } as Gate;
}

function readExceptions(reader: PolicyReader, place: Place | undefined): readonly PolicyException[] {
  return reader.list(place)?.flatMap((one) => readException(reader, one) ?? []) ?? [];
}

/** One exception; what is wrong with it is told to the reader. */
export function readException(reader: PolicyReader, place: Place): PolicyException | undefined {
  const map = reader.map(place, [...Object.keys(exceptionFields), 'applies']);
  if (map === undefined) return undefined;
  const at = (key: string) => reader.at(map, place.field, key);
  const { reason, expires, ...rest } = readFields(reader, exceptionFields, at);
  if (at('reason') === undefined) reader.problem(place, 'an exception needs a reason');
  const due = at('expires');
  if (due === undefined) reader.problem(place, 'an exception needs "expires", a date');
  else if (expires !== undefined && !isDate(expires)) reader.problem(due, 'must be a date like 2027-01-31');
  const only = at('package');
  const wrong = rest.package === undefined ? undefined : packagePatternProblem(rest.package);
  if (only !== undefined && wrong !== undefined) reader.problem(only, wrong);
  if (![...subjectKeys, 'gate'].some((key) => at(key) !== undefined)) {
    reader.problem(place, `an exception names a ${subjectKeys.join(', a ')} or a gate`);
  }
  const applies = readSelectors(reader, at('applies'));
  if (reason === undefined || expires === undefined) return undefined;
  return { ...rest, ...(applies === undefined ? {} : { applies }), reason, expires };
}

function isDate(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
  );
}

/** The policy that `--fail-on` stands for. Throws RangeError when the text is no severity. */
export function failOnPolicy(severity: string): ImagePolicy {
  if (!isSeverity(severity))
    throw new RangeError(`must be one of ${severities.join(', ')}, not "${severity}"`);
  return { name: `fail-on-${severity}`, applies: {}, failOn: severity, gates: [], exceptions: [] };
}
