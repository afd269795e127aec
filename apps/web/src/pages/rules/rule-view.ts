import type { RuleRow } from '@breakwater/api';
import type { Tone } from '../../components/status-mark.tsx';
import { type FieldValue, matchesFilter, matchesText } from '../../state/local-filter.ts';
import { formatPill } from '../../state/pill.ts';
import { filterOf, type Search, type ViewState } from '../../state/search.ts';

/** Fields that filters of the list may use. */
export const ruleFilterFields = [
  'name',
  'source',
  'priority',
  'tag',
  'file',
  'kind',
  'origin',
  'policy',
  'state',
  'capture',
  'detections',
  'failures',
] as const;

/** Whether a rule is evaluated: switched off, run by no policy, or run. */
export const ruleStates = ['runs', 'idle', 'off'] as const;

export type RuleState = (typeof ruleStates)[number];

export function ruleState(rule: Pick<RuleRow, 'isEnabled' | 'policies'>): RuleState {
  if (!rule.isEnabled) return 'off';
  return rule.policies.length === 0 ? 'idle' : 'runs';
}

/** The rules that the state of the screen keeps. */
export function filterRules(
  rules: readonly RuleRow[],
  state: ViewState,
  parts: { readonly withSeverity: boolean },
): readonly RuleRow[] {
  const filter = filterOf({ ...state, scope: [] }, parts);
  return rules.filter(
    (rule) =>
      matchesFilter(filter, (name) => ruleField(rule, name)) &&
      matchesText(state.text, [rule.name, rule.description, rule.fileName, ...rule.tags]),
  );
}

function ruleField(rule: RuleRow, name: string): FieldValue {
  switch (name) {
    case 'name':
    case 'source':
    case 'priority':
    case 'severity':
    case 'kind':
    case 'origin':
    case 'detections':
      return rule[name];
    case 'tag':
      return rule.tags;
    case 'file':
      return rule.fileName;
    case 'policy':
      return rule.policies.map((policy) => policy.name);
    case 'state':
      return ruleState(rule);
    case 'capture':
      return rule.hasCapture ? 'yes' : 'no';
    case 'failures':
      return rule.failures?.count ?? 0;
    default:
      return undefined;
  }
}

/** The detections in which a rule fired, over the week that the list counts. */
export function ruleEvents(rule: Pick<RuleRow, 'name'>): Search {
  return {
    f: [formatPill({ field: 'detection.rules', op: '=', value: rule.name })],
    t: '1w',
    sev: 'all',
    view: 'detection',
  };
}

export const stateTones: Readonly<Record<RuleState, Tone>> = { runs: 'good', idle: 'warn', off: 'quiet' };
