import type { PolicyRow } from '@breakwater/api';
import type { Filter, RuntimePolicy } from '@breakwater/model';
import type { EventStore } from '@breakwater/store';
import { isEverywhere } from '../auth/caller.ts';
import type { LiveRules } from '../rules/live-rules.ts';
import { missingRules, rulesOfPolicy } from './check-policy.ts';
import { type PolicySight, policyInSight } from './policy-sight.ts';

const weekMs = 7 * 86_400_000;
const maxValues = 1000;

/** How many detections of the last seven days have each value of a field, within a scope. */
export async function countDetections(
  events: EventStore,
  field: string,
  scope: Filter,
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const filter: Filter = { op: '=', field: 'kind', value: 'detection' };
  const range = { scope, filter, from: now - weekMs, to: now + 60_000 };
  const { entries } = await events.top({ ...range, field, n: maxValues });
  return new Map(entries.map(({ value, count }) => [value, count]));
}

/** How many of the last seven days have this value of a field, within a scope. */
export async function countDetectionsOf(
  events: EventStore,
  field: string,
  value: string,
  scope: Filter,
  now: number,
): Promise<number> {
  const filters: readonly Filter[] = [
    { op: '=', field: 'kind', value: 'detection' },
    { op: '=', field, value },
  ];
  const range = { from: now - weekMs, to: now + 60_000 };
  const { matching } = await events.count({ scope, filter: { op: 'and', filters }, ...range });
  return matching;
}

export function policyRow(
  policy: RuntimePolicy,
  rules: LiveRules,
  detections: number,
  sight: PolicySight,
): PolicyRow {
  const { ruleset } = rules.inForce;
  const own = rulesOfPolicy(policy, ruleset);
  return {
    ...policyInSight(policy, sight),
    ruleCount: own.length,
    hasCapture: own.some(({ hasCapture }) => hasCapture),
    missingRules: missingRules(policy, ruleset),
    detections,
    // They are counted everywhere.
    suppressions: isEverywhere(sight.scope) ? rules.suppressions.of(policy) : [],
  };
}
