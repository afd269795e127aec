import type { CheckResult, Coverage, Place, Resource } from '@breakwater/model';
import { type AccountInventory, byAccount, configurationOf } from './account-inventory.ts';
import type { Check } from './check.ts';
import type { Evaluation } from './filter.ts';
import { JmesPathError } from './jmespath/token.ts';
import type { Json, JsonObject } from './json.ts';
import { EvaluationError } from './policy-error.ts';

/** What a run of checks takes beside the resources. */
export interface RunOptions {
  readonly now: Date;
}

/**
 * Judges every resource that a check speaks of: FAIL or PASS with the fields that decided, ERROR where the
 * data needed could not be read (never PASS). A type that could not be listed in a region gives one ERROR
 * for that region. Pure: the same snapshot gives the same results, ordered by check.
 */
export function runChecks(
  checks: readonly Check[],
  resources: readonly Resource[],
  coverage: readonly Coverage[],
  options: RunOptions,
): readonly CheckResult[] {
  const accounts = byAccount(resources, coverage).map((inventory) => ({
    inventory,
    related: cached((type) => inventory.resourcesOf(type).map(configurationOf)),
  }));
  return checks.flatMap((check) =>
    accounts.flatMap(({ inventory, related }) => runCheck(check, inventory, related, options)),
  );
}

type Related = Evaluation['related'];

function cached(read: Related): Related {
  const known = new Map<string, readonly JsonObject[]>();
  return (type) => {
    let found = known.get(type);
    if (found === undefined) {
      found = read(type);
      known.set(type, found);
    }
    return found;
  };
}

function runCheck(
  check: Check,
  inventory: AccountInventory,
  related: Related,
  options: RunOptions,
): readonly CheckResult[] {
  const notes = new Map<JsonObject, Record<string, Json>>();
  const evaluation: Evaluation = {
    now: options.now,
    accountId: inventory.accountId,
    region: '',
    related,
    annotate: (resource, name, value) => {
      notes.set(resource, { ...notes.get(resource), [name]: value });
    },
  };
  const judged = new Map<JsonObject, Resource>();
  for (const resource of inventory.resourcesOf(check.resourceType))
    judged.set(configurationOf(resource), resource);
  const verdicts = judge(check, [...judged.keys()], evaluation);
  const holes = holesOf(check, inventory);
  const results: CheckResult[] = [];
  for (const [configuration, verdict] of verdicts) {
    const resource = judged.get(configuration);
    if (resource === undefined) continue;
    const reason = verdict.error ?? missingData(check, resource, inventory, holes);
    results.push({
      checkId: check.id,
      resourceId: resource.id,
      resourceType: resource.type,
      place: resource.place,
      status: reason === undefined ? (verdict.isFailed ? 'FAIL' : 'PASS') : 'ERROR',
      severity: check.severity,
      evidence:
        reason === undefined
          ? evidenceOf(check, configuration, verdict.isFailed ? notes.get(configuration) : undefined)
          : { reason },
    });
  }
  return [...results, ...unlisted(check, inventory)];
}

interface Verdict {
  readonly isFailed: boolean;
  readonly error?: string;
}

/** All at once; one by one only when some resource cannot be judged. */
function judge(
  check: Check,
  resources: readonly JsonObject[],
  evaluation: Evaluation,
): ReadonlyMap<JsonObject, Verdict> {
  const { annotate: _dropped, ...silent }: Evaluation = evaluation;
  try {
    const applicable = check.applies(resources, silent);
    const failed = new Set(check.fails(applicable, evaluation));
    return new Map(applicable.map((resource) => [resource, { isFailed: failed.has(resource) }]));
  } catch (error) {
    if (!(error instanceof EvaluationError || error instanceof JmesPathError)) throw error;
    const [only] = resources;
    if (only !== undefined && resources.length === 1) {
      return new Map([[only, { isFailed: false, error: error.message }]]);
    }
    return new Map(resources.flatMap((resource) => [...judge(check, [resource], evaluation)]));
  }
}

/** Something that the check looks up beside the resource and that is not complete, and where. */
interface Hole {
  readonly place: Place;
  readonly reason: string;
}

/** What is missing of the types that the check looks up: parts of other resources. */
function holesOf(check: Check, inventory: AccountInventory): readonly Hole[] {
  return [...check.reads]
    .filter(([type]) => type !== check.resourceType)
    .flatMap(([type, fields]) =>
      inventory.resourcesOf(type).flatMap((other): readonly Hole[] => {
        const reason = unreadReason(other, fields);
        return reason === undefined ? [] : [{ place: other.place, reason: `${other.id}: ${reason}` }];
      }),
    );
}

/** Why the data that the check reads is not complete for a resource; undefined when it is. */
function missingData(
  check: Check,
  resource: Resource,
  inventory: AccountInventory,
  holes: readonly Hole[],
): string | undefined {
  const own = unreadReason(resource, check.reads.get(check.resourceType) ?? []);
  if (own !== undefined) return own;
  for (const type of check.reads.keys()) {
    const reason = type === check.resourceType ? undefined : missingCoverage(type, resource.place, inventory);
    if (reason !== undefined) return reason;
  }
  return holes.find((hole) => isNear(hole.place, resource.place))?.reason;
}

function unreadReason(resource: Resource, fields: readonly string[]): string | undefined {
  const unread = resource.unread?.find((one) => one.fields.some((field) => fields.includes(field)));
  return unread === undefined
    ? undefined
    : `${unread.fields.join(', ')} could not be read (${unread.action}): ${unread.reason}`;
}

/** A type that is looked up must have been listed: in the resource's region, or everywhere for an account. */
function missingCoverage(type: string, place: Place, inventory: AccountInventory): string | undefined {
  const of = inventory.coverage.filter((one) => one.type === type && isNear({ region: one.region }, place));
  if (of.length === 0) return `${type} was not read`;
  const bad = of.find((one) => one.status !== 'ok');
  return bad === undefined ? undefined : explain(bad);
}

function isNear(other: Place, place: Place): boolean {
  const here = place.region;
  return (
    here === undefined ||
    here === 'global' ||
    other.region === undefined ||
    other.region === 'global' ||
    other.region === here
  );
}

function explain({ type, region, status, message }: Coverage): string {
  return `${type} in ${region} could not be read (${status})${message === undefined ? '' : `: ${message}`}`;
}

/** One ERROR for each region where the resources themselves could not be listed. */
function unlisted(check: Check, inventory: AccountInventory): readonly CheckResult[] {
  return inventory.coverage
    .filter((one) => one.type === check.resourceType && one.status !== 'ok')
    .map((one) => ({
      checkId: check.id,
      resourceId: `unread:${one.type}:${one.account}:${one.region}`,
      resourceType: one.type,
      place: { provider: 'aws', account: one.account, region: one.region },
      status: 'ERROR',
      severity: check.severity,
      evidence: { reason: explain(one) },
    }));
}

function evidenceOf(
  check: Check,
  resource: JsonObject,
  notes: Record<string, Json> | undefined,
): Record<string, Json> {
  const fields: Record<string, Json> = Object.create(null);
  for (const { name, read } of check.evidence) fields[name] = read(resource);
  return { ...fields, ...notes };
}
