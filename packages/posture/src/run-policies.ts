import type { Place, Resource } from '@breakwater/model';
import { byAccount, configurationOf } from './account-inventory.ts';
import { JmesPathError } from './jmespath/token.ts';
import type { Json, JsonObject } from './json.ts';
import { matchPolicy, readPolicies } from './policy.ts';
import { EvaluationError } from './policy-error.ts';
import type { RunOptions } from './run-checks.ts';

/** What a policy found in one region of one account. */
export interface PolicyResult {
  readonly policy: string;
  readonly resourceType: string;
  readonly place: Place;
  readonly matched: readonly Resource[];
  /** What would be done with each; nothing is done here. */
  readonly actions: readonly Json[];
  /** Why the policy could not be evaluated; then nothing matched. */
  readonly error?: string;
}

/**
 * Runs a policy file over a snapshot, once for each region of each account, as its text variables and
 * related resources ask for. Changes nothing. Throws `PolicyError` when the file is wrong.
 */
export function runPolicies(
  text: string,
  file: string,
  resources: readonly Resource[],
  options: RunOptions,
): readonly PolicyResult[] {
  // Read once for its mistakes, also when there is nothing to run it on.
  const types = new Set(
    readPolicies(text, file, { accountId: '', region: '', now: options.now }).map(
      (policy) => policy.resourceType,
    ),
  );
  return byAccount(resources, []).flatMap(({ accountId, resourcesOf }) => {
    const related = (type: string): readonly JsonObject[] => resourcesOf(type).map(configurationOf);
    const regions = Map.groupBy([...types].flatMap(resourcesOf), (resource) => resource.place.region ?? '');
    return [...regions].flatMap(([region, members]) =>
      readPolicies(text, file, { accountId, region, now: options.now }).map((policy): PolicyResult => {
        const subjects = new Map<JsonObject, Resource>();
        for (const member of members) {
          if (member.type === policy.resourceType) subjects.set(configurationOf(member), member);
        }
        const evaluation = { now: options.now, accountId, region, related };
        const found = {
          policy: policy.name,
          resourceType: policy.resourceType,
          place: { account: accountId, ...(region === '' ? {} : { region }) },
          actions: policy.actions,
        };
        try {
          const matched = matchPolicy(policy, [...subjects.keys()], evaluation);
          return { ...found, matched: matched.flatMap((one) => subjects.get(one) ?? []) };
        } catch (error) {
          if (!(error instanceof EvaluationError || error instanceof JmesPathError)) throw error;
          return { ...found, matched: [], error: error.message };
        }
      }),
    );
  });
}
