import type { HuntBody } from '@breakwater/api';
import { allOf, everything, type Filter, type RuntimePolicy } from '@breakwater/model';
import type { Rule, Ruleset } from '@breakwater/rules';
import { matchFilter } from '@breakwater/store';
import { HttpError, notFound } from '../http/http-error.ts';
import { rulesOfPolicy } from '../policies/check-policy.ts';
import { loadDraft } from '../rules/judge-draft.ts';
import type { RulesInForce } from '../rules/live-rules.ts';
import { problemText, type RuleFileText } from '../rules/load-rule-files.ts';
import type { HuntPlan } from './hunt-plan.ts';

/** Widths of bars in milliseconds, round to a person; a hunt takes the first that needs few bars. */
const steps = [60_000, 300_000, 900_000, 3_600_000, 4 * 3_600_000, 86_400_000];
const barsWanted = 170;
const maxDays = 400;

export interface PlannedHunt {
  readonly plan: HuntPlan;
  /** Some rule counts over several events, which must come in their order. */
  readonly isOrdered: boolean;
}

/**
 * What a hunt is to do, within the caller's scope.
 * @throws HttpError 400 or 404 naming what is wrong with what was asked for
 * @throws FilterError
 */
export function planHunt(body: HuntBody, scope: Filter, inForce: RulesInForce, now: number): PlannedHunt {
  const { from, to, filter = everything, policyId } = body;
  if (from >= to) throw new HttpError(400, 'empty-range', '"from" must lie before "to"');
  if (to - from > maxDays * 86_400_000)
    throw new HttpError(400, 'long-range', `at most ${maxDays} days can be searched at once`);
  matchFilter(filter);
  const policy = policyId === undefined ? undefined : findPolicy(policyId, inForce);
  const { files, rules } = chooseRules(body, policy, inForce);
  const sources = new Set(rules.flatMap(sourcesOf));
  const stepMs = steps.find((step) => (to - from) / step <= barsWanted) ?? steps.at(-1) ?? 86_400_000;
  return {
    isOrdered: rules.some(({ threshold, sequence }) => (threshold ?? sequence) !== undefined),
    plan: {
      files: files.filter(({ isEnabled }) => isEnabled).map(({ id, text }) => ({ name: id, text })),
      rules: rules.map(({ name }) => name),
      sources: [...sources],
      scope: policy === undefined ? scope : allOf(scope, policy.scope),
      filter,
      ...(policy === undefined ? {} : { policy }),
      now,
      from,
      to,
      stepMs,
    },
  };
}

interface ChosenRules {
  readonly files: readonly RuleFileText[];
  readonly rules: readonly Rule[];
}

/** Those that are named; else those that the draft defines, or those of the policy. */
function chooseRules(
  { rules: names, draft }: HuntBody,
  policy: RuntimePolicy | undefined,
  inForce: RulesInForce,
): ChosenRules {
  const { files, ruleset, draftId } =
    draft === undefined ? { ...inForce, draftId: undefined } : load(draft, inForce);
  if (names !== undefined) {
    const known = new Map(ruleset.rules.map((rule) => [rule.name, rule]));
    const rules = names.map((name) => {
      const rule = known.get(name);
      if (rule === undefined) throw notFound(`rule "${name}"`);
      return rule;
    });
    return { files, rules };
  }
  const ofDraft = ruleset.rules.filter(({ location }) => location.file === draftId);
  const rules = draftId !== undefined ? ofDraft : policy === undefined ? [] : rulesOfPolicy(policy, ruleset);
  if (rules.length > 0) return { files, rules };
  throw new HttpError(
    400,
    'no-rules',
    'there is no rule to run: name rules, a draft that defines some, or a policy',
  );
}

function load(
  draft: NonNullable<HuntBody['draft']>,
  inForce: RulesInForce,
): {
  readonly files: readonly RuleFileText[];
  readonly ruleset: Ruleset;
  readonly draftId: string;
} {
  const { id, files, ruleset, errors } = loadDraft(draft, inForce);
  if (ruleset !== undefined) return { files, ruleset, draftId: id };
  const [first] = errors.map((error) => problemText(error, files));
  throw new HttpError(400, 'rules-do-not-load', `the draft does not load: ${first}`);
}

function findPolicy(id: string, { policies }: RulesInForce): RuntimePolicy {
  const policy = policies.find((candidate) => candidate.id === id);
  if (policy === undefined) throw notFound(`policy ${id}`);
  return policy;
}

/** The source of the rule and those of the steps that must have come before. */
function sourcesOf({ source, sequence }: Rule): string[] {
  return [source, ...(sequence?.steps.map((step) => step.source) ?? [])];
}
