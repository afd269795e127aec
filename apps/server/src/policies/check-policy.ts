import type { PolicyBody } from '@breakwater/api';
import { type Filter, namesTasks, type RuntimePolicy, sourceOfPolicyType } from '@breakwater/model';
import type { Rule, Ruleset } from '@breakwater/rules';
import { FilterError, matchFilter } from '@breakwater/store';
import { HttpError } from '../http/http-error.ts';
import { checkFields } from './check-fields.ts';

type Checked = Pick<PolicyBody, 'name' | 'type' | 'scope' | 'rules' | 'actions'> &
  Partial<Pick<RuntimePolicy, 'exceptions'>>;

/**
 * Refuses a policy that could not do what it says.
 * @throws HttpError 409 when another policy has its name, 400 when it names a rule that is not there, would stop tasks
 * that its events do not name, or has a filter that is none
 */
export function checkPolicy(
  policy: Checked,
  id: string | undefined,
  policies: readonly RuntimePolicy[],
  ruleset: Ruleset,
): void {
  if (policies.some((other) => other.name === policy.name && other.id !== id)) {
    throw new HttpError(409, 'name-taken', `there is another policy "${policy.name}": choose another name`);
  }
  const source = sourceOfPolicyType[policy.type];
  checkFilter(policy.scope, source, 'body.scope');
  for (const [index, { filter }] of (policy.exceptions ?? []).entries()) {
    checkFilter(filter, source, `body.exceptions.${index}.filter`);
  }
  refuseStopWithoutTask(policy);
  const problems = ruleProblems(policy, ruleset);
  if (problems.length === 0) return;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  const details = problems.map(({ index, message }) => ({ path: `body.rules.${index}`, message }));
  throw new HttpError(400, 'unknown-rule', `${problems[0]?.message}${more}`, undefined, details);
}

/** @throws HttpError 400 naming the filter, when events of the source cannot be judged by it */
export function checkFilter(filter: Filter, source: string, path: string): void {
  try {
    matchFilter(filter);
    checkFields(filter, source);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    const { code, message } = error;
    throw new HttpError(400, code, `${path}: ${message}`, undefined, [{ path, message }]);
  }
}

function refuseStopWithoutTask({ type, actions }: Checked): void {
  const index = actions.findIndex((action) => action.type === 'stop-task');
  if (index < 0 || namesTasks[type] !== 'none') return;
  const path = `body.actions.${index}`;
  const message = `events of ${sourceOfPolicyType[type]} name no task of a cluster: there is nothing to stop`;
  throw new HttpError(400, 'no-task', `${path}: ${message}`, undefined, [{ path, message }]);
}

/** What of a rule says whether a policy runs it. */
type PolicyRule = Pick<Rule, 'name' | 'source' | 'isEnabled'>;

/** The rules that a policy runs: those it names, or all of its source. */
export function rulesOfPolicy<R extends PolicyRule>(
  policy: Pick<RuntimePolicy, 'type' | 'rules'>,
  ruleset: { readonly rules: readonly R[] },
): readonly R[] {
  const source = sourceOfPolicyType[policy.type];
  const ofSource = ruleset.rules.filter((rule) => rule.isEnabled && rule.source === source);
  if (policy.rules.length === 0) return ofSource;
  const named = new Set(policy.rules);
  return ofSource.filter(({ name }) => named.has(name));
}

/** Rules that a policy names and that do not run under it. */
export function missingRules(
  policy: Pick<RuntimePolicy, 'type' | 'rules'>,
  ruleset: { readonly rules: readonly PolicyRule[] },
): readonly string[] {
  const running = new Set(rulesOfPolicy(policy, ruleset).map(({ name }) => name));
  return policy.rules.filter((name) => !running.has(name));
}

function ruleProblems(
  policy: Checked,
  ruleset: Ruleset,
): readonly { readonly index: number; readonly message: string }[] {
  const source = sourceOfPolicyType[policy.type];
  const known = new Map(ruleset.rules.map((rule) => [rule.name, rule]));
  return policy.rules.flatMap((name, index) => {
    const rule = known.get(name);
    if (rule === undefined) return [{ index, message: `there is no rule "${name}"` }];
    if (rule.source === source) return [];
    const message = `the rule "${name}" is about ${rule.source}; a policy of type ${policy.type} watches ${source}`;
    return [{ index, message }];
  });
}
