import type { HuntBody } from '@breakwater/api';
import { allOf, everything, type Filter, type RuntimePolicy } from '@breakwater/model';
import { matchFilter } from '@breakwater/store';
import { HttpError, notFound } from '../http/http-error.ts';
import { rulesOfPolicy } from '../policies/check-policy.ts';
import { isInSight } from '../policies/policy-sight.ts';
import { type OutlinedRules, outlineOf, type RuleOutline } from '../rules/compile-work.ts';
import { definedBy, placeDraft } from '../rules/judge-draft.ts';
import type { RulesInForce } from '../rules/live-rules.ts';
import { problemText, type RuleFileText } from '../rules/load-rule-files.ts';
import type { RuleCompiler } from '../rules/rule-compiler.ts';
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

interface Context {
  readonly inForce: RulesInForce;
  /** For drafts. */
  readonly compiler: RuleCompiler;
  readonly owner: string;
  readonly now: number;
}

/**
 * What a hunt is to do, within the caller's scope.
 * @throws HttpError 400 or 404 naming what is wrong with what was asked for
 * @throws FilterError
 */
export async function planHunt(body: HuntBody, scope: Filter, context: Context): Promise<PlannedHunt> {
  const { inForce, now } = context;
  const { from, to, filter = everything, policyId } = body;
  if (from >= to) throw new HttpError(400, 'empty-range', '"from" must lie before "to"');
  if (to - from > maxDays * 86_400_000)
    throw new HttpError(400, 'long-range', `at most ${maxDays} days can be searched at once`);
  matchFilter(filter);
  const policy = policyId === undefined ? undefined : findPolicy(policyId, inForce, scope);
  const { files, rules } = chooseRules(body, policy, await rulesOf(body, context));
  const sources = new Set(rules.flatMap((rule) => rule.sources));
  const stepMs = steps.find((step) => (to - from) / step <= barsWanted) ?? steps.at(-1) ?? 86_400_000;
  return {
    isOrdered: rules.some((rule) => rule.isOrdered),
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

interface KnownRules extends OutlinedRules {
  readonly files: readonly RuleFileText[];
  /** Those that the draft changes, also by a list or a macro; when it changes none, those that it defines. */
  readonly drafted?: readonly RuleOutline[];
}

/** The rules in force, or those there would be with the draft. */
async function rulesOf({ draft }: HuntBody, { inForce, compiler, owner }: Context): Promise<KnownRules> {
  if (draft === undefined) return { files: inForce.files, rules: inForce.ruleset.rules.map(outlineOf) };
  const { id, files } = placeDraft(draft, inForce);
  const judged = await compiler.run('draft', { before: inForce.files, after: files }, `${owner} hunts`);
  if (judged.ruleset !== undefined) {
    const { changed = [] } = judged;
    return {
      files,
      rules: judged.ruleset.rules,
      drafted: changed.length > 0 ? changed : definedBy(id, judged),
    };
  }
  const [first] = judged.errors.map((error) => problemText(error, files));
  throw new HttpError(400, 'rules-do-not-load', `the draft does not load: ${first}`);
}

/** Those that are named; else those that the draft defines, or those of the policy. */
function chooseRules(
  { rules: names }: HuntBody,
  policy: RuntimePolicy | undefined,
  known: KnownRules,
): Pick<KnownRules, 'files' | 'rules'> {
  const { files, drafted } = known;
  if (names !== undefined) {
    const byName = new Map(known.rules.map((rule) => [rule.name, rule]));
    const rules = names.map((name) => {
      const rule = byName.get(name);
      if (rule === undefined) throw notFound(`rule "${name}"`);
      return rule;
    });
    return { files, rules };
  }
  const rules = drafted ?? (policy === undefined ? [] : rulesOfPolicy(policy, known));
  if (rules.length > 0) return { files, rules };
  throw new HttpError(
    400,
    'no-rules',
    drafted === undefined
      ? 'there is no rule to run: name rules, a draft or a policy'
      : 'the draft changes no rule: there is nothing to run',
  );
}

function findPolicy(id: string, { policies }: RulesInForce, scope: Filter): RuntimePolicy {
  const policy = policies.find((candidate) => candidate.id === id);
  if (policy === undefined || !isInSight(policy, scope)) throw notFound(`policy ${id}`);
  return policy;
}
