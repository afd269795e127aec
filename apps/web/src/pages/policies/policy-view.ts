import type { PolicyActionView, PolicyRow, PolicyView } from '@breakwater/api';
import {
  type ActionMode,
  type Filter,
  type PolicyStatus,
  type PolicyType,
  type RuntimePolicy,
  type Severity,
  severities,
  sourceOfPolicyType,
} from '@breakwater/model';
import type { Tone } from '../../components/status-mark.tsx';
import { type FieldValue, matchesFilter, matchesText } from '../../state/local-filter.ts';
import { filterPills, formatPill } from '../../state/pill.ts';
import { filterOf, type Search, type ViewState } from '../../state/search.ts';

/** Fields that filters of the list may use. */
export const policyFilterFields = [
  'name',
  'type',
  'status',
  'origin',
  'action',
  'rule',
  'capture',
  'updatedBy',
  'detections',
  'rules',
] as const;

export const statusTones: Readonly<Record<PolicyStatus, Tone>> = {
  enabled: 'good',
  'dry-run': 'warn',
  disabled: 'quiet',
};

/** What a policy does beside making detections, in a word: the value of the list's column. */
export const actionLabels = ['notify', 'observe', 'would-act', 'webhook', 'stop-task'] as const;

export type ActionLabel = (typeof actionLabels)[number];

/** The furthest that any of the actions goes; stopping a task goes further than calling somebody. */
export function actionLabel(actions: readonly PolicyActionView[]): ActionLabel {
  if (actions.length === 0) return 'notify';
  const enforced = actions.filter((action) => action.mode === 'enforce');
  if (enforced.some((action) => action.type === 'stop-task')) return 'stop-task';
  if (enforced.length > 0) return 'webhook';
  return actions.some((action) => action.mode === 'would-have-acted') ? 'would-act' : 'observe';
}

/** How far an action goes, as a mark. */
export const modeTones: Readonly<Record<ActionMode, Tone>> = {
  observe: 'quiet',
  'would-have-acted': 'warn',
  enforce: 'good',
};

/** The policies that the state of the screen keeps. */
export function filterPolicies(
  policies: readonly PolicyRow[],
  state: ViewState,
  parts: { readonly withSeverity: boolean },
): readonly PolicyRow[] {
  const filter = filterOf({ ...state, scope: [] }, parts);
  return policies.filter(
    (policy) =>
      matchesFilter(filter, (name) => policyField(policy, name)) &&
      matchesText(state.text, [policy.name, policy.description, ...policy.rules]),
  );
}

function policyField(policy: PolicyRow, name: string): FieldValue {
  switch (name) {
    case 'name':
    case 'type':
    case 'status':
    case 'severity':
    case 'origin':
    case 'updatedBy':
    case 'detections':
      return policy[name];
    case 'action':
      return actionLabel(policy.actions);
    case 'rule':
      return policy.rules;
    case 'rules':
      return policy.ruleCount;
    case 'capture':
      return policy.hasCapture ? 'yes' : 'no';
    default:
      return undefined;
  }
}

export function countSeverities(
  rows: readonly { readonly severity: Severity }[],
): Readonly<Record<Severity, number>> {
  const counts = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  for (const row of rows) counts[row.severity] += 1;
  return counts;
}

/** The detections of a policy in the events feed, over the week that the list counts. */
export function policyEvents(policy: Pick<RuntimePolicy, 'id'>): Search {
  return {
    f: [formatPill({ field: 'detection.policy_id', op: '=', value: policy.id })],
    t: '1w',
    sev: 'all',
    view: 'detection',
  };
}

export function isEverywhere(scope: Filter): boolean {
  return scope.op === 'and' && scope.filters.length === 0;
}

/** A scope as lines of text, one condition each; as JSON where conditions have alternatives. */
function scopeLines(scope: Filter): readonly string[] {
  return filterPills(scope)?.map(formatPill) ?? [JSON.stringify(scope)];
}

/** Everything that a person decides about a policy as text, the same for the same policy: what versions are compared by. */
export function policyText(policy: PolicyView): string {
  const lines = [
    `name: ${policy.name}`,
    `status: ${policy.status}`,
    `severity: ${policy.severity}`,
    `type: ${policy.type}`,
    ...block('description', policy.description.split('\n')),
    ...block('scope', scopeLines(policy.scope)),
    ...block('rules', policy.rules.length === 0 ? [`every rule of ${sourceOf(policy.type)}`] : policy.rules),
    ...block('actions', policy.actions.map(actionText)),
    ...block(
      'exceptions',
      policy.exceptions.flatMap((exception) => [
        `- ${exception.reason}`,
        ...(exception.rule === undefined ? [] : [`  rule: ${exception.rule}`]),
        ...scopeLines(exception.filter).map((line) => `  ${line}`),
        ...(exception.expiresAt === undefined ? [] : [`  until: ${exception.expiresAt}`]),
      ]),
    ),
    ...(policy.runbook === undefined ? [] : block('runbook', policy.runbook.split('\n'))),
  ];
  return `${lines.join('\n')}\n`;
}

export function sourceOf(type: PolicyType): string {
  return sourceOfPolicyType[type];
}

function block(name: string, lines: readonly string[]): readonly string[] {
  return [`${name}:`, ...lines.map((line) => `  ${line}`)];
}

function actionText(action: PolicyActionView): string {
  const detail =
    action.type === 'webhook' ? (action.url ?? '') : `${action.maxPerServiceAndHour} per service and hour`;
  return `${action.type} (${action.mode})${detail === '' ? '' : `: ${detail}`}`;
}

/** Most severe first, then those that found most, then by name: how the list stands until somebody sorts it. */
export function byUrgency(a: PolicyRow, b: PolicyRow): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    b.detections - a.detections ||
    a.name.localeCompare(b.name)
  );
}
